"""Channels: the ways to take part in a session, each with its own place, time, seats and state."""

from datetime import date, datetime, time, timedelta
from typing import TypedDict, Unpack

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.actions.admission import admission_changed, check_admission
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.running import check_times
from zaitaku.programme.events.actions.session_news import (
    arrangements,
    held_ways,
    tell_again,
    tell_called_off,
    tell_moved,
)
from zaitaku.programme.events.choices import Admission, ChannelKind, SessionStatus
from zaitaku.programme.events.models import Attendance, Channel, Session

YEAR = timedelta(days=366)  # a later screening may follow in the next fiscal year


class ChannelFields(TypedDict, total=False):
    """What a channel may say for itself; "" and None mean what the session says. `status` "" likewise."""

    kind: ChannelKind
    label: str
    status: SessionStatus | str
    held_on: date | None
    starts: time | None
    ends: time | None
    venue: str
    place: Organisation | None
    address: str
    join_url: str
    admission: Admission
    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    has_waiting_list: bool
    largest_group: int


@transaction.atomic
def add_channel(
    *, session: Session, position: int | None = None, by: Person, **fields: Unpack[ChannelFields]
) -> Channel:
    """At `position` of the session's list (1 is the first), else as the last. Raises EventRefused where the session has
    the label already, or days, times or seats do not fit."""
    if position is not None:
        rows.held_channels([session.pk])
    last = session.channels.aggregate(last=models.Max("position"))["last"] or 0
    channel = Channel(session=session, position=last + 1, **fields)
    _check(channel)
    refusal = _("The session already has “%(label)s”. Choose another name.") % {"label": channel.label}
    rows.held_sessions([session.pk])
    rows.create(
        channel, refusal=refusal, by=by, action="events.add_channel", details=rows.described(channel, {**fields})
    )
    if position is not None:
        _put(channel, position)
    rows.touched(session)
    admission_changed(channel=channel, now=timezone.now())
    return channel


@transaction.atomic
def change_channel(
    *, channel: Channel, position: int | None = None, by: Person, **fields: Unpack[ChannelFields]
) -> Channel:
    """`position` None keeps its place. Raises EventRefused as `add_channel` does, for fewer seats than are taken, and
    for what attendance forbids."""
    [locked] = (way for way in held_ways(channel.session) if way.pk == channel.pk)
    was_cancelled, before = locked.is_cancelled, arrangements([locked])
    for name, value in fields.items():
        setattr(locked, name, value)
    _check(locked)
    check_admission(locked)
    clash = locked.session.channels.exclude(pk=locked.pk).filter(label=locked.label)
    if clash.exists():
        raise EventRefused(_("The session already has “%(label)s”. Choose another name.") % {"label": locked.label})
    rows.held_sessions([locked.session_id])
    if details := rows.saved(locked, fields):
        now = timezone.now()
        admission_changed(channel=locked, now=now)
        if locked.is_cancelled:
            locked.told = 0 if was_cancelled else tell_called_off([locked], now=now)
        elif was_cancelled:
            locked.told = tell_again([locked], now=now)
        else:
            locked.told = tell_moved([locked], before, now=now)
        record(by=by, action="events.change_channel", subject=locked, details=details)
        rows.touched(locked.session)
    if position is not None and position != locked.position:
        _put(locked, position)
        record(by=by, action="events.move_channel", subject=locked, details={"position": locked.position})
        rows.touched(locked.session)
    return locked


@transaction.atomic
def remove_channel(*, channel: Channel, by: Person) -> None:
    """Raises EventRefused while anybody signed up or came, or answers were given."""
    session = channel.session
    details = {"label": channel.label, "session": session.pk}
    rows.held_channels([session.pk])
    rows.held_sessions([session.pk])
    rows.remove(channel, by=by, action="events.remove_channel", details=details)
    rows.touched(session)


def _put(channel: Channel, position: int) -> None:
    """At that place of its session's list; the others keep their order. Called with the session's channels held."""
    order = list(channel.session.channels.exclude(pk=channel.pk).order_by("position", "pk"))
    order.insert(min(position, len(order) + 1) - 1, channel)
    for place, one in enumerate(order, start=1):
        if one.position != place:
            one.position = place
            one.save(update_fields=["position"])


def _check(channel: Channel) -> None:
    check_times(channel.starts or channel.session.starts, channel.ends or channel.session.ends)
    _check_day(channel)
    if channel.opens_at and channel.closes_at and channel.closes_at <= channel.opens_at:
        raise EventRefused(_("Sign-up must close after it opens. Correct one of the two."))
    if channel.admission == Admission.LOTTERY and (channel.capacity is None or channel.closes_at is None):
        raise EventRefused(_("A lottery needs a number of seats and a closing time. Fill in both."))
    if channel.status == SessionStatus.CANCELLED and _has_attendance(channel):
        raise EventRefused(
            _("“%(label)s” has attendance recorded. Undo that first if it did not take place.")
            % {"label": channel.label}
        )


def _check_day(channel: Channel) -> None:
    """Within the year; a later screening or video may follow in the next."""
    if channel.held_on is None:
        return
    year = FiscalYear(channel.session.series.fiscal_year)
    follows = channel.kind in (ChannelKind.LATER_SCREENING, ChannelKind.VIDEO)
    if not year.start <= channel.held_on <= year.end + (YEAR if follows else timedelta()):
        raise EventRefused(
            _("%(day)s lies outside fiscal year %(year)s. Correct the day or use the series of that year.")
            % {"day": channel.held_on, "year": year.year}
        )


def _has_attendance(channel: Channel) -> bool:
    rows_that_count = Attendance.objects.filter(channel=channel, superseded_at=None, value__gt=0)
    return channel.pk is not None and rows_that_count.exists()
