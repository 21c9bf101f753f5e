"""What the pages of a form's making share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zaitaku.core.accounts.access import StaffRequest
from zaitaku.core.records.views import try_to
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
    if try_to(asked, lambda: save(asked.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect(back)
    shown = {"page_form": asked, "back": back, **context}
    return render(request, template, shown, status=422 if asked.errors else 200)


def about(form: Form, heading: str, button: str, **more: Any) -> dict[str, Any]:
    return {"form": form, "heading": heading, "button": button, **more}
