"""The worker: takes one job after the other, with a heartbeat beside the work.

A task is a function that takes a `Handle` and returns a JSON value; {"url": "/…"} becomes the link of the job's page.
Tasks are named in settings.TASKS, name -> dotted path. Those of settings.BEATS come round by themselves.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from zaitaku.analysis.discreet import without_addresses
from zaitaku.core.accounts.models import Person
from zaitaku.core.jobs import actions
from zaitaku.core.jobs.actions import Hold, LeaseLost
from zaitaku.core.jobs.models import Job

log = logging.getLogger(__name__)
HUNG = 75  # exit code of a worker that ends because its task took longer than JOB_LIMIT


class Refused(Exception):
    """Raised by a task that cannot succeed however often it runs; its text is shown to the person who asked."""


class Cancelled(Exception):
    """Raised within a task's `progress` after somebody asked to cancel."""


class Stopping(Exception):
    """Raised within a task's `progress` when the worker is told to end."""


@dataclass(frozen=True)
class Handle:
    """What a task gets: what was asked, by whom, and `progress`."""

    params: Mapping[str, Any]
    asked_by: Person
    hold: Hold
    stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, of: int) -> None:
        """Say how far the work is. Raises Cancelled, Stopping or LeaseLost; let them through."""
        if actions.tell_progress(hold=self.hold, done=done, of=of):
            raise Cancelled
        if self.stop.is_set():
            raise Stopping


Task = Callable[[Handle], Any]


def worker_name() -> str:
    """Unlike that of any other worker, also of an earlier one with the same process number."""
    return f"{socket.gethostname()[:40]} {os.getpid()} {os.urandom(4).hex()}"


def work(*, stop: threading.Event, idle: float = 1.0, parent: int | None = None) -> None:
    """Until `stop` is set, or until the process that started this one is gone."""
    name = worker_name()
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        close_old_connections()
        try:
            actions.ask_due_beats(now=timezone.now())
            found = work_once(worker=name, stop=stop)
        except DatabaseError:
            log.exception("The database did not answer; trying again")
            connection.close()
            found = False
        if not found:
            stop.wait(idle)


def work_once(*, worker: str, stop: threading.Event | None = None) -> bool:
    """Take and run one job; whether there was one."""
    lease = timedelta(seconds=settings.JOB_LEASE)
    job = actions.take(worker=worker, now=timezone.now(), lease=lease)
    if job is None:
        return False
    hold = Hold(job.pk, worker, job.attempts)
    with _heartbeat(hold, lease):
        try:
            _run(job, Handle(job.params, job.asked_by, hold, stop or threading.Event()))
        except LeaseLost:
            log.warning("Job %s was taken over by another worker; its result is dropped", job.pk)
    return True


def _run(job: Job, handle: Handle) -> None:
    hold = handle.hold
    try:
        task: Task = import_string(settings.TASKS[job.task])
        result = task(handle)
    except LeaseLost:
        raise
    except Cancelled:
        actions.stop_cancelled(hold=hold, now=timezone.now())
    except Stopping:
        actions.hand_over(hold=hold)
    except Refused as refusal:
        actions.fail(hold=hold, error=str(refusal), now=timezone.now())
    except Exception as error:
        log.exception("Job %s (%s) failed at attempt %s", job.pk, job.task, hold.attempt)
        actions.put_back(hold=hold, error=told_of(error), now=timezone.now(), max_attempts=job.max_attempts)
    else:
        actions.finish(hold=hold, result=result, now=timezone.now())


def told_of(error: Exception) -> str:
    """One line for the job's page and for those who run the installation; nobody's data stands in it.

    PostgreSQL names the values that it refuses, but for those of a connection that failed.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if isinstance(error, DatabaseError) and not isinstance(error, OperationalError) and diagnosis is not None:
        words = diagnosis.constraint_name or diagnosis.sqlstate
    else:
        words = next(iter(str(error).splitlines()), "")
    return without_addresses(f"{type(error).__name__}: {words}")


@contextmanager
def _heartbeat(hold: Hold, lease: timedelta) -> Any:
    """Moves the lease on from a thread of its own while the block runs, at most for JOB_LIMIT seconds."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(hold, lease, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(hold: Hold, lease: timedelta, over: threading.Event) -> None:
    deadline = timezone.now() + timedelta(seconds=settings.JOB_LIMIT)
    try:
        while not over.wait(lease.total_seconds() / 3):
            now = timezone.now()
            if now > deadline:
                # A thread cannot be stopped from outside; the process can. Whoever started it starts another.
                actions.fail(hold=hold, error=f"Stopped after {settings.JOB_LIMIT} seconds.", now=now)
                os._exit(HUNG)
            try:
                actions.keep(hold=hold, now=now, lease=lease)
            except DatabaseError:
                log.exception("Heartbeat of job %s missed", hold.job)
                connection.close()
    except LeaseLost:
        log.warning("The lease of job %s is lost", hold.job)
    finally:
        connection.close()


def until_told() -> threading.Event:
    """An event that SIGTERM and SIGINT set: the running task ends at its next `progress` and is handed over."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


WORK = (sys.executable, "-m", "zaitaku", "work", "--until-parent-ends")


def keep_one_running(stop: threading.Event, *, pause: float = 2.0, command: Sequence[str] = WORK) -> None:
    """Start `zaitaku work` as a child and start another when it ends, until `stop`; for `zaitaku serve`.

    Run it in a thread. Should the serving process be killed, the child notices and ends by itself.
    """
    while not stop.is_set():
        child = subprocess.Popen(command)  # noqa: S603  # our own interpreter and module
        while child.poll() is None and not stop.wait(0.2):
            pass
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
        stop.wait(pause)
