"""Attendance by category: the table of a series or session, its export, and the entry of parts counted by hand."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.persons import Range
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.actions.attendance_parts import record_parts
from zaitaku.programme.events.choices import Dimension
from zaitaku.programme.events.figures.persons import range_of
from zaitaku.programme.events.forms.attendance_parts import PartsForm
from zaitaku.programme.events.models import AttendancePart, KnownPersons, Series, Session
from zaitaku.programme.events.queries.attendance_by import Breakdown, breakdowns, checked_in_by, views
from zaitaku.programme.events.queries.checkin import recorded
from zaitaku.programme.events.queries.persons import known
from zaitaku.programme.events.queries.signup import residence_areas
from zaitaku.programme.events.views.reach import channel_or_404, series_or_404, written
from zaitaku.reports import xlsx_list

UNKNOWN = gettext_noop("Not known")


@page(Permission.RECORD)
@require_GET
def attendance_by(request: StaffRequest, pk: int) -> HttpResponse:
    """Of the whole series, or of one session with ?session=."""
    series = series_or_404(pk, written(request))
    session = _session(request, series)
    tables = breakdowns(series, session)
    context = {
        "series": series,
        "session": session,
        "sessions": series.sessions.order_by("number"),
        "tables": tables,
        "has_figures": any(table.whole.total for table in tables),
        "attendance": tables[0].whole.total,
        "persons": _persons(series, session),
        "views": views(series, session),
        "threshold": settings.DISCLOSURE_THRESHOLD,
    }
    return render(request, "events/attendance/attendance_by.html", context)


def _persons(series: Series, session: Session | None) -> Range:
    """How many different people, as far as it is known today."""
    others = {one.pk for one in series.sessions.all() if one != session} if session else set()
    own = known({series.pk}, timezone.localdate(), without=others)[series.pk]
    return range_of(own, KnownPersons.objects.filter(series=series).first())


def _session(request: StaffRequest, series: Series) -> Session | None:
    asked = request.GET.get("session", "")
    if not asked:
        return None
    key = key_of(asked)
    found = series.sessions.select_related("series").filter(pk=key).first() if key is not None else None
    if found is None:
        raise Http404
    return found


@page(Permission.RECORD)
@require_GET
def attendance_by_excel(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    session = _session(request, series)
    return workbook([_sheet(one) for one in breakdowns(series, session)], f"attendance-{series.pk}")


def _sheet(one: Breakdown) -> xlsx_list.ListSheet:
    lines = [
        *((row.label, row) for row in one.rows),
        (_(UNKNOWN), one.unknown),
        (_("All together"), one.whole),
    ]
    small = {
        (number, column)
        for number, row in enumerate(one.rows)
        for column, count in enumerate((*row.counts, row.total), start=1)
        if 0 < count < settings.DISCLOSURE_THRESHOLD
    }
    return xlsx_list.ListSheet(
        title=str(one.dimension.label),
        columns=[str(one.dimension.label), *one.columns, _("All together")],
        rows=[[label, *row.counts, row.total] for label, row in lines],
        marked=frozenset(small),
        notice=_("Numbers below %(threshold)s (※) can point to single people. Do not publish this table as it is.")
        % {"threshold": settings.DISCLOSURE_THRESHOLD},
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def parts(request: StaffRequest, pk: int) -> HttpResponse:
    """One dimension at a time (?by=), saved whole or not at all."""
    channel = channel_or_404(pk, written(request))
    asked = request.GET.get("by", Dimension.PROFESSION)
    if asked not in Dimension.values:
        raise Http404
    dimension = Dimension(asked)
    areas = residence_areas(channel.session.series, channel.day or timezone.localdate()).values_list("name", flat=True)
    rows = AttendancePart.objects.filter(channel=channel, dimension=dimension, superseded_at=None).order_by("pk")
    checked_in = checked_in_by(channel, dimension)
    data = request.POST or None
    form = PartsForm(data, dimension=dimension, areas=areas, current=list(rows), checked_in=checked_in)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            changed = record_parts(
                channel=channel, dimension=dimension, counts=form.counts(), seen=seen, by=request.user
            )
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved: %(count)s values.") % {"count": changed})
            return redirect(f"{request.path}?by={dimension.value}")
    counted = recorded(channel)
    context = {
        "channel": channel,
        "session": channel.session,
        "series": channel.session.series,
        "form": form,
        "fields": [form[f"c{place}"] for place in range(len(form.categories))],
        "dimension": dimension,
        "dimensions": Dimension,
        "counted": counted.value if counted else None,
        "checked_in": sum(checked_in.values()),
        "is_typed": bool(rows),
    }
    return render(request, "events/attendance/parts.html", context, status=422 if form.errors else 200)
