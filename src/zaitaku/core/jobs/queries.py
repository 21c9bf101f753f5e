"""Which jobs a worker may take, and which a person may see."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from zaitaku.core.accounts.models import Person
from zaitaku.core.jobs.choices import JobStatus
from zaitaku.core.jobs.models import Beat, Job


def takeable(now: datetime) -> QuerySet[Job]:
    """Waiting ones whose time has come, and those whose worker let the lease run out; the oldest first."""
    waiting = Q(status=JobStatus.WAITING, not_before__lte=now)
    abandoned = Q(status=JobStatus.RUNNING, lease_until__lt=now)
    return Job.objects.filter(waiting | abandoned, attempts__lt=F("max_attempts")).order_by("asked_at", "pk")


def given_up(now: datetime) -> QuerySet[Job]:
    """Those whose worker died at the last attempt."""
    return Job.objects.filter(status=JobStatus.RUNNING, lease_until__lt=now, attempts__gte=F("max_attempts"))


def jobs_of(person: Person) -> QuerySet[Job]:
    return Job.objects.filter(asked_by=person)


def due_beats(now: datetime) -> list[str]:
    """Names of settings.BEATS whose time has come; one that was never asked is due at once. One query."""
    next_at = dict(Beat.objects.values_list("name", "next_at"))
    return [name for name in settings.BEATS if name not in next_at or next_at[name] <= now]


def beats() -> QuerySet[Beat]:
    """Everything that comes round by itself, with its job."""
    return Beat.objects.filter(name__in=settings.BEATS).select_related("job")


def failing_beats() -> list[Beat]:
    """Those whose last run failed: nobody asked for them, hence nobody waits for them and would notice."""
    return [beat for beat in beats() if beat.is_failing]


def following(now: datetime, seconds: int) -> datetime:
    """The first moment after `now` on the grid of that period, counted from 3 at night.

    Hence what is due once a day runs at night, and after hours without a worker only one run is made good.
    """
    start = datetime(2000, 1, 1, 3, tzinfo=timezone.get_default_timezone())
    period = timedelta(seconds=seconds)
    return start + ((now - start) // period + 1) * period
