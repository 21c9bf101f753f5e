"""Residents aged 65 or more whom organisations serve: listed as of a day, pasted, removed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.views import pasting
from zaitaku.programme.returns.actions.catchments import record_catchments
from zaitaku.programme.returns.actions.catchments import remove_catchment as take_away
from zaitaku.programme.returns.forms.catchments import CatchmentsForm, DayForm, Served, columns, read_catchments
from zaitaku.programme.returns.models import Catchment
from zaitaku.programme.returns.queries.catchments import catchments_on
from zaitaku.programme.returns.views.reach import seen, written

PER_PAGE = 100


@page(Permission.VIEW_PROGRAMME)
@require_GET
def catchments(request: StaffRequest) -> HttpResponse:
    asked = DayForm(request.GET)
    data = asked.cleaned_data if asked.is_valid() else {}
    on = data.get("on") or timezone.localdate()
    rows = catchments_on(seen(request), on, data.get("q", ""))
    own = written(request)
    context = {
        "filter": asked,
        "listed": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "on": on,
        "is_narrowed": any(data.values()),
        "may_write": own.exists(),
        "own": set(own.values_list("pk", flat=True)),
    }
    return render(request, "returns/asking/catchments.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste_catchments(request: StaffRequest) -> HttpResponse:
    asked = CatchmentsForm(request.POST or None)

    def save(found: list[Served]) -> HttpResponse:
        as_of, source = asked.cleaned_data["as_of"], asked.cleaned_data["source"]
        record_catchments(residents=dict(found), as_of=as_of, source=source, by=request.user)
        messages.success(request, _("Recorded: %(count)s organisations.") % {"count": len(found)})
        return redirect("returns:catchments")

    context = {"columns": columns(), "heading": _("Paste residents aged 65 or more"), "save_label": _("Record them")}
    organisations = list(written(request))
    template = "returns/asking/paste_catchments.html"
    return pasting(
        request,
        template,
        context,
        form=asked,
        read=lambda block: read_catchments(block, organisations, asked.cleaned_data["as_of"]),
        save=save,
    )


@page(Permission.RECORD)
@require_POST
def remove_catchment(request: StaffRequest, pk: int) -> HttpResponse:
    """One entered by mistake."""
    rows = Catchment.objects.select_related("organisation")
    one = get_object_or_404(rows, pk=pk, organisation__in=written(request))
    take_away(catchment=one, by=request.user)
    messages.success(request, _("The number of %(name)s was removed.") % {"name": one.organisation.name})
    return redirect("returns:catchments")
