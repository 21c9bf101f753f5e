"""The passport of a figure: value, marks, formula, parts, records, confirmations, and where it was printed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zaitaku import catalogue
from zaitaku.analysis.figure import Figure
from zaitaku.analysis.figure_json import digest, from_json
from zaitaku.analysis.wording import full_text
from zaitaku.core.accounts.access import Permission, StaffRequest, allowed, page
from zaitaku.programme.indicators import actions
from zaitaku.programme.indicators.models import Confirmation, Indicator
from zaitaku.programme.indicators.queries import history
from zaitaku.programme.plans.queries import measures_of
from zaitaku.workspace.forms import ConfirmForm, WithdrawForm
from zaitaku.workspace.queries import Desk, desk_of, figures_of, printed_in, standings
from zaitaku.workspace.views.day import asked_day

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a figure at its depth in the breakdown (1: directly below)."""

    depth: int
    figure: Figure
    text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A confirmed value of the past."""

    confirmation: Confirmation
    text: str


@page(Permission.VIEW_PROGRAMME)
def passport(request: StaffRequest, year: int, code: str) -> HttpResponse:
    desk, indicator, figure = _found(request, year, code)
    return _page(request, desk, indicator, figure)


@require_POST
@page(Permission.CONFIRM)
def confirm(request: StaffRequest, year: int, code: str) -> HttpResponse:
    desk, indicator, figure = _found(request, year, code)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, indicator, figure, confirm_form=form, status=422)
    if form.cleaned_data["digest"] != digest(figure):
        messages.error(request, _("The figure has changed since you opened this page. Look at it again, then confirm."))
        return redirect(_address(desk, code))
    try:
        actions.confirm(
            indicator=indicator,
            figure=figure,
            formula_version=catalogue.function_of(indicator).version,
            year=desk.year,
            as_of=desk.as_of,
            on=timezone.localdate(),
            by=request.user,
            comment=form.cleaned_data["comment"],
        )
    except actions.ConfirmationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Confirmed: %(text)s") % {"text": full_text(figure, desk.as_of)})
    return redirect(_address(desk, code))


@require_POST
@page(Permission.CONFIRM)
def withdraw(request: StaffRequest, year: int, code: str) -> HttpResponse:
    desk, indicator, figure = _found(request, year, code)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, indicator, figure, withdraw_form=form, status=422)
    standing = _standing(desk, indicator)
    if standing is None:
        messages.error(request, _("There is no standing confirmation to withdraw."))
        return redirect(_address(desk, code))
    try:
        actions.withdraw_confirmation(
            confirmation=standing, reason=form.cleaned_data["reason"], on=timezone.localdate(), by=request.user
        )
    except actions.ConfirmationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The confirmation was withdrawn."))
    return redirect(_address(desk, code))


def _found(request: StaffRequest, year: int, code: str) -> tuple[Desk, Indicator, Figure]:
    desk = desk_of(request.user, today=timezone.localdate(), year=year, as_of=asked_day(request))
    indicator = measures_of(desk.version).filter(code=code).first() if desk else None
    if desk is None or indicator is None:
        raise Http404(code)
    return desk, indicator, figures_of(desk)[code]


def _address(desk: Desk, code: str) -> str:
    address = reverse("workspace:figure", kwargs={"year": desk.year.year, "code": code})
    return f"{address}?as_of={desk.as_of.isoformat()}"


def _standing(desk: Desk, indicator: Indicator) -> Confirmation | None:
    return indicator.confirmations.filter(fiscal_year=desk.year.year, as_of=desk.as_of, withdrawn_at=None).first()


def _page(
    request: StaffRequest, desk: Desk, indicator: Indicator, figure: Figure, *, status: int = 200, **forms: Any
) -> HttpResponse:
    function = catalogue.function_of(indicator)
    today = timezone.localdate()
    # The figure is the area's; its records are those of organisations, which not everybody here may look into.
    sees_records = allowed(request.user, Permission.VIEW_PROGRAMME, on=today, organisation=indicator.owner)
    records = catalogue.records(indicator, year=desk.year, as_of=desk.as_of) if sees_records else []
    context = {
        "desk": desk,
        "indicator": indicator,
        "figure": figure,
        "text": full_text(figure, desk.as_of),
        "parts": _parts(figure, desk, 1),
        "formula": function.formula,
        "formula_version": function.version,
        "sees_records": sees_records,
        "records": Paginator(records, PER_PAGE).get_page(request.GET.get("page")),
        "standing": standings(desk).get(indicator.code),
        "earlier": [Earlier(one, full_text(from_json(one.figure), one.as_of)) for one in history(indicator)[:PER_PAGE]],
        "printed": printed_in(desk.plan, indicator.code),
        "plan_indicators": indicator.plan_indicators.filter(node__version=desk.version).select_related("node"),
        "may_confirm": allowed(request.user, Permission.CONFIRM, on=today, organisation=indicator.owner),
        "confirm_form": ConfirmForm(initial={"digest": digest(figure)}),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "workspace/figure.html", context | forms, status=status)


def _parts(figure: Figure, desk: Desk, depth: int) -> list[PartLine]:
    lines = []
    for part in figure.parts:
        lines.append(PartLine(depth, part, full_text(part, desk.as_of)))
        lines += _parts(part, desk, depth + 1)
    return lines
