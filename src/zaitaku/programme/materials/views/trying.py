"""Doing what a form asks for, with a refusal shown where the person looks."""

from collections.abc import Callable

from django import forms

from zaitaku.core.records.actions import RecordRefused


def try_to(form: forms.Form, act: Callable[[], object], field: str | None = None) -> bool:
    """Whether a valid form's action was done; a refusal stands in the form (at the field)."""
    if not form.is_valid():
        return False
    try:
        act()
    except RecordRefused as refused:
        form.add_error(field, str(refused))
        return False
    return True
