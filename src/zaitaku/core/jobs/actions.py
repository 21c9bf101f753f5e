"""Asking for work, taking it, keeping it, ending it. Every change of a held job names its holder and attempt, so that
a worker that lost its lease can no longer write anything.

A task may run again after its worker died. It must therefore do its writing in one transaction, or in a way that the
second run finds what the first did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from zaitaku.core.accounts.actions import system_person
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.jobs.choices import ENDED, JobStatus
from zaitaku.core.jobs.models import Beat, Job
from zaitaku.core.jobs.queries import due_beats, following, given_up, takeable

WORKER_DIED = "The worker was killed or lost its connection at every attempt."
PAUSE = timedelta(seconds=5)  # before the second attempt; doubled before each further one


class UnknownTask(Exception):
    """No such task is registered in settings.TASKS."""


class AlreadyOver(Exception):
    """A job that has ended cannot be cancelled."""


class LeaseLost(Exception):
    """Another worker holds the job now; whatever this one was going to write is dropped."""


@dataclass(frozen=True)
class Hold:
    """What a worker must show to write to a job."""

    job: int
    worker: str
    attempt: int


@transaction.atomic
def ask(*, task: str, params: Mapping[str, Any], by: Person, max_attempts: int = 3) -> Job:
    """A new job. `params` holds JSON values only. Raises UnknownTask."""
    if task not in settings.TASKS:
        raise UnknownTask(task)
    now = timezone.now()
    job = Job.objects.create(
        task=task, params=dict(params), asked_by=by, asked_at=now, not_before=now, max_attempts=max_attempts
    )
    record(by=by, action="job.ask", subject=job, details={"task": task, "params": dict(params)})
    return job


def ask_due_beats(*, now: datetime) -> int:
    """Ask for what has come round by itself; how much of it. Cheap enough for every turn of every worker."""
    return sum(_ask_beat(name, now) for name in due_beats(now))


@transaction.atomic
def _ask_beat(name: str, now: datetime) -> bool:
    """Of several workers one moves `next_at` on; the others wait for its lock and then find nothing due.

    While the job of the last time still runs or waits, this time is left out.
    """
    task, seconds = settings.BEATS[name]
    Beat.objects.get_or_create(name=name, defaults={"next_at": now})
    beat = Beat.objects.select_for_update().get(name=name)
    if beat.next_at > now:
        return False
    job = beat.job
    Beat.objects.filter(pk=beat.pk).update(next_at=following(now, seconds))
    if job is not None and job.status not in ENDED:
        return False
    if job is None:
        job = Job(asked_by=system_person())
    anew = Job(pk=job.pk, task=task, asked_by=job.asked_by, asked_at=now, not_before=now, error=job.error)
    anew.save()
    Beat.objects.filter(pk=beat.pk).update(job=anew)
    return True


@transaction.atomic
def cancel(*, by: Person, job: Job) -> None:
    """A waiting job ends at once, a running one when its task next tells its progress. Raises AlreadyOver."""
    now = timezone.now()
    own = Job.objects.filter(pk=job.pk)
    waiting = own.filter(status=JobStatus.WAITING)
    if not waiting.update(status=JobStatus.CANCELLED, ended_at=now, is_cancel_asked=True) and not own.filter(
        status=JobStatus.RUNNING
    ).update(is_cancel_asked=True):
        raise AlreadyOver(str(job))
    record(by=by, action="job.cancel", subject=job, details={})


@transaction.atomic
def take(*, worker: str, now: datetime, lease: timedelta) -> Job | None:
    """The next job, held by `worker` until now + lease; None when there is none.

    PostgreSQL: rows another worker looks at are skipped. SQLite: every transaction is IMMEDIATE, so only one worker is
    in here at a time. In both the final UPDATE holds only if the job is still as it was read.
    """
    given_up(now).update(status=JobStatus.FAILED, ended_at=now, error=WORKER_DIED)
    candidates = takeable(now)
    if connection.features.has_select_for_update_skip_locked:
        candidates = candidates.select_for_update(skip_locked=True)
    job = candidates.first()
    if job is None:
        return None
    unchanged = Job.objects.filter(pk=job.pk, status=job.status, attempts=job.attempts, lease_until=job.lease_until)
    if job.is_cancel_asked:
        unchanged.update(status=JobStatus.CANCELLED, ended_at=now)
        return None
    taken = unchanged.update(
        status=JobStatus.RUNNING,
        worker=worker,
        attempts=job.attempts + 1,
        started_at=job.started_at or now,
        lease_until=now + lease,
    )
    return Job.objects.get(pk=job.pk) if taken else None


def keep(*, hold: Hold, now: datetime, lease: timedelta) -> None:
    """The heartbeat. Raises LeaseLost."""
    _write(hold, lease_until=now + lease)


def tell_progress(*, hold: Hold, done: int, of: int) -> bool:
    """Returns whether somebody asked to cancel. Raises LeaseLost."""
    _write(hold, done_steps=done, all_steps=of)
    return Job.objects.filter(pk=hold.job, is_cancel_asked=True).exists()


def finish(*, hold: Hold, result: Any, now: datetime) -> None:
    """Raises LeaseLost."""
    _write(hold, status=JobStatus.DONE, result=result, ended_at=now, error="")


def stop_cancelled(*, hold: Hold, now: datetime) -> None:
    _write(hold, status=JobStatus.CANCELLED, ended_at=now)


def fail(*, hold: Hold, error: str, now: datetime) -> None:
    """The end: no further attempt. Raises LeaseLost."""
    _write(hold, status=JobStatus.FAILED, error=error, ended_at=now)


def put_back(*, hold: Hold, error: str, now: datetime, max_attempts: int) -> None:
    """Another attempt after a pause, or the end when this was the last. Raises LeaseLost."""
    if hold.attempt >= max_attempts:
        fail(hold=hold, error=error, now=now)
    else:
        _write(hold, status=JobStatus.WAITING, error=error, not_before=now + PAUSE * 2 ** (hold.attempt - 1))


def hand_over(*, hold: Hold) -> None:
    """The worker is being stopped: the job waits for another, and the attempt does not count."""
    _write(hold, status=JobStatus.WAITING, attempts=hold.attempt - 1)


def _write(hold: Hold, **values: Any) -> None:
    held = Job.objects.filter(pk=hold.job, worker=hold.worker, attempts=hold.attempt, status=JobStatus.RUNNING)
    if not held.update(**values):
        raise LeaseLost(str(hold.job))
