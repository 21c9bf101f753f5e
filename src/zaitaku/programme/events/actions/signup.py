"""Sign-up for a channel: entering, changing, cancelling, moving up.

Every one of them locks the channel's row first (SQLite: the transaction is the only writer), so that its counters and
the sign-ups change together, in one order, and no seat is given twice.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import signup_letters as letters
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, is_key
from zaitaku.programme.events.actions.signup_known import already_words, check_new_contact, key_refused, known
from zaitaku.programme.events.actions.signup_refusals import (
    AlreadyCame,
    AlreadySignedUp,
    gone,
    name_refused,
    no_more_seats,
    no_seat,
    not_open,
    too_large,
)
from zaitaku.programme.events.choices import Admission, SignUpStatus, SignUpWay, StepKind
from zaitaku.programme.events.models import Channel, Lottery, Session, SignUp, SignUpStep
from zaitaku.programme.events.models.signup import LARGEST_GROUP
from zaitaku.programme.events.queries.signup import Door, door, fits


def locked(channel: Channel) -> Channel:
    """The channel and its session as they are now, the channel's row held until the end of the transaction."""
    held: Channel
    if connection.features.has_select_for_update:
        held = Channel.objects.select_for_update().get(pk=channel.pk)
        # Read after the wait for the channel: a join would give the session as it was before, and whoever held the
        # channel may have called the session off.
        held.session = Session.objects.get(pk=held.session_id)
    else:  # SQLite does not wait within a statement
        held = Channel.objects.select_related("session").get(pk=channel.pk)
    held.session.series = channel.session.series  # as it was: nothing of it decides who gets a seat
    return held


def sign_up(
    *, channel: Channel, key: str, entry: SignUpEntry, way: SignUpWay, by: Person | None, now: datetime
) -> SignUp:
    """Enter somebody: with a seat, on the waiting list, or for the lottery. The same key again gives the same entry.

    Staff (`by`) may enter people outside the opening times and in larger groups. Raises NotOpen, NoSeatLeft,
    GroupTooLarge, NameRefused, TooManyOfOne, KeyRefused; AlreadySignedUp after the letter with the link was written
    once more.
    """
    if not is_key(key):
        raise key_refused()
    entry = _sound(entry)
    try:
        with transaction.atomic():
            held = locked(channel)
            same, twin = known(held, key, entry, by)
            if same is not None:
                return same
            if twin is None:
                return _entered(held, entry, key=key, way=way, by=by, now=now)
            letters.once_more(twin, now=now)
    except IntegrityError as clash:
        if SignUp.objects.filter(key=key).exists():
            raise key_refused() from clash
        raise
    raise AlreadySignedUp(already_words(twin, by), twin)


def _sound(entry: SignUpEntry) -> SignUpEntry:
    if entry.leads_elsewhere:
        raise name_refused()
    return entry.tidied()


def _entered(
    channel: Channel, entry: SignUpEntry, *, key: str, way: SignUpWay, by: Person | None, now: datetime
) -> SignUp:
    status = status_for(channel, entry.seats, by, now)
    channel.last_number += 1
    count_in(channel, status, entry.seats)
    made = SignUp(
        channel=channel, number=channel.last_number, rank=channel.last_number, key=key, status=status, way=way
    )
    for name, value in entry.as_fields().items():
        setattr(made, name, value)
    made.created_at = made.changed_at = now
    made.save(force_insert=True)
    step(made, StepKind.SIGNED_UP, by, now, status=status, seats=entry.seats)
    letters.tell(made, letters.ENTRY[status], now=now, place=channel.waiting)  # the last one of the line
    if by is not None:
        details = {"number": made.number, "seats": made.seats, "status": status, "way": way}
        record(by=by, action="events.add_sign_up", subject=made, details=details)
    return made


def status_for(channel: Channel, seats: int, by: Person | None, now: datetime) -> SignUpStatus:
    check_open(channel, by, now)
    check_group(channel, seats, by)
    if channel.admission == Admission.LOTTERY and not is_drawn(channel):
        if door(channel, now) == Door.CLOSED:
            raise not_open(channel, Door.CLOSED)
        return SignUpStatus.ENTERED
    if fits(channel, seats):
        return SignUpStatus.CONFIRMED
    if channel.has_waiting_list:
        return SignUpStatus.WAITING
    raise no_seat(channel, seats)


def check_open(channel: Channel, by: Person | None, now: datetime) -> None:
    """Opening and closing bind the public only. Raises NotOpen."""
    found = door(channel, now)
    shut = {Door.NOT_NEEDED, Door.CALLED_OFF, Door.PAST} | (set() if by else {Door.NOT_YET, Door.CLOSED})
    if found in shut:
        raise not_open(channel, found)


def check_group(channel: Channel, seats: int, by: Person | None) -> None:
    most = LARGEST_GROUP if by else min(channel.largest_group, LARGEST_GROUP)
    if channel.capacity is not None:
        most = min(most, channel.capacity)  # a larger one would wait for ever, and everybody behind it
    if not 1 <= seats <= most:
        raise too_large(most)


def is_drawn(channel: Channel) -> bool:
    return Lottery.objects.filter(channel=channel, drawn_at__isnull=False).exists()


