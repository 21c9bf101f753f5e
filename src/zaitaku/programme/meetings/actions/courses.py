"""The register of a course. What it says of a part becomes that part's attendance: one figure, never typed twice."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import State
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import Entry, changed_meanwhile
from zaitaku.programme.events import actions as events
from zaitaku.programme.events.actions import rows as held
from zaitaku.programme.events.choices import ChannelKind, SessionStatus
from zaitaku.programme.events.models import Series
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.models import Course, Enrolment, PartAttendance
from zaitaku.programme.meetings.queries.courses import (
    REGISTER_NOTE,
    Line,
    Part,
    Way,
    parts_of,
    register,
)

HALL = "本会場"  # name of the channel a part gets that has none


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of the register; None is "not yet said". The ways are ids of channels, None for the main one."""

    before: bool | None
    after: bool | None
    way_before: int | None = None
    way: int | None = None

    def undone(self) -> "Change":
        return Change(self.after, self.before, self.way, self.way_before)


Changes = Mapping[tuple[int, int], Change]  # (enrolment id, session id)


@transaction.atomic
def set_up_course(
    *,
    series: Series,
    parts_needed: int | None,
    certificate_title: str,
    certificate_text: str,
    issuer: str,
    by: Person,
) -> Course:
    """Turn a series into a course, or change its rule. Raises MeetingRefused where it asks too many parts."""
    known = series.sessions.exclude(status=SessionStatus.CANCELLED).count()
    planned = max(known, series.planned_sessions or 0)
    if parts_needed is not None and planned and parts_needed > planned:
        raise MeetingRefused(
            _("The course has %(planned)s parts; %(needed)s cannot be asked for. Enter a smaller number.")
            % {"planned": planned, "needed": parts_needed}
        )
    fields: dict[str, Any] = {
        "parts_needed": parts_needed,
        "certificate_title": certificate_title,
        "certificate_text": certificate_text,
        "issuer": issuer,
    }
    course, is_new = Course.objects.select_for_update().get_or_create(series=series, defaults=fields)
    before = {name: getattr(course, name) for name in fields}
    if not is_new and before == fields:
        return course
    if not is_new:
        for name, value in fields.items():
            setattr(course, name, value)
        course.save(update_fields=list(fields))
        _keep_certified_complete(course)
    details = {"before": {} if is_new else before, "after": fields}
    record(by=by, action="meetings.set_up_course", subject=course, details=details)
    return course


@transaction.atomic
def save_register(*, course: Course, changes: Changes, replace: bool = False, today: date, by: Person) -> int:
    """Enter who came, all or nothing; how many cells changed. `replace` lets the register replace numbers that were
    typed elsewhere.

    A planned part whose day has come counts as held from then on. Raises ChangedMeanwhile where somebody else said
    otherwise since, MeetingRefused, EventRefused, DoesNotFit.
    """
    course = Course.objects.select_for_update().select_related("series").get(pk=course.pk)
    parts = {part.session.pk: part for part in parts_of(course)}
    people = {one.pk: one for one in course.enrolments.all()}
    rows = {(row.enrolment_id, row.session_id): row for row in PartAttendance.objects.filter(enrolment__course=course)}
    said: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    touched = set()
    for (person, session), change in changes.items():
        if person not in people or session not in parts or parts[session].way_of(change.way) != change.way:
            raise MeetingRefused(_("A participant or part is not of this course any more. Open the page again."))
        part, one = parts[session], people[person]
        if _change_cell(part, one, rows.get((person, session)), change, today):
            said[part.session.label][_word(change.after)].append(one.number)
            touched.add(session)
    if not touched:
        return 0
    details = {label: {word: sorted(numbers) for word, numbers in found.items()} for label, found in said.items()}
    _keep_certified_complete(course)
    tell_attendance(course=course, sessions=touched, replace=replace, by=by)
    record(by=by, action="meetings.save_register", subject=course, details=details)
    return sum(len(numbers) for found in said.values() for numbers in found.values())


def _word(came: bool | None) -> str:
    return {True: "came", False: "absent", None: "unsaid"}[came]


def _change_cell(part: Part, person: Enrolment, row: PartAttendance | None, change: Change, today: date) -> bool:
    now = (row.came, part.way_of(row.channel_id)) if row else (None, None)
    if now != (change.before, change.way_before):
        raise changed_meanwhile(f"{part.session.label} No.{person.number}")
    if now == (change.after, change.way):
        return False
    if change.after is None:
        PartAttendance.objects.filter(enrolment=person, session=part.session).delete()
        return True
    if change.after:
        _check_not_ahead(part, today)
    row = row or PartAttendance(enrolment=person, session=part.session)
    row.came, row.channel_id = change.after, change.way
    row.save()
    return True


def _check_not_ahead(part: Part, today: date) -> None:
    session = part.session
    if session.status != SessionStatus.PLANNED:
        return
    if session.held_on is None:
        raise MeetingRefused(
            _("%(part)s has no day yet. Enter on its page when it took place, then who came.") % {"part": session.label}
        )
    if session.held_on > today:
        raise MeetingRefused(
            _("%(part)s lies ahead (%(day)s). Who came can be entered from that day on.")
            % {"part": session.label, "day": session.held_on.isoformat()}
        )


