"""What goes wrong is told on standard error and in the job, and nobody's data with it."""

import io
import logging

import pytest
from django.db import connection
from django.test import Client
from django.urls import path

from tests.factories import core
from zaitaku.config.logs import Discreet
from zaitaku.core.accounts.models import Person
from zaitaku.core.jobs import actions
from zaitaku.core.jobs.models import Job
from zaitaku.core.jobs.worker import work_once

NAME, EMAIL = "練馬花子", "hanako@example.jp"


@pytest.fixture
def stderr():
    """What the product's own handler writes."""
    [handler] = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Discreet)]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def twice(handle):
    Person.objects.create(email=EMAIL, name=NAME)


def broken(request, key):
    raise RuntimeError("nobody reads this page")


urlpatterns = [path("broken/<slug:key>/", broken)]
handler404, handler500 = "zaitaku.core.pages.views.bad_request", "zaitaku.core.pages.views.server_error"


def away(handle):
    raise ConnectionRefusedError(111, "Connection refused")


@pytest.mark.django_db(transaction=True)
def test_a_row_that_the_database_refuses_is_told_without_its_values(settings, stderr):
    settings.TASKS = {"twice": "tests.core.test_logs.twice"}
    core.person(email=EMAIL)
    actions.ask(task="twice", params={}, by=core.person(), max_attempts=1)
    assert work_once(worker="w")
    error = Job.objects.get().error
    assert error.startswith("IntegrityError: ")
    assert "email" in error, "the constraint is named"
    for told in (error, stderr.getvalue()):
        assert NAME not in told
        assert EMAIL not in told
    assert "IntegrityError" in stderr.getvalue()
    assert "test_logs.py" in stderr.getvalue(), "where it happened"
    assert ("DETAIL: …" in stderr.getvalue()) == (connection.vendor == "postgresql")


@pytest.mark.django_db
def test_what_can_be_mended_by_whoever_runs_it_stays_readable(settings):
    settings.TASKS = {"away": "tests.core.test_logs.away"}
    actions.ask(task="away", params={}, by=core.person(), max_attempts=1)
    assert work_once(worker="w")
    assert Job.objects.get().error == "ConnectionRefusedError: [Errno 111] Connection refused"


@pytest.mark.django_db
@pytest.mark.urls("tests.core.test_logs")
def test_a_page_that_fails_is_told_with_its_traceback(stderr):
    client = Client(raise_request_exception=False)
    assert client.get("/broken/kZ0v-3_xkZ0v-3_xkZ0v-3_xkZ0v-3_x/").status_code == 500
    told = stderr.getvalue()
    assert "Internal Server Error: /broken/…/" in told
    assert "RuntimeError: nobody reads this page" in told
    client.get("/nothing/")
    assert "nothing" not in stderr.getvalue(), "anybody can ask for what is not there"