def change_sign_up(*, sign_up: SignUp, entry: SignUpEntry, by: Person | None, now: datetime) -> SignUp:
    """Fewer seats free some for those who wait; more seats only while they are free and nobody waits.

    Raises NotLive, NotOpen, NoSeatLeft, GroupTooLarge, NameRefused and, for the public, TooManyOfOne.
    """
    entry = _sound(entry)
    with transaction.atomic():
        channel = locked(sign_up.channel)
        current = current_row(sign_up, channel)
        _check_changeable(current, now)
        before = SignUpEntry.of(current)
        if entry == before:
            return current
        if by is None:
            check_new_contact(current, entry, now)
        if entry.seats != before.seats:
            _change_seats(current, entry.seats, by, now)
        for name, value in entry.as_fields().items():
            setattr(current, name, value)
        current.changed_at = now
        current.save()
        fields = [name for name in SignUpEntry.__slots__ if getattr(before, name) != getattr(entry, name)]
        step(current, StepKind.CHANGED, by, now, fields=fields, seats=entry.seats)
        if entry.seats < before.seats:
            promote(channel=channel, now=now)
        letters.tell(current, letters.CHANGED, now=now)
        if by is not None:
            seats = {"before": before.seats, "after": entry.seats}
            record(by=by, action="events.change_sign_up", subject=current, details={"fields": fields, "seats": seats})
    return current


def _change_seats(current: SignUp, seats: int, by: Person | None, now: datetime) -> None:
    channel, more = current.channel, seats - current.seats
    if more > 0:
        check_open(channel, by, now)
        check_group(channel, seats, by)
        if current.status == SignUpStatus.WAITING or (
            current.status == SignUpStatus.CONFIRMED and not fits(channel, more)
        ):
            raise no_more_seats(channel)
    elif seats < 1:
        raise too_large(channel.largest_group)
    if current.status == SignUpStatus.CONFIRMED:
        channel.taken += more
        save_counters(channel)


def cancel_sign_up(*, sign_up: SignUp, by: Person | None, now: datetime) -> SignUp:
    """Give the seats back, and let those who wait move up. Cancelling again changes nothing.

    Raises NotLive (not drawn), NotOpen (called off or past), AlreadyCame.
    """
    with transaction.atomic():
        channel = locked(sign_up.channel)
        current = current_row(sign_up, channel)
        if current.status == SignUpStatus.CANCELLED:
            return current
        _check_changeable(current, now)
        if current.check_ins.filter(undone_at=None).exists():
            raise AlreadyCame(_("This entry has been checked in. Undo the check-in first."))
        before = current.status
        current.status, current.changed_at = SignUpStatus.CANCELLED, now
        current.save(update_fields=["status", "changed_at"])
        count_in(channel, before, current.seats, -1)
        step(current, StepKind.CANCELLED, by, now, before=before, seats=current.seats)
        letters.tell(current, letters.CANCELLED, now=now)
        promote(channel=channel, now=now)
        if by is not None:
            details = {"before": before, "seats": current.seats}
            record(by=by, action="events.cancel_sign_up", subject=current, details=details)
    return current


def promote(*, channel: Channel, now: datetime) -> list[SignUp]:
    """Those who wait move up strictly in order; a group waits until all its seats are free, and those behind it too."""
    with transaction.atomic():
        channel = locked(channel)
        if not channel.waiting or door(channel, now) in (Door.CALLED_OFF, Door.PAST):
            return []
        moved = []
        line = SignUp.objects.filter(channel=channel, status=SignUpStatus.WAITING).order_by("rank")
        for waiting in line if channel.capacity is None else line[: (channel.free or 0) + 1]:
            if channel.capacity is not None and channel.taken + waiting.seats > channel.capacity:
                break
            channel.taken += waiting.seats
            channel.waiting -= 1
            waiting.channel = channel
            waiting.status, waiting.changed_at = SignUpStatus.CONFIRMED, now
            waiting.save(update_fields=["status", "changed_at"])
            step(waiting, StepKind.PROMOTED, None, now, seats=waiting.seats)
            letters.tell(waiting, letters.PROMOTED, now=now)
            moved.append(waiting)
        if moved:
            save_counters(channel)
    return moved


def current_row(sign_up: SignUp, channel: Channel) -> SignUp:
    current = SignUp.objects.select_related("area").get(pk=sign_up.pk)
    current.channel = channel
    return current


def _check_changeable(current: SignUp, now: datetime) -> None:
    if current.removed_at is not None or not current.is_live:
        raise gone(current)
    found = door(current.channel, now)
    if found in (Door.CALLED_OFF, Door.PAST):
        raise not_open(current.channel, found)


def count_in(channel: Channel, status: str, seats: int, entries: int = 1) -> None:
    """One entry of that state more in the counters; `entries` is -1 for one that leaves. `channel` is locked."""
    if status == SignUpStatus.CONFIRMED:
        channel.taken += entries * seats
    elif status == SignUpStatus.WAITING:
        channel.waiting += entries
    save_counters(channel)


def save_counters(channel: Channel) -> None:
    counters = {name: getattr(channel, name) for name in ("taken", "waiting", "last_number")}
    Channel.objects.filter(pk=channel.pk).update(**counters)


def step(sign_up: SignUp, kind: StepKind, by: Person | None, now: datetime, **details: Any) -> None:
    SignUpStep.objects.create(sign_up=sign_up, at=now, kind=kind, by=by, details=details)
