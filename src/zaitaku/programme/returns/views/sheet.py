"""One sheet: its values, entered in a grid or pasted, and their history."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import Entry, RecordRefused
from zaitaku.core.records.forms import EntryForm, Pasted, PasteForm
from zaitaku.core.records.views import tried
from zaitaku.programme.returns import actions, queries
from zaitaku.programme.returns.forms.asking import understand
from zaitaku.programme.returns.models import Element, Return
from zaitaku.programme.returns.queries.asked import items_of
from zaitaku.programme.returns.views.filling import collected
from zaitaku.programme.returns.views.reach import rights, seen_sheet_or_404, sheet_or_404, written

Line = tuple[Element, int, EntryForm]


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """The grid; a POST saves all of it or nothing, and needs the right to record for it."""
    found, held = seen_sheet_or_404(request, pk)
    if request.method == "POST" and not held.may_fill:
        raise Http404
    if found.round_id is not None:
        return collected(request, found, held)
    lines = _lines(request, found)
    problem = ""
    if request.method == "POST" and all(form.is_valid() for _element, _depth, form in lines):
        entries = {element.pk: (entry, form.cleaned_data["seen"]) for element, entry, form in _entered(lines)}
        problem = _save(request, found, entries)
        if not problem:
            return redirect("returns:sheet", pk)
        lines = _lines(request, found, is_refused=True)
    wrong = [
        (element.label, form[name], error)
        for element, _depth, form in lines
        for name in form.fields
        for error in form[name].errors
    ]
    context = {"sheet": found, "form": found.form, "lines": lines, "wrong": wrong, "problem": problem}
    context["may_write"] = held.may_fill
    return render(request, "returns/sheet.html", context, status=422 if wrong or problem else 200)


def _lines(request: StaffRequest, found: Return, *, is_refused: bool = False) -> list[Line]:
    """After a refusal the row that counts now is the one seen: whoever saves again has seen it."""
    data = request.POST.copy() if request.method == "POST" else None
    current = queries.current_values(found)
    lines = []
    for item in items_of(found):
        element, row = item.element, current.get(item.element.pk)
        if data is not None and is_refused:
            data[f"e{element.pk}-seen"] = str(row.pk) if row else ""
        lines.append((element, item.depth, EntryForm(data, prefix=f"e{element.pk}", row=row, about=element.label)))
    return lines


def _entered(lines: list[Line]) -> list[tuple[Element, Entry, EntryForm]]:
    found = []
    for element, _depth, form in lines:
        if (entry := form.entry()) is not None:
            found.append((element, entry, form))
    return found


def _save(request: StaffRequest, found: Return, entries: dict[int, tuple[Entry, int | None]]) -> str:
    """The refusal in words, or ""."""
    if not entries:
        messages.info(request, _("Nothing was changed."))
        return ""
    try:
        on_behalf = found.round_id is not None and rights(request, found).on_behalf
        actions.record_values(sheet=found, entries=entries, by=request.user, on_behalf=on_behalf)
    except RecordRefused as refused:
        return str(refused)
    messages.success(request, _("Saved: %(count)s values.") % {"count": len(entries)})
    return ""


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste(request: StaffRequest, pk: int) -> HttpResponse:
    """Shown as understood first, then saved whole or not at all."""
    found = sheet_or_404(pk, written(request))
    asked = PasteForm(request.POST or None)
    lines: list[Pasted] = []
    problem = ""
    if asked.is_valid():
        elements = [item.element for item in items_of(found)]
        current = queries.current_values(found)
        lines = understand(asked.cleaned_data["block"], elements, current, asked.cleaned_data["as_of"])
        before = asked.seen_rows()
        entries = {line.key: (line.entry, before.get(line.key)) for line in lines if line.key and line.entry}
        if request.POST.get("step") == "save" and _is_good(lines):
            problem = _save(request, found, entries)
            if not problem:
                return redirect("returns:sheet", pk)
        if not lines:
            asked.add_error("block", _("There is no line to read."))
    shown = ",".join(f"{line.key}:{line.before.pk if line.before else ''}" for line in lines)
    context = {"sheet": found, "form": found.form, "page_form": asked, "lines": lines, "problem": problem}
    context |= {"seen": shown, "is_good": _is_good(lines), "heading": _("Paste from Excel")}
    return render(request, "returns/paste.html", context | {"save_label": _("Save these values")})


def _is_good(lines: list[Pasted]) -> bool:
    return bool(lines) and not any(line.problem for line in lines)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def history(request: StaffRequest, pk: int, element: int) -> HttpResponse:
    found, held = seen_sheet_or_404(request, pk)
    asked = get_object_or_404(Element, pk=element, form=found.form)
    rows = list(queries.history(found, asked, with_drafts=held.may_fill))
    current = next((row for row in rows if row.is_current), None)
    may_undo = current is not None and held.may_fill and found.may_be_filled
    context = {"sheet": found, "form": found.form, "element": asked, "rows": rows, "current": current}
    context["may_fill"] = held.may_fill
    return render(request, "returns/history.html", context | {"may_undo": may_undo})


@page(Permission.RECORD)
@require_http_methods(["POST"])
def undo(request: StaffRequest, pk: int, element: int) -> HttpResponse:
    found = sheet_or_404(pk, written(request))
    asked = get_object_or_404(Element, pk=element, form=found.form)
    expected = key_of(request.POST.get("seen", ""))
    on_behalf = found.round_id is not None and rights(request, found).on_behalf

    def act() -> None:
        actions.restore_previous(sheet=found, element=asked, expected=expected, by=request.user, on_behalf=on_behalf)

    tried(request, act, _("The earlier value counts again."))
    return redirect("returns:history", pk, element)
