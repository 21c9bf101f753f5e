"""Background jobs: one at a time each, never stuck, whatever happens to the worker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from zaitaku.core.jobs import actions
from zaitaku.core.jobs.actions import Hold, LeaseLost
from zaitaku.core.jobs.choices import JobStatus
from zaitaku.core.jobs.models import Job
from zaitaku.core.jobs.worker import keep_one_running, work_once

LEASE = timedelta(seconds=60)
NAMES = ("endless", "count", "refuse", "stumble", "hang")
PROGRAM = (
    "import django; django.setup();"
    "from zaitaku.core.jobs.worker import until_told, work; work(stop=until_told(), idle=0.1)"
)


@pytest.fixture(autouse=True)
def _tasks(settings):
    settings.TASKS = {name: f"tests.core.tasks.{name}" for name in NAMES}


@pytest.fixture
def log(tmp_path):
    file = tmp_path / "log"
    file.touch()
    return file


def ask(task, log, **kw):
    return actions.ask(task=task, params={"log": str(log)}, by=core.person(), **kw)


@pytest.fixture
def start():
    """Starts real worker processes on the database of the test and ends them with it."""
    started = []

    def start_one(**environment):
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.core.worker_settings",
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "PYTHONPATH": os.pathsep.join(sys.path),
            **environment,
        }
        started.append(subprocess.Popen([sys.executable, "-c", PROGRAM], env=env))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def until(condition, seconds=30.0):
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def status(job):
    return Job.objects.get(pk=job.pk).status


@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_job_is_done_again(start, log):
    job = ask("endless", log)
    worker = start()
    until(lambda: "started" in log.read_text())
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert status(job) == JobStatus.RUNNING
    Job.objects.filter(pk=job.pk).update(task="count")
    start()
    until(lambda: status(job) == JobStatus.DONE)
    job.refresh_from_db()
    assert (job.attempts, job.link, job.error) == (2, "/areas/", "")


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_attempt_it_ends_failed(start, log):
    job = ask("endless", log, max_attempts=2)
    for attempt in (1, 2):
        worker = start()
        until(lambda attempt=attempt: log.read_text().count("started") == attempt)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    start()
    until(lambda: status(job) == JobStatus.FAILED)
    assert Job.objects.get(pk=job.pk).error == actions.WORKER_DIED


@pytest.mark.django_db(transaction=True)
def test_a_task_that_hangs_is_ended_by_the_limit(start, log):
    job = ask("hang", log)
    worker = start(TEST_JOB_LIMIT="1")
    until(lambda: status(job) == JobStatus.FAILED)
    assert worker.wait(10) == 75


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_end_hands_the_job_over(start, log):
    job = ask("endless", log)
    worker = start()
    until(lambda: Job.objects.get(pk=job.pk).done_steps > 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.WAITING, 0)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_a_long_job_with_its_worker(start, log):
    job = ask("endless", log)
    start()
    start()
    until(lambda: Job.objects.get(pk=job.pk).done_steps > 60)  # twice the lease
    assert log.read_text().count("started") == 1
    actions.cancel(by=job.asked_by, job=job)
    until(lambda: status(job) == JobStatus.CANCELLED)


@pytest.mark.django_db(transaction=True)
def test_many_workers_do_every_job_once(start, log):
    jobs = [ask("count", log) for _ in range(12)]
    for _ in range(3):
        start()
    until(lambda: Job.objects.filter(status=JobStatus.DONE).count() == len(jobs))
    lines = [line.split() for line in log.read_text().splitlines()]
    assert Counter(job for what, job, _ in lines if what == "started") == {str(job.pk): 1 for job in jobs}


@pytest.mark.django_db(transaction=True)
def test_threads_never_take_the_same_job(log):
    """The canary of the lock: twelve takers at the same moment, six jobs, each taken once."""
    for _ in range(6):
        ask("count", log)
    taken, barrier = [], threading.Barrier(12)

    def take(name):
        barrier.wait()
        job = actions.take(worker=name, now=timezone.now(), lease=LEASE)
        taken.append(job.pk if job else None)
        connection.close()

    threads = [threading.Thread(target=take, args=(f"w{n}",)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [pk for pk in taken if pk is not None]
    assert len(found) == len(set(found))
    # With skipped locks a taker may pass by a job that another let go of; what is left is taken now.
    while job := actions.take(worker="late", now=timezone.now(), lease=LEASE):
        found.append(job.pk)
    assert sorted(found) == sorted(Job.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_a_refusal_is_told_and_not_tried_again(log):
    job = ask("refuse", log)
    assert work_once(worker="w")
    job.refresh_from_db()
    assert (job.status, job.error, job.attempts) == (JobStatus.FAILED, "第3行に日付がありません。", 1)


@pytest.mark.django_db
def test_a_passing_trouble_is_tried_again_after_a_pause(log):
    job = ask("stumble", log)
    assert work_once(worker="w")
    job.refresh_from_db()
    assert (job.status, job.error) == (JobStatus.WAITING, "ValueError: a passing trouble")
    assert not work_once(worker="w")
    Job.objects.update(not_before=timezone.now())
    assert work_once(worker="w")
    assert status(job) == JobStatus.DONE


@pytest.mark.django_db
def test_who_lost_the_lease_writes_nothing(log):
    job = ask("count", log)
    now = timezone.now()
    first = actions.take(worker="slow", now=now, lease=LEASE)
    assert actions.take(worker="quick", now=now + LEASE / 2, lease=LEASE) is None
    second = actions.take(worker="quick", now=now + 2 * LEASE, lease=LEASE)
    assert (second.pk, second.attempts) == (job.pk, 2)
    slow = Hold(first.pk, "slow", first.attempts)
    with pytest.raises(LeaseLost):
        actions.finish(hold=slow, result={}, now=now)
    with pytest.raises(LeaseLost):
        actions.keep(hold=slow, now=now, lease=LEASE)
    assert status(job) == JobStatus.RUNNING


@pytest.mark.django_db
def test_only_known_tasks():
    with pytest.raises(actions.UnknownTask):
        actions.ask(task="os.system", params={}, by=core.person())


@pytest.mark.django_db
def test_cancel(client, log):
    job = ask("count", log)
    client.force_login(job.asked_by)
    client.post(reverse("jobs:cancel", args=[job.pk]))
    assert status(job) == JobStatus.CANCELLED
    with pytest.raises(actions.AlreadyOver):
        actions.cancel(by=job.asked_by, job=job)
    assert not work_once(worker="w")


@pytest.mark.django_db
def test_the_page_follows_the_work_with_and_without_scripts(client, log):
    job = ask("count", log)
    client.force_login(job.asked_by)
    page = client.get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "hx-trigger" in page
    work_once(worker="w")
    part = client.get(reverse("jobs:job", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert "<html" not in part
    assert 'href="/areas/"' in part
    assert client.get(reverse("jobs:jobs")).status_code == 200


@pytest.mark.django_db
def test_jobs_of_others_are_not_found(client, log):
    job = ask("count", log)
    client.force_login(core.person())
    assert client.get(reverse("jobs:job", args=[job.pk])).status_code == 404
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 404


@pytest.mark.parametrize(
    ("result", "link"),
    [
        ({"url": "/x/"}, "/x/"),
        ({"url": "//evil.example"}, ""),
        ({"url": "https://evil.example"}, ""),
        (None, ""),
        ({}, ""),
    ],
)
def test_the_link_stays_within_the_product(result, link):
    assert Job(result=result).link == link


def test_one_worker_is_kept_running_and_ends_with_the_rest(tmp_path):
    """A child that dies is followed by another; none is left when told to stop."""
    pids = tmp_path / "pids"
    program = f"import os, time; open({str(pids)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(600)"
    stop = threading.Event()
    command = [sys.executable, "-c", program]
    thread = threading.Thread(target=keep_one_running, args=(stop,), kwargs={"pause": 0.1, "command": command})
    thread.start()

    def seen():
        return [int(line) for line in pids.read_text().splitlines()] if pids.exists() else []

    until(lambda: len(seen()) == 1)
    os.kill(seen()[0], signal.SIGKILL)
    until(lambda: len(seen()) == 2)
    stop.set()
    thread.join(15)
    assert not thread.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(seen()[1], 0)