def _keep_certified_complete(course: Course) -> None:
    """Nobody holds a certificate for what they did not complete."""
    lacking = [line for line in register(course).lines if line.enrolment.certified_on and not line.is_complete]
    if lacking:
        numbers = ", ".join(f"No.{line.enrolment.number}" for line in lacking)
        raise MeetingRefused(
            _("%(numbers)s would hold a certificate without having completed the course. Take it back first.")
            % {"numbers": numbers}
        )


def tell_attendance(*, course: Course, sessions: set[int], replace: bool | None, by: Person) -> None:
    """Record how many came as the attendance of each part's channels, 集計中 while somebody is not said yet.

    A channel that is counted by check-ins keeps their number. One that was typed by hand is replaced, kept (None), or
    a reason to raise MeetingRefused (False).
    """
    held.held_channels(sessions)
    held.held_series(course.series_id)
    held.held_sessions(sessions)
    found = register(course)
    for part, came, unsaid in found.tallies():
        if part.session.pk not in sessions or all(way.is_checked_in for way in part.ways):
            continue
        if came and part.session.status == SessionStatus.PLANNED and part.session.held_on is not None:
            events.hold_session(session=part.session, held_on=None, by=by)
        by_way = found.came_by_way(part)
        is_said = PartAttendance.objects.filter(session=part.session, enrolment__course=course).exists()
        for at, way in enumerate(part.ways):
            people = by_way[way.channel.pk if at and way.channel else None]
            if way.is_checked_in or (at and not people and not way.is_registered):
                continue
            _tell_way(part, way, _entry(part, people, unsaid) if is_said else _OPEN, replace=replace, by=by)


def _tell_way(part: Part, way: Way, entry: Entry, *, replace: bool | None, by: Person) -> None:
    if way.recorded is None and entry.value is None:
        return
    if way.is_typed and not replace and way.recorded is not None and way.recorded.value != entry.value:
        if replace is None:
            return
        raise MeetingRefused(
            _(
                "%(part)s: %(number)s people were entered elsewhere, %(came)s came by the register. "
                "Tick “replace” if the register is right."
            )
            % {"part": part.session.label, "number": int(way.recorded.value or 0), "came": int(entry.value or 0)}
        )
    channel = way.channel or events.add_channel(session=part.session, kind=ChannelKind.MAIN_HALL, label=HALL, by=by)
    channel.session = part.session
    expected = way.recorded.pk if way.recorded else None
    events.record_attendance(channel=channel, entry=entry, expected=expected, by=by)


_OPEN = Entry(None, State.TALLYING, note=REGISTER_NOTE)


def _entry(part: Part, came: int, unsaid: int) -> Entry:
    state = State.TALLYING if unsaid else State.FINAL
    return Entry(Decimal(came), state, as_of=part.session.held_on, note=REGISTER_NOTE)


@transaction.atomic
def certify(*, course: Course, numbers: set[int] | None, on: date, by: Person) -> list[Enrolment]:
    """Give a certificate dated `on` to everybody who completed the course and has none, or to those of the numbers.

    Raises MeetingRefused where there is nobody, or somebody did not complete it.
    """
    course = Course.objects.select_for_update().select_related("series").get(pk=course.pk)
    found = register(course)
    lines: list[Line] = found.to_certify
    if numbers is not None:
        lines = [line for line in found.lines if line.enrolment.number in numbers]
        lacking = [str(line.enrolment.number) for line in lines if not line.is_complete]
        if lacking:
            raise MeetingRefused(_("No.%(numbers)s did not complete the course.") % {"numbers": ", No.".join(lacking)})
    lines = [line for line in lines if line.enrolment.certified_on is None]
    if not lines:
        raise MeetingRefused(_("There is nobody who completed the course and has no certificate yet."))
    last = max((session.held_on for line in lines for session in line.attended if session.held_on), default=on)
    if on < last:
        raise MeetingRefused(
            _("The certificate cannot be older than the last part (%(day)s). Choose a later day.")
            % {"day": last.isoformat()}
        )
    for line in lines:
        line.enrolment.certified_on = on
        line.enrolment.save(update_fields=["certified_on"])
    details = {"on": on.isoformat(), "numbers": [line.enrolment.number for line in lines]}
    record(by=by, action="meetings.certify", subject=course, details=details)
    return [line.enrolment for line in lines]


@transaction.atomic
def revoke_certificate(*, enrolment: Enrolment, by: Person) -> None:
    """Raises MeetingRefused where there is none."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.certified_on is None:
        raise MeetingRefused(_("No.%(number)s has no certificate.") % {"number": enrolment.number})
    before = enrolment.certified_on.isoformat()
    enrolment.certified_on = None
    enrolment.save(update_fields=["certified_on"])
    record(by=by, action="meetings.revoke_certificate", subject=enrolment, details={"before": before})
