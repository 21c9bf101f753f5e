"""Doing what a form or a button asks for, with a refusal shown where the person looks."""

from collections.abc import Callable

from django import forms
from django.contrib import messages

from zaitaku.core.accounts.access import StaffRequest
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


def tried(request: StaffRequest, act: Callable[[], str]) -> bool:
    """Whether a button's action was done; what it says of itself, or the refusal, stands above the next page."""
    try:
        done = act()
    except RecordRefused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True
