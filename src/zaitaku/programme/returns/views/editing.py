"""What the pages of a form's making share: one form to fill in, and buttons that do one thing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zaitaku.core.accounts.access import StaffRequest
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.models import Form


def entry(
    request: StaffRequest,
    asked: forms.Form,
    save: Callable[[dict[str, Any]], object],
    *,
    back: str,
    context: dict[str, Any],
    template: str = "returns/asking/entry.html",
) -> HttpResponse:
    """The page with the form, or back to the page before once `save` took it; what it refuses stands in the form.

    `context` has heading, button and form; `back` is an address.
    """
    if asked.is_valid():
        try:
            save(asked.cleaned_data)
        except FormRefused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    shown = {"page_form": asked, "back": back, **context}
    return render(request, template, shown, status=422 if asked.errors else 200)


def pressed(request: StaffRequest, do: Callable[[], object], back: str, *, said: str = "") -> HttpResponse:
    """A button was pressed: done, or why not, on the page that it is on."""
    try:
        do()
    except FormRefused as refused:
        messages.error(request, str(refused))
    else:
        if said:
            messages.success(request, said)
    return redirect(back)


def about(form: Form, heading: str, button: str, **more: Any) -> dict[str, Any]:
    return {"form": form, "heading": heading, "button": button, **more}
