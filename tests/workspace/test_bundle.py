"""All formats of a paper in one file, made by the worker."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.jobs.models import Job
from zaitaku.core.jobs.worker import work_once
from zaitaku.programme.council.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(nerima: None) -> Person:
    section = Organisation.objects.get(name="地域医療課")
    return core.person(role=Role.PROGRAMME_OFFICER, organisation=section)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_four_formats_come_in_one_file(officer: Person) -> None:
    client = signed_in(officer)
    client.post(reverse("workspace:bundle", args=[Paper.objects.get().pk]))
    assert work_once(worker="test")
    job = Job.objects.get()
    assert job.link == reverse("workspace:bundle_file", args=[job.pk])
    archive = zipfile.ZipFile(io.BytesIO(client.get(job.link).content))
    assert sorted(name.rsplit(".", 1)[1] for name in archive.namelist()) == ["docx", "html", "pdf", "xlsx"]
    assert archive.testzip() is None


def test_only_who_asked_gets_the_file(officer: Person) -> None:
    signed_in(officer).post(reverse("workspace:bundle", args=[Paper.objects.get().pk]))
    work_once(worker="test")
    section = Organisation.objects.get(name="高齢者支援課")
    other = core.person(role=Role.PROGRAMME_OFFICER, organisation=section)
    assert signed_in(other).get(reverse("workspace:bundle_file", args=[Job.objects.get().pk])).status_code == 404


def test_a_paper_that_is_gone_fails_with_words(officer: Person) -> None:
    from zaitaku.core.jobs.actions import ask

    job = ask(task="bundle_paper", params={"paper": 0}, by=officer)
    work_once(worker="test")
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", "資料が見つかりません。")


def test_asking_twice_while_it_waits_is_one_job(officer: Person) -> None:
    client, paper = signed_in(officer), Paper.objects.get()
    first = client.post(reverse("workspace:bundle", args=[paper.pk]))
    assert client.post(reverse("workspace:bundle", args=[paper.pk])).url == first.url
    assert Job.objects.count() == 1
    work_once(worker="test")
    assert client.post(reverse("workspace:bundle", args=[paper.pk])).url != first.url
