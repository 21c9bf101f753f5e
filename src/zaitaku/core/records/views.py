"""What pages that record share: doing what a form or a button asks for, two people at one row, and lists pasted from
Excel, which are shown as understood and then saved whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.forms import BlockForm, Read, ReadLine

Row = TypeVar("Row", bound=Model)


def try_to(form: forms.Form, act: Callable[[], object], field: str | None = None) -> bool:
    """Whether a valid form's action was done; a refusal stands in the form (at the field), line by line."""
    if not form.is_valid():
        return False
    try:
        act()
    except RecordRefused as refused:
        for line in str(refused).split("\n"):
            form.add_error(field, line)
        return False
    return True


def as_it_stands(form: forms.Form, row: Row, refused: RecordRefused) -> Row:
    """The row as it is now, with its `version`; the form says why it was refused, and saving it again has seen that."""
    now = type(row)._default_manager.get(pk=row.pk)
    typed: Any = form.data
    form.data = typed = typed.copy()
    typed["seen"] = str(now.version)  # type: ignore[attr-defined]  # every row that is changed so has one
    form.add_error(None, str(refused))
    return now


def tried(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """Whether a button's action was done; `done` (or else the words that `act` returns), or the refusal, stands above
    the next page."""
    try:
        said = act()
    except RecordRefused as refused:
        messages.error(request, str(refused))
        return False
    if words := done or (said if isinstance(said, str) else ""):
        messages.success(request, words)
    return True


def pasting(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: BlockForm,
    read: Callable[[Sequence[Sequence[str]]], list[ReadLine[Read]]],
    save: Callable[[list[Read]], HttpResponse],
) -> HttpResponse:
    """The page of `template` (extends pages/paste.html), or what `save` answers once every line is good.

    `context` has heading, columns and save_label; `save` may raise RecordRefused.
    """
    lines: list[ReadLine[Read]] = []
    problem = ""
    if form.is_valid():
        lines = read(form.cleaned_data["block"])
        good = [line.found for line in lines if line.found is not None and not line.problem]
        if not lines:
            form.add_error("block", _("There is no line to read."))
        elif request.POST.get("step") == "save" and len(good) == len(lines):
            try:
                return save(good)
            except RecordRefused as refused:
                problem = str(refused)
    is_good = bool(lines) and not any(line.problem for line in lines)
    shown = {"page_form": form, "lines": lines, "is_good": is_good, "problem": problem}
    return render(request, template, {**context, **shown}, status=422 if problem else 200)
