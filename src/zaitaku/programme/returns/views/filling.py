"""The sheet of a collected form: filled in by its sender, looked at by those who ask for it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.access import StaffRequest
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.returns import actions, queries
from zaitaku.programme.returns.actions.steps import remaining
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.forms.filling import Beside, FillLine, entered, fill_lines, filled
from zaitaku.programme.returns.models import Return
from zaitaku.programme.returns.queries.asked import asked_in
from zaitaku.programme.returns.queries.checking import SheetFinding, answers_of, findings_of
from zaitaku.programme.returns.queries.filling import before
from zaitaku.programme.returns.queries.threads import queries_of, steps_of
from zaitaku.programme.returns.views.reach import Rights

CHECKED = (SheetStatus.DRAFT, SheetStatus.RETURNED, SheetStatus.SUBMITTED)


def collected(request: StaffRequest, sheet: Return, held: Rights) -> HttpResponse:
    """A POST saves all that was entered or nothing; `do` copy or none only fills in blanks, to be saved afterwards."""
    how = str(request.POST.get("do", ""))
    if request.method != "POST":
        return _page(request, sheet, held, fill_lines(_beside(sheet)))
    if how in ("copy", "none"):
        beside = _beside(sheet)
        return _page(request, sheet, held, fill_lines(beside, *filled(request.POST, beside, how=how)), is_filled=True)
    lines = fill_lines(_beside(sheet), request.POST)
    problem = ""
    if all(line.form.is_valid() for line in lines):
        problem = _save(request, sheet, held, lines)
        if not problem:
            return redirect("returns:submit" if how == "send" else "returns:sheet", sheet.pk)
        sheet.refresh_from_db(fields=["status", "version"])
        lines = fill_lines(_beside(sheet), _seen_now(sheet, request.POST))
    return _page(request, sheet, held, lines, problem=problem)


def _beside(sheet: Return) -> Beside:
    items, rows = asked_in(sheet.form, sheet.start), queries.current_values(sheet)
    found: list[SheetFinding] = []
    if sheet.status in CHECKED and rows:
        # What is blank still is no news to whoever fills in the rest.
        found = [one for one in findings_of(sheet, answers_of(rows.values())) if one.element.pk in rows]
    return Beside(items, rows, before(sheet), found)


def _seen_now(sheet: Return, data: QueryDict) -> QueryDict:
    """After a refusal the row that counts now is the one seen: whoever saves again has seen it."""
    found = data.copy()
    rows = queries.current_values(sheet)
    for item in asked_in(sheet.form, sheet.start):
        row = rows.get(item.element.pk)
        found[f"e{item.element.pk}-seen"] = str(row.pk) if row else ""
    return found


def _save(request: StaffRequest, sheet: Return, held: Rights, lines: list[FillLine]) -> str:
    """The refusal in words, or ""."""
    (entries, answers), added = entered(lines)
    if not entries:
        if request.POST.get("do") != "send":
            messages.info(request, _("Nothing was changed."))
        return ""
    behalf = held.on_behalf
    try:
        actions.record_values(sheet=sheet, entries=entries, answers=answers, by=request.user, on_behalf=behalf)
    except RecordRefused as refused:
        return str(refused)
    messages.success(request, _("Saved: %(count)s values.") % {"count": len(entries)})
    if added:
        messages.info(request, _("Added up from their parts: %(items)s.") % {"items": "、".join(added)})
    return ""


def _page(
    request: StaffRequest,
    sheet: Return,
    held: Rights,
    lines: list[FillLine],
    *,
    problem: str = "",
    is_filled: bool = False,
) -> HttpResponse:
    wrong = [] if is_filled else _wrong(lines)
    context: dict[str, Any] = {
        "sheet": sheet,
        "form": sheet.form,
        "held": held,
        "may_fill": held.may_fill and sheet.may_be_filled,
        "lines": lines,
        "wrong": wrong,
        "problem": problem,
        "is_filled": is_filled,
        "copied": sum(line.copied for line in lines),
        "answered": sum(line.form.row is not None for line in lines),
        "stops": remaining(one for line in lines for one in line.findings),
        "today": timezone.localdate(),
        "before_month": f"{sheet.start - timedelta(days=1):%Y%m}" if sheet.start else "",
    }
    if held.may_fill:
        context |= {"queries": queries_of(sheet), "steps": steps_of(sheet)}
    return render(request, "returns/sheet_collected.html", context, status=422 if wrong or problem else 200)


def _wrong(lines: list[FillLine]) -> list[tuple[str, Any, str]]:
    return [
        (line.item.label, line.form[name], str(error))
        for line in lines
        for name in line.form.fields
        for error in line.form[name].errors
    ]
