"""Adding, changing and removing the ways to take part in a session."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events import actions
from zaitaku.programme.events.actions.channels import ChannelFields
from zaitaku.programme.events.forms.planning import ChannelForm
from zaitaku.programme.events.models import Channel, Session
from zaitaku.programme.events.queries.places import places_for
from zaitaku.programme.events.views.pages import form_page
from zaitaku.programme.events.views.reach import channel_or_404, session_or_404, written


def _form(request: StaffRequest, session: Session, channel: Channel | None = None) -> ChannelForm:
    initial: dict[str, Any] = {}
    if channel is not None:
        initial = {name: getattr(channel, name) for name in ChannelFields.__annotations__}
    places = places_for(session.series.owner, on=timezone.localdate(), now=channel.place_id if channel else None)
    return ChannelForm(request.POST or None, initial=initial, places=places)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_channel(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    return form_page(
        request,
        _form(request, session),
        lambda data: actions.add_channel(session=session, **data, by=request.user),
        heading=_("Add a channel"),
        to=("events:session", pk),
        series=session.series,
        session=session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_channel(request: StaffRequest, pk: int) -> HttpResponse:
    channel = channel_or_404(pk, written(request))
    return form_page(
        request,
        _form(request, channel.session, channel),
        lambda data: actions.change_channel(channel=channel, **data, by=request.user),
        heading=_("Change “%(label)s”") % {"label": channel.label},
        to=("events:session", channel.session_id),
        series=channel.session.series,
        session=channel.session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def remove_channel(request: StaffRequest, pk: int) -> HttpResponse:
    channel = channel_or_404(pk, written(request))
    session, form = channel.session, forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            actions.remove_channel(channel=channel, by=request.user)
        except actions.EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("“%(what)s” was removed.") % {"what": channel.label})
            return redirect("events:session", session.pk)
    context = {"page_form": form, "heading": _("Remove the channel"), "what": str(channel), "series": session.series}
    context |= {"session": session, "back": ("events:session", session.pk)}
    return render(request, "events/planning/remove.html", context)
