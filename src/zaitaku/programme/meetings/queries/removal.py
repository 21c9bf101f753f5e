"""Who is still named in the meetings of a series."""

from datetime import date

from django.db.models import Max, QuerySet

from zaitaku.programme.events.models import Series
from zaitaku.programme.meetings.models import Enrolment, Member, Slot, Trainee


def members_of(series: Series) -> QuerySet[Member]:
    return Member.objects.filter(plan__session__series=series, removed_at=None)


def enrolments_of(series: Series) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(course__series=series, removed_at=None)


def trainees_of(series: Series) -> QuerySet[Trainee]:
    return Trainee.objects.filter(round__series=series, removed_at=None)


def kept(series: Series) -> dict[str, int]:
    """How many rows still name somebody, by the words of `Removal.what`; a kind that never occurred is left out."""
    found = {
        "members": members_of(series).count(),
        "enrolments": enrolments_of(series).count(),
        "trainees": trainees_of(series).count(),
    }
    return {what: rows for what, rows in found.items() if rows}


def last_day(series: Series) -> date | None:
    """Accompanied visits take place on the days of their slots, long after the session that explains them."""
    found: date | None = Slot.objects.filter(round__series=series).aggregate(day=Max("day"))["day"]
    return found
