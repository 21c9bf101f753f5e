"""Pages with one form that takes one action; every planning page is one."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zaitaku.core.accounts.access import StaffRequest
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.actions.series import without_closing
from zaitaku.programme.events.models import Series, Session

Act = Callable[[dict[str, Any]], object]


def saved_words(done: object) -> str:
    """Whoever changes what people signed up for sees that they were written to."""
    told = getattr(done, "told", 0)
    return _("Saved. %(count)s people are told by e-mail.") % {"count": told} if told else _("Saved.")


def form_page(
    request: StaffRequest,
    form: forms.Form,
    act: Act,
    *,
    heading: str,
    to: tuple[str, int],
    series: Series | None = None,
    session: Session | None = None,
    button: str = "",
    template: str = "events/planning/form.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form until the action is taken, then the page `to` (URL name and key)."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, saved_words(done))
            return redirect(to[0], to[1])
    context = {"page_form": form, "heading": heading, "button": button or _("Save"), "series": series}
    context |= {"session": session, "back": to} | (more or {})
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def remove_page(
    request: StaffRequest,
    act: Callable[[], object],
    *,
    heading: str,
    what: str,
    to: tuple[str | int, ...],
    back: tuple[str, int] | None = None,
    series: Series | None = None,
    session: Session | None = None,
) -> HttpResponse:
    """Asks once more; then the page `to`. `back` leads whoever changed their mind, to `to` unless given."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            act()
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("“%(what)s” was removed.") % {"what": what})
            return redirect(str(to[0]), *to[1:])
    context = {"page_form": form, "heading": heading, "what": what, "back": back or to, "session": session}
    context |= {"series": session.series if session else series}
    return render(request, "events/planning/remove.html", context, status=422 if form.errors else 200)


def warn_of_lotteries(request: StaffRequest, copied: Iterable[Series]) -> None:
    if count := without_closing(copied):
        messages.warning(
            request, _("Set the closing time of the lotteries, which was not copied: %(count)s") % {"count": count}
        )
