"""Which figures there are: listed, defined, changed, removed, and those that rest on one series."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku import catalogue
from zaitaku.analysis.figure import Figure
from zaitaku.analysis.period import FiscalYear
from zaitaku.analysis.wording import full_text
from zaitaku.core.accounts.access import Permission, StaffRequest, areas_for, organisations_for, page
from zaitaku.core.areas.models import Area
from zaitaku.programme.events.models import Series
from zaitaku.programme.indicators import actions
from zaitaku.programme.indicators.figures import BadParams
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.indicators.queries import indicators_of
from zaitaku.workspace.forms import IndicatorFilter, IndicatorForm
from zaitaku.workspace.queries import Desk, desk_of
from zaitaku.workspace.queries.indicators import listed_indicators

PER_PAGE = 200  # a municipality has some hundred, and looks through them by eye


@dataclass(frozen=True, slots=True)
class Line:
    """`indicator` is not saved where a figure is only looked at."""

    indicator: Indicator
    figure: Figure
    text: str
    formula: str


@require_GET
@page(Permission.VIEW_PROGRAMME)
def indicators(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    desk = desk_of(request.user, today=today)
    if desk is None:
        return render(request, "workspace/no_plan.html")
    owners = organisations_for(request.user, Permission.VIEW_PROGRAMME, on=today)
    asked = IndicatorFilter(request.GET, owners=owners.filter(indicators__area=desk.area).distinct())
    narrowed = asked.cleaned_data if asked.is_valid() else {}
    listed = Paginator(listed_indicators(desk.area, narrowed), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "filter": asked,
        "listed": listed,
        "lines": lines_of(list(listed.object_list), desk),
        "may_define": may_define(request, desk.area),
        "is_narrowed": any(narrowed.values()),
    }
    return render(request, "workspace/indicators/list.html", context)


def lines_of(wanted: list[Indicator], desk: Desk) -> list[Line]:
    figures = catalogue.compute(wanted, year=desk.year, as_of=desk.as_of)
    return [
        Line(one, figures[one.code], full_text(figures[one.code], desk.as_of), str(catalogue.function_of(one).formula))
        for one in wanted
    ]


def may_define(request: StaffRequest, area: Area) -> bool:
    return areas_for(request.user, Permission.EDIT_PLAN, on=timezone.localdate()).filter(pk=area.pk).exists()


def _desk(request: StaffRequest) -> Desk:
    """Of the area whose figures the person may define; not found without one."""
    desk = desk_of(request.user, today=timezone.localdate())
    if desk is None or not may_define(request, desk.area):
        raise Http404
    return desk


@require_GET
@page(Permission.EDIT_PLAN)
def functions(request: StaffRequest) -> HttpResponse:
    """The first step of defining: what is to be counted."""
    desk = _desk(request)
    listed = sorted(catalogue.CATALOGUE.items())
    return render(request, "workspace/indicators/functions.html", {"desk": desk, "functions": listed})


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def add(request: StaffRequest, function: str) -> HttpResponse:
    """Values for the fields may stand in the address (`param_series=…`): pages about records lead here."""
    desk = _desk(request)
    if function not in catalogue.CATALOGUE:
        raise Http404(function)
    form = _form(request, desk, function, initial=request.GET.dict())
    new = Indicator(area=desk.area, function=function)
    return _page(request, desk, form, new, heading=_("Define a figure"))


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    desk = _desk(request)
    indicator = get_object_or_404(indicators_of(desk.area), pk=pk)
    initial = {"label": indicator.label, "owner": indicator.owner_id, "unit": indicator.unit}
    initial |= {f"param_{name}": value for name, value in indicator.params.items()}
    form = _form(request, desk, indicator.function, initial=initial)
    del form.fields["code"]
    return _page(request, desk, form, indicator, heading=_("Change the figure"))


def _form(request: StaffRequest, desk: Desk, function: str, *, initial: dict[str, Any]) -> IndicatorForm:
    owners = organisations_for(request.user, Permission.EDIT_PLAN, on=timezone.localdate()).filter(area=desk.area)
    sent = request.POST if request.method == "POST" else None
    return IndicatorForm(
        sent, initial=initial, function=catalogue.CATALOGUE[function], area=desk.area, owners=owners.order_by("code")
    )


def _page(
    request: StaffRequest, desk: Desk, form: IndicatorForm, indicator: Indicator, *, heading: str
) -> HttpResponse:
    """The form, with the figure as it would come out when that was asked for; saved when it is meant."""
    line = None
    if form.is_valid():
        try:
            if "preview" in request.POST:
                line = _tried(form, desk, indicator)
            else:
                return _saved(request, form, indicator)
        except (BadParams, actions.IndicatorRefused) as refused:
            form.add_error(None, str(refused))
    context = {
        "desk": desk,
        "page_form": form,
        "indicator": indicator,
        "heading": heading,
        "formula": catalogue.function_of(indicator).formula,
        "line": line,
    }
    return render(request, "workspace/indicators/form.html", context, status=422 if form.errors else 200)


def _tried(form: IndicatorForm, desk: Desk, indicator: Indicator) -> Line:
    """Raises BadParams."""
    given, params = form.cleaned_data, form.params()
    catalogue.check_params(indicator.function, params)
    tried = Indicator(
        area=desk.area,
        code=indicator.code or given["code"],
        label=given["label"],
        function=indicator.function,
        params=params,
        unit=given["unit"],
        owner=given["owner"],
    )
    return lines_of([tried], desk)[0]


def _saved(request: StaffRequest, form: IndicatorForm, indicator: Indicator) -> HttpResponse:
    """Raises BadParams and IndicatorRefused."""
    given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("label", "unit", "owner")}
    given |= {"params": form.params(), "check": catalogue.check_params, "by": request.user}
    if indicator.pk:
        actions.change_indicator(indicator=indicator, **given)
        messages.success(request, _("Saved."))
    else:
        code = form.cleaned_data["code"]
        actions.define_indicator(area=indicator.area, code=code, function=indicator.function, **given)
        messages.success(
            request, _("“%(code)s” was defined. Name it in the plan, and it can be printed.") % {"code": code}
        )
    return redirect("workspace:indicators")


@require_POST
@page(Permission.EDIT_PLAN)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    indicator = get_object_or_404(indicators_of(_desk(request).area), pk=pk)
    code = indicator.code
    try:
        actions.remove_indicator(indicator=indicator, by=request.user)
    except actions.IndicatorRefused as refused:
        messages.error(request, str(refused))
        return redirect("workspace:change_indicator", pk)
    messages.success(request, _("“%(what)s” was removed.") % {"what": code})
    return redirect("workspace:indicators")


@require_GET
@page(Permission.VIEW_PROGRAMME)
def of_series(request: StaffRequest, pk: int) -> HttpResponse:
    """Every figure that can be computed from the series alone, defined in a plan or not."""
    today = timezone.localdate()
    seen = organisations_for(request.user, Permission.VIEW_PROGRAMME, on=today)
    series = get_object_or_404(Series.objects.select_related("owner__area"), pk=pk, owner__in=seen)
    year = FiscalYear(series.fiscal_year)
    as_of = max(year.start, today)
    wanted = [
        Indicator(
            area=series.owner.area,
            owner=series.owner,
            code=name,
            label=series.title,
            function=name,
            params={"series": series.code},
        )
        for name, function in catalogue.CATALOGUE.items()
        if function.params == ("series",)
    ]
    figures = catalogue.compute(wanted, year=year, as_of=as_of)
    lines = [
        Line(one, figure, full_text(figure, as_of), str(catalogue.function_of(one).formula))
        for one in wanted
        if (figure := figures[one.code]).records
    ]
    context = {"series": series, "lines": lines, "as_of": as_of, "may_define": may_define(request, series.owner.area)}
    return render(request, "workspace/indicators/series.html", context)
