"""How evenly events are spread over the areas: a table, and the same as data for a map."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import workbook
from zaitaku.programme.events.choices import SeriesKind
from zaitaku.programme.events.forms.coverage import CoverageForm
from zaitaku.programme.events.models import Series
from zaitaku.programme.events.queries.coverage import AreaLine, Coverage, coverage
from zaitaku.programme.events.queries.series import years_of
from zaitaku.programme.events.views.reach import seen
from zaitaku.reports.xlsx_list import ListSheet

DEFAULT = SeriesKind.SALON


def _asked(request: StaffRequest) -> tuple[CoverageForm, Coverage]:
    """The filters, and what they find; wrong ones are left out and named by the form."""
    organisations, today = seen(request), timezone.localdate()
    years = years_of(organisations)
    asked_kind = request.GET.get("kind", "")
    series = Series.objects.filter(owner__in=organisations, kind=asked_kind if asked_kind in SeriesKind else DEFAULT)
    form = CoverageForm(request.GET or None, years=years, series=series)
    form.is_valid()
    asked = form.cleaned_data if form.is_bound else {}
    year = asked.get("year") or next(iter(years), FiscalYear.of(today).year)
    kind = asked.get("kind") or DEFAULT
    found = coverage(organisations, fiscal_year=year, kind=kind, code=asked.get("series", ""), on=today)
    if not form.is_bound:
        form.initial = {"year": year, "kind": kind}
    return form, found


@page(Permission.VIEW_PROGRAMME)
@require_GET
def table(request: StaffRequest) -> HttpResponse:
    form, found = _asked(request)
    context = {"form": form, "found": found, "query": request.GET.urlencode()}
    return render(request, "events/coverage/coverage.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def excel(request: StaffRequest) -> HttpResponse:
    _form, found = _asked(request)
    counts = [_("Held"), _("Difference from the mean"), _("Planned"), _("Places"), _("Attendance")]
    lines = [*found.lines, *([found.elsewhere] if found.elsewhere else [])]
    rows = [
        (
            line.code,
            line.name or _("No area entered"),
            line.held,
            "" if line.apart is None else str(line.apart),
            line.planned,
            line.places,
            None if line.attendance is None else int(line.attendance),
        )
        for line in lines
    ]
    columns = [_("Code"), _("Daily living area"), *counts]
    return workbook([ListSheet(_("Spread over the areas"), columns, rows)], "coverage")


@page(Permission.VIEW_PROGRAMME)
@require_GET
def map_data(request: StaffRequest) -> JsonResponse:
    """JSON by area code, for joining to the boundaries of the areas; `elsewhere` names none, and with `has_totals`
    holds what organisers reported without areas."""
    _form, found = _asked(request)
    data = {
        "areas": [_as_json(line) for line in found.lines],
        "elsewhere": _as_json(found.elsewhere) if found.elsewhere else None,
        "has_totals": found.reported is not None,
        "reached": found.reached,
        "mean": None if found.mean is None else float(found.mean),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _as_json(line: AreaLine) -> dict[str, str | float | None]:
    return {
        "code": line.code,
        "name": line.name,
        "held": line.held,
        "apart": None if line.apart is None else float(line.apart),
        "planned": line.planned,
        "places": line.places,
        "attendance": None if line.attendance is None else int(line.attendance),
    }
