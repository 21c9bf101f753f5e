"""Planning sessions and saying what became of them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events import actions
from zaitaku.programme.events.choices import ChannelKind
from zaitaku.programme.events.forms.series import ChannelForm, HeldForm, NewSessionForm, ReasonForm, SessionForm
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.views.reach import series_or_404, session_or_404, written


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_session(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    numbers = list(series.sessions.values_list("number", flat=True))
    form = NewSessionForm(request.POST or None, initial={"number": max(numbers, default=0) + 1})
    if form.is_valid():
        try:
            made = actions.add_session(series=series, **form.cleaned_data, by=request.user)
        except actions.EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(label)s was added. Now add its channels.") % {"label": made.label})
            return redirect("events:session", made.pk)
    context = {"page_form": form, "heading": _("Add a session"), "button": _("Add it"), "series": series}
    return render(request, "events/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_session(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    initial = {name: getattr(session, name) for name in ("title", "held_on", "planned_month", "venue")}
    form = SessionForm(request.POST or None, initial=initial)
    return _do(
        request,
        session,
        form,
        _("Change the session"),
        lambda data: actions.change_session(session=session, **data, by=request.user),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def hold(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    form = HeldForm(request.POST if request.method == "POST" else None, initial={"held_on": session.held_on})
    return _do(
        request,
        session,
        form,
        _("The session took place"),
        lambda data: actions.hold_session(session=session, **data, by=request.user),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    form = ReasonForm(request.POST or None)
    return _do(
        request,
        session,
        form,
        _("Cancel the session"),
        lambda data: actions.cancel_session(session=session, **data, by=request.user),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_channel(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    form = ChannelForm(request.POST or None)
    return _do(
        request,
        session,
        form,
        _("Add a channel"),
        lambda data: actions.add_channel(
            session=session, kind=ChannelKind(data["kind"]), label=data["label"], by=request.user
        ),
    )


def _do(
    request: StaffRequest,
    session: Session,
    form: forms.Form,
    heading: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """The form until the action is taken; then the session again."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except actions.EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:session", session.pk)
    context = {"page_form": form, "heading": heading, "button": _("Save"), "series": session.series, "session": session}
    return render(request, "events/form.html", context)
