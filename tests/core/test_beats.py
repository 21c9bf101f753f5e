"""What comes round by itself is asked for once each time, by however many workers."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.jobs import actions
from zaitaku.core.jobs.choices import JobStatus
from zaitaku.core.jobs.models import Beat, Job
from zaitaku.core.jobs.queries import following
from zaitaku.core.jobs.worker import work_once

NOW = datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _beats(settings):
    settings.TASKS = {"quick": "tests.core.tasks.refuse", "nightly": "tests.core.tasks.refuse"}
    settings.BEATS = {"quick": ("quick", 20), "nightly": ("nightly", 24 * 3600)}


def finish(**kw):
    Job.objects.update(status=JobStatus.DONE, ended_at=NOW, **kw)


def asked(name):
    return Job.objects.get(beat__name=name)


@pytest.mark.django_db
def test_each_is_asked_for_when_due_and_not_before():
    assert actions.ask_due_beats(now=NOW) == 2, "never run: due at once"
    finish()
    assert actions.ask_due_beats(now=NOW + timedelta(seconds=1)) == 0
    assert actions.ask_due_beats(now=NOW + timedelta(seconds=20)) == 1
    assert asked("quick").status == JobStatus.WAITING
    assert asked("nightly").status == JobStatus.DONE


@pytest.mark.django_db
def test_after_days_without_a_worker_one_run_is_made_good():
    actions.ask_due_beats(now=NOW)
    finish()
    later = NOW + timedelta(days=5)
    assert actions.ask_due_beats(now=later) == 2
    finish()
    assert actions.ask_due_beats(now=later) == 0


@pytest.mark.django_db
def test_what_still_runs_is_not_asked_again():
    actions.ask_due_beats(now=NOW)
    job = actions.take(worker="w", now=NOW, lease=timedelta(minutes=1))
    later = NOW + timedelta(seconds=40)
    assert actions.ask_due_beats(now=later) == 0
    assert Job.objects.get(pk=job.pk).worker == "w"


@pytest.mark.django_db
def test_a_thousand_rounds_leave_one_job_each_and_no_audit():
    for second in range(0, 20_000, 20):
        actions.ask_due_beats(now=NOW + timedelta(seconds=second))
        finish()
    assert Job.objects.count() == 2
    assert AuditEntry.objects.count() == 0
    assert asked("quick").asked_by == Person.objects.get(is_system=True)


@pytest.mark.django_db
def test_a_failure_stays_to_be_seen_until_a_run_succeeds():
    actions.ask_due_beats(now=timezone.now())
    while work_once(worker="w"):
        pass
    job = asked("quick")
    assert (job.status, job.error, job.attempts) == (JobStatus.FAILED, "第3行に日付がありません。", 1)
    actions.ask_due_beats(now=timezone.now() + timedelta(minutes=1))
    job = asked("quick")
    assert (job.status, job.error, job.attempts) == (JobStatus.WAITING, "第3行に日付がありません。", 0)


@pytest.mark.django_db
def test_a_failure_is_shown_to_those_who_run_it_and_to_nobody_else(client):
    actions.ask_due_beats(now=timezone.now())
    while work_once(worker="w"):
        pass
    reason = "第3行に日付がありません。"
    client.force_login(core.person(role=Role.ADMINISTRATOR))
    assert "自動で行う処理が失敗しています" in client.get("/").content.decode()
    shown = client.get(reverse("jobs:jobs")).content.decode()
    assert "定期的に自動で行う処理" in shown
    assert shown.count(reason) == 2
    finish(error="")
    assert "自動で行う処理が失敗しています" not in client.get("/").content.decode()
    assert reason not in client.get(reverse("jobs:jobs")).content.decode()
    Job.objects.update(status=JobStatus.FAILED, error=reason)
    client.force_login(core.person(role=Role.PROGRAMME_OFFICER))
    for page in ("/", reverse("jobs:jobs")):
        assert "自動で行う処理" not in client.get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_workers_ask_once_each_round():
    for second in (0, 20, 40):
        barrier, counts = threading.Barrier(6), []

        def ask(now, barrier=barrier, counts=counts):
            barrier.wait()
            counts.append(actions.ask_due_beats(now=now))
            connection.close()

        threads = [threading.Thread(target=ask, args=(NOW + timedelta(seconds=second),)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(counts) == (2 if second == 0 else 1), counts
        assert len(counts) == 6
        finish()
    assert Beat.objects.count() == 2


@given(st.timedeltas(timedelta(days=-3000), timedelta(days=5000)), st.integers(1, 7 * 24 * 3600))
def test_the_next_time_is_within_one_period_and_on_the_grid(since, seconds):
    now = NOW + since
    after = following(now, seconds)
    assert now < after <= now + timedelta(seconds=seconds)
    assert following(after, seconds) == after + timedelta(seconds=seconds)


def test_what_is_due_once_a_day_runs_at_night():
    assert timezone.localtime(following(NOW, 24 * 3600)).hour == 3


def test_every_beat_of_the_product_has_its_task():
    from zaitaku.config.settings import BEATS, TASKS

    assert BEATS
    assert {task for task, _ in BEATS.values()} <= set(TASKS)
    assert max(len(name) for name in BEATS) <= 60
