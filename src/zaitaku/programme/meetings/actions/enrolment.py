"""Who takes part in a course: enrolling, withdrawing, taking back a mistake."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.models import SignUp
from zaitaku.programme.meetings.actions.courses import tell_attendance
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.models import Course, Enrolment, PartAttendance
from zaitaku.programme.meetings.queries.courses import same_person, to_enrol

MOST = 500  # participants of one course


@dataclass(frozen=True, slots=True)
class Participant:
    name: str
    kana: str = ""
    profession: str = ""
    office: str = ""
    email: str = ""


@transaction.atomic
def enrol(
    *,
    course: Course,
    people: Sequence[Participant],
    enrolled_on: date | None = None,
    allow_same: bool = False,
    by: Person,
) -> list[Enrolment]:
    """All or nobody, numbered on; `enrolled_on` None: from the start. Raises MeetingRefused where somebody of that
    name and office is enrolled already (unless `allow_same`: they are different people), or the course is too large."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    known = {same_person(one.name, one.office): one.number for one in course.enrolments.filter(removed_at=None)}
    if not allow_same:
        for one in people:
            key = same_person(one.name, one.office)
            if key in known:
                raise MeetingRefused(
                    _("%(name)s is enrolled already as No.%(number)s. If this is another person, say so.")
                    % {"name": one.name, "number": known[key]}
                )
            known[key] = 0
    rows = [Enrolment(course=course, enrolled_on=enrolled_on, **asdict(one)) for one in people]
    return _add(course, rows, by=by)


@transaction.atomic
def enrol_sign_ups(*, course: Course, sign_ups: Iterable[int], by: Person) -> list[Enrolment]:
    """Confirmed sign-ups of the first part, by id; enrolled on the day they signed up.

    Raises MeetingRefused where one is not to be enrolled any more.
    """
    course = Course.objects.select_for_update().select_related("series").get(pk=course.pk)
    wanted = set(sign_ups)
    found: list[SignUp] = list(to_enrol(course).filter(pk__in=wanted))
    if len(found) != len(wanted) or not found:
        raise MeetingRefused(_("Some of these sign-ups were cancelled or enrolled meanwhile. Look at the list again."))
    rows = [
        Enrolment(
            course=course,
            sign_up=one,
            enrolled_on=timezone.localdate(one.created_at),
            name=one.name,
            kana=one.kana,
            email=one.email,
            profession=one.profession,
            office=one.office,
        )
        for one in found
    ]
    return _add(course, rows, by=by)


def _add(course: Course, rows: list[Enrolment], *, by: Person) -> list[Enrolment]:
    if course.enrolments.count() + len(rows) > MOST:
        raise MeetingRefused(_("A course takes at most %(most)s participants.") % {"most": MOST})
    last = course.enrolments.aggregate(last=models.Max("number"))["last"] or 0
    for number, row in enumerate(rows, last + 1):
        row.number = number
        row.save(force_insert=True)
    details: dict[str, Any] = {"numbers": [row.number for row in rows]}
    record(by=by, action="meetings.enrol", subject=course, details=details)
    return rows


@transaction.atomic
def change_enrolment(
    *,
    enrolment: Enrolment,
    to: Participant,
    enrolled_on: date | None = None,
    withdrawn_on: date | None,
    today: date,
    by: Person,
) -> None:
    """Correct what stands about a participant; no day of enrolment means from the start, none of withdrawal that they
    did not withdraw.

    Raises MeetingRefused after the removal of personal data, for a certified person who would withdraw, and for a
    day of withdrawal that lies ahead or before the enrolment.
    """
    enrolment = Enrolment.objects.select_for_update().select_related("course__series").get(pk=enrolment.pk)
    if enrolment.removed_at is not None:
        raise MeetingRefused(_("The personal data of this course was removed; nothing can be entered any more."))
    if withdrawn_on is not None and withdrawn_on > today:
        raise MeetingRefused(_("The day of withdrawal lies ahead. Enter it when it has come."))
    if withdrawn_on is not None and enrolment.certified_on is not None:
        raise MeetingRefused(_("No.%(number)s holds a certificate. Take it back first.") % {"number": enrolment.number})
    if withdrawn_on is not None and enrolled_on is not None and withdrawn_on < enrolled_on:
        raise MeetingRefused(_("The day of withdrawal lies before the day of enrolment. Check both."))
    fields = {**asdict(to), "enrolled_on": enrolled_on, "withdrawn_on": withdrawn_on}
    changed = [name for name, value in fields.items() if getattr(enrolment, name) != value]
    if not changed:
        return
    details: dict[str, Any] = {"changed": changed}
    for name in changed:
        was, will = getattr(enrolment, name), fields[name]
        if name in ("enrolled_on", "withdrawn_on"):
            details[name] = {"before": was and was.isoformat(), "after": will and will.isoformat()}
        setattr(enrolment, name, will)
    enrolment.save(update_fields=changed)
    if "withdrawn_on" in changed:
        said = PartAttendance.objects.filter(enrolment__course=enrolment.course)
        parts = set(said.values_list("session", flat=True))
        tell_attendance(course=enrolment.course, sessions=parts, replace=None, by=by)
    record(by=by, action="meetings.change_enrolment", subject=enrolment, details=details)


@transaction.atomic
def drop_enrolment(*, enrolment: Enrolment, by: Person) -> None:
    """Take back what was entered by mistake. Raises MeetingRefused where anything is recorded about the person."""
    enrolment = Enrolment.objects.select_for_update().select_related("course").get(pk=enrolment.pk)
    if enrolment.certified_on is not None or enrolment.attendance.exists():
        raise MeetingRefused(
            _("Attendance of No.%(number)s is recorded. Enter a withdrawal instead.") % {"number": enrolment.number}
        )
    record(by=by, action="meetings.drop_enrolment", subject=enrolment, details={"number": enrolment.number})
    enrolment.delete()
