"""The list of series and one series."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.wording import full_text
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events import actions
from zaitaku.programme.events.actions.series import SeriesFields
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.figures import ATTENDANCE, SESSIONS_HELD
from zaitaku.programme.events.figures.of_series import of_series
from zaitaku.programme.events.forms.planning import CopyForm, NewSeriesForm, SeriesForm
from zaitaku.programme.events.forms.series import FilterForm
from zaitaku.programme.events.queries import series as queries
from zaitaku.programme.events.views.pages import form_page, remove_page, warn_of_lotteries
from zaitaku.programme.events.views.reach import may_write, seen, series_or_404, written

PER_PAGE = 50


@page(Permission.VIEW_PROGRAMME)
@require_GET
def series_list(request: StaffRequest) -> HttpResponse:
    organisations = seen(request)
    form = FilterForm(request.GET, organisations=organisations, years=queries.years_of(organisations))
    asked = form.cleaned_data if form.is_valid() else {}
    listed = Paginator(queries.listed_series(organisations, asked), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    held = of_series(listed.object_list, SESSIONS_HELD, today)
    context = {
        "listed": listed,
        "lines": [(series, held[series.pk], full_text(held[series.pk], today)) for series in listed.object_list],
        "filter": form,
        "may_add": written(request).exists(),
        "is_narrowed": any(asked.values()),
    }
    return render(request, "events/series_list.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    form = NewSeriesForm(request.POST or None, organisations=written(request))
    if form.is_valid():
        try:
            created = actions.create_series(**form.cleaned_data, by=request.user)
        except actions.EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("“%(title)s” was added. Now add its sessions.") % {"title": created.title})
            return redirect("events:series", created.pk)
    context = {"page_form": form, "heading": _("Add a series"), "button": _("Add it"), "back": ("events:series_list",)}
    return render(request, "events/planning/add_series.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    initial = {name: getattr(series, name) for name in SeriesFields.__annotations__}
    return form_page(
        request,
        SeriesForm(request.POST or None, initial=initial),
        lambda data: actions.change_series(series=series, **data, by=request.user),
        heading=_("Change the series"),
        to=("events:series", pk),
        series=series,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    return remove_page(
        request,
        lambda: actions.remove_series(series=series, by=request.user),
        heading=_("Remove the series"),
        what=str(series),
        to=("events:series_list",),
        back=("events:series", pk),
        series=series,
    )


@page(Permission.VIEW_PROGRAMME)
@require_GET
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, seen(request))
    sessions = queries.sessions_with_channels(series)
    today = timezone.localdate()
    came, held = (of_series([series], function, today)[series.pk] for function in (ATTENDANCE, SESSIONS_HELD))
    by_session = {part.label: part for part in came.parts}
    copy = CopyForm(initial={"fiscal_year": series.fiscal_year + 1})
    context = {
        "series": series,
        "rows": [(session, by_session.get(session.label)) for session in sessions],
        "came": (came, full_text(came, today)),
        "held": (held, full_text(held, today)),
        "called_off": sum(session.status == SessionStatus.CANCELLED for session in sessions),
        "may_write": may_write(request, series),
        "copy": copy,
    }
    return render(request, "events/series.html", context)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["fiscal_year"]))
        return redirect("events:series", pk)
    try:
        made = actions.copy_series_to_year(series=series, **form.cleaned_data, by=request.user)
    except actions.EventRefused as refused:
        messages.error(request, str(refused))
        return redirect("events:series", pk)
    messages.success(request, _("Copied: its sessions are planned, nothing is recorded yet."))
    warn_of_lotteries(request, [made])
    return redirect("events:series", made.pk)
