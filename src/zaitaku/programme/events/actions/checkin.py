"""Who came: arrivals at the door, from the sign-in sheet and from an online report, and the count they add up to.

A channel's Attendance follows its check-ins: their sum, being tallied while the door is open, final once it is closed.
A head count that somebody typed instead is left alone until the door is closed over it. Every action locks the
channel's row first, so that several helpers at once neither lose nor double anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import State
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Area
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import Entry
from zaitaku.programme.events.actions.recording import record_attendance
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.signup import locked
from zaitaku.programme.events.choices import CheckInWay, Measure, SignUpStatus
from zaitaku.programme.events.models import Attendance, Channel, CheckIn, OnlineReport, SignUp
from zaitaku.programme.events.models.signup import LARGEST_GROUP


class SessionCalledOff(EventRefused):
    """Nobody comes to what does not take place."""


class ViewsAreNoPersons(EventRefused):
    """A video is viewed; nobody arrives at it."""


class BadKey(EventRefused):
    """The device's key is no UUID, or belongs to an arrival at another channel."""


class OtherSession(EventRefused):
    """The sign-up is for another session."""


class AskFirst(EventRefused):
    """Signed up, but not for a seat here: staff may let them in (`let_in`) once they have seen it."""


class WrongNumber(EventRefused):
    """No party has that many people."""


class NobodyCame(EventRefused):
    """Nothing was checked in, so that closing the door would record a 0 that nobody counted."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A party that came together. `key` is a UUID made by the device; the attributes are those of a walk-in."""

    key: str
    sign_up: SignUp | None = None
    people: int = 1
    name: str = ""
    email: str = ""
    profession: str = ""
    office: str = ""
    area: Area | None = None
    age_group: str = ""
    minutes: int | None = None
    let_in: bool = False


def check_in(
    *,
    channel: Channel,
    key: str,
    sign_up: SignUp | None = None,
    people: int = 1,
    way: CheckInWay = CheckInWay.DOOR,
    by: Person,
    now: datetime,
    **attributes: Any,
) -> CheckIn:
    """One arrival; `attributes` are the further fields of `Arrival`.

    The same key again, or a sign-up that is checked in already, gives the check-in that exists and changes nothing;
    whoever asks sees from its key which of the two it is. Raises what `check_in_many` raises.
    """
    arrival = Arrival(key=key, sign_up=sign_up, people=people, **attributes)
    return check_in_many(channel=channel, arrivals=[arrival], way=way, by=by, now=now)[0]


@transaction.atomic
def check_in_many(
    *,
    channel: Channel,
    arrivals: Sequence[Arrival],
    way: CheckInWay,
    by: Person,
    now: datetime,
    report: OnlineReport | None = None,
) -> list[CheckIn]:
    """All arrivals or none, in order; one row of the audit chain and one new sum for all of them.

    Raises SessionCalledOff, ViewsAreNoPersons, BadKey, OtherSession, AskFirst, WrongNumber.
    """
    channel = locked(channel)
    before = people_in(channel)
    found: list[CheckIn] = []
    made: list[CheckIn] = []
    for arrival in arrivals:
        stamp = CheckIn(channel=channel, report=report, way=way, at=now, by=by)
        one = _arrived(stamp, arrival)
        found.append(one)
        if one is stamp:
            made.append(one)
    if made:
        details = {
            "check_ins": [one.pk for one in made],
            "numbers": [one.sign_up.number for one in made if one.sign_up is not None],
            "people": sum(one.people for one in made),
            "way": str(way),
        }
        _tally(channel, before, by)
        record(by=by, action="events.check_in", subject=channel, details=details)
    return found


def _arrived(row: CheckIn, arrival: Arrival) -> CheckIn:
    """`row` filled in and saved, or the check-in that stands for this arrival already."""
    channel, sign_up = row.channel, arrival.sign_up
    key = _checked_key(arrival.key)
    if known := _known(channel, key, sign_up):
        return known
    _check(channel, arrival)
    row.key, row.sign_up, row.people, row.minutes = key, sign_up, arrival.people, arrival.minutes
    row.profession, row.area, row.age_group = arrival.profession, arrival.area, arrival.age_group
    if sign_up is None:  # else the sign-up says who it is: personal data is not kept twice
        row.name, row.email, row.office = arrival.name, arrival.email, arrival.office
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same sign-up was let in at another channel of the session a moment ago
        if known := _known(channel, key, sign_up):
            return known
        raise
    return row


def _known(channel: Channel, key: str, sign_up: SignUp | None) -> CheckIn | None:
    rows = CheckIn.objects.select_related("by", "channel", "sign_up")
    if sent := rows.filter(key=key).first():
        if sent.channel_id != channel.pk:
            raise BadKey(_("This arrival was recorded for another channel. Reload the page and check in again."))
        return sent
    return rows.filter(sign_up=sign_up, undone_at=None).first() if sign_up else None


