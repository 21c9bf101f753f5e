"""Adding, copying, changing and removing the ways to take part in a session."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.programme.events import actions
from zaitaku.programme.events.actions.channels import ChannelFields
from zaitaku.programme.events.forms.channels import ChannelForm
from zaitaku.programme.events.models import Channel, Session
from zaitaku.programme.events.queries.places import places_for
from zaitaku.programme.events.views.pages import form_page, remove_page
from zaitaku.programme.events.views.reach import channel_or_404, session_or_404, written

NOT_COPIED = ("status", "join_url")  # what is said of one channel only


def _form(request: StaffRequest, session: Session, initial: dict[str, Any]) -> ChannelForm:
    place = initial.get("place")
    places = places_for(session.series.owner, on=timezone.localdate(), now=place.pk if place else None)
    return ChannelForm(request.POST or None, initial=initial, places=places)


def _said(channel: Channel) -> dict[str, Any]:
    return {name: getattr(channel, name) for name in ChannelFields.__annotations__}


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_channel(request: StaffRequest, pk: int) -> HttpResponse:
    """With `?from=` the form is filled in as that channel of the session says."""
    session = session_or_404(pk, written(request))
    model = session.channels.filter(pk=key_of(request.GET.get("from", "")) or 0).first()
    initial = {name: value for name, value in _said(model).items() if name not in NOT_COPIED} if model else {}
    return form_page(
        request,
        _form(request, session, initial),
        lambda data: actions.add_channel(session=session, **data, by=request.user),
        heading=_("Copy “%(label)s”") % {"label": model.label} if model else _("Add a channel"),
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
        _form(request, channel.session, _said(channel) | {"position": channel.position}),
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
    return remove_page(
        request,
        lambda: actions.remove_channel(channel=channel, by=request.user),
        heading=_("Remove the channel"),
        what=str(channel),
        to=("events:session", channel.session_id),
        session=channel.session,
    )
