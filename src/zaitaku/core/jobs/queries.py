"""Which jobs a worker may take, and which a person may see."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from zaitaku.core.accounts.models import Person
from zaitaku.core.jobs.choices import JobStatus
from zaitaku.core.jobs.models import Job


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