def _check(channel: Channel, arrival: Arrival) -> None:
    if channel.is_cancelled:
        raise SessionCalledOff(_("%(channel)s was called off; nobody is checked in.") % {"channel": channel})
    if channel.measure is not Measure.ATTENDANCE:
        raise ViewsAreNoPersons(
            _("“%(label)s” counts something else than people. Enter the number on the session's page.")
            % {"label": channel.label}
        )
    _check_people(arrival.people)
    sign_up = arrival.sign_up
    if sign_up is None:
        return
    if sign_up.channel.session_id != channel.session_id:
        raise OtherSession(_("This sign-up is for %(session)s.") % {"session": sign_up.channel.session})
    if not arrival.let_in and (warning := warning_for(channel, sign_up)):
        raise AskFirst(warning)


def warning_for(channel: Channel, sign_up: SignUp) -> str:
    """Why this person has no seat here, in words; empty for a confirmed seat of the channel."""
    number = {"number": sign_up.number, "channel": sign_up.channel.label, "status": sign_up.get_status_display()}
    if sign_up.channel_id != channel.pk:
        return _("No. %(number)s signed up for %(channel)s. Let them in if there is room.") % number
    if sign_up.status != SignUpStatus.CONFIRMED:
        return _("No. %(number)s has no confirmed seat (%(status)s). Let them in if there is room.") % number
    return ""


def _check_people(people: int) -> None:
    if not 1 <= people <= LARGEST_GROUP:
        raise WrongNumber(_("A party has 1 to %(most)s people. Enter larger ones in parts.") % {"most": LARGEST_GROUP})


def _checked_key(key: str) -> str:
    try:
        return str(UUID(key))
    except (ValueError, AttributeError) as error:
        raise BadKey(_("The device sent no valid key. Reload the page and check in again.")) from error


@transaction.atomic
def undo_check_in(*, check_in: CheckIn, by: Person, now: datetime) -> CheckIn:
    """It does not count any more; doing it twice is the same as once."""
    channel = locked(check_in.channel)
    row = CheckIn.objects.get(pk=check_in.pk)
    if row.undone_at is not None:
        return row
    before = people_in(channel)
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    details = {"check_in": row.pk, "people": row.people}
    _tally(channel, before, by)
    record(by=by, action="events.undo_check_in", subject=channel, details=details)
    return row


@transaction.atomic
def undo_many(*, channel: Channel, check_ins: QuerySet[CheckIn], by: Person, now: datetime) -> int:
    """Those of the channel's `check_ins` that still count do not any more; how many that were."""
    channel = locked(channel)
    before = people_in(channel)
    count = check_ins.filter(channel=channel, undone_at=None).update(undone_at=now)
    if count:
        details = {"count": count, "people": before - people_in(channel)}
        _tally(channel, before, by)
        record(by=by, action="events.undo_check_in", subject=channel, details=details)
    return count


@transaction.atomic
def change_people(*, check_in: CheckIn, people: int, by: Person) -> CheckIn:
    """How many of the party came. Raises WrongNumber, and EventRefused for an arrival that was undone."""
    _check_people(people)
    channel = locked(check_in.channel)
    row = CheckIn.objects.get(pk=check_in.pk)
    if row.undone_at is not None:
        raise EventRefused(_("This check-in was undone. Check the party in again."))
    if row.people == people:
        return row
    before, was = people_in(channel), row.people
    row.people = people
    row.save(update_fields=["people"])
    details = {"check_in": row.pk, "before": was, "after": people}
    _tally(channel, before, by)
    record(by=by, action="events.change_people", subject=channel, details=details)
    return row


@transaction.atomic
def close_door(*, channel: Channel, by: Person) -> Attendance:
    """The sum of the check-ins is final, whatever stood there before. A later check-in or undo opens it again.

    Raises NobodyCame, SessionCalledOff.
    """
    channel = locked(channel)
    people = people_in(channel)
    if not people:
        raise NobodyCame(
            _("Nobody is checked in at %(channel)s. If people were only counted, enter the number with the session.")
            % {"channel": channel.label}
        )
    if channel.is_cancelled:
        raise SessionCalledOff(_("%(channel)s was called off; nobody is checked in.") % {"channel": channel})
    row = _recorded(channel, State.FINAL, by)
    record(by=by, action="events.close_door", subject=channel, details={"people": people})
    return row


def people_in(channel: Channel) -> int:
    """How many people are checked in."""
    rows = CheckIn.objects.filter(channel=channel, undone_at=None)
    return rows.aggregate(people=Sum("people"))["people"] or 0


def _tally(channel: Channel, before: int, by: Person) -> None:
    """The new sum, being tallied; unless what is recorded is not the sum so far but somebody's own count."""
    current = Attendance.objects.filter(channel=channel, superseded_at=None).first()
    if current is not None:
        is_own_count = current.value is not None and current.value != before
        if is_own_count or current.state == State.SUPPRESSED:
            return
    _recorded(channel, State.TALLYING, by)


def _recorded(channel: Channel, state: State, by: Person) -> Attendance:
    """A count that somebody typed before is superseded like any other; whoever types one waits for the channel."""
    entry = Entry(Decimal(people_in(channel)), state, as_of=channel.held_on)
    current = Attendance.objects.filter(channel=channel, superseded_at=None).first()
    return record_attendance(channel=channel, entry=entry, expected=current.pk if current else None, by=by)
