"""Whatever is sent to any form, any filter, any address: never a server error, and a refusal leaves nothing behind.

ZAITAKU_FUZZ=50000 sends that many requests to the forms (and a third as many to the rest); ZAITAKU_FUZZ_SEED chooses
others; `make fuzz` does it on both databases. A failure names the number of its request, which makes the same bytes
again.
"""

from __future__ import annotations

import gc
import os
import random
import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, resolve

from tests.architecture import fuzzing
from tests.architecture.places import Control, FormSeen, Place, forms_in, places, undone
from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import ChainHead
from zaitaku.core.audit.queries import verify

TIMES = int(os.environ.get("ZAITAKU_FUZZ", "300"))
SEED = int(os.environ.get("ZAITAKU_FUZZ_SEED", "1"))
# Signing out or closing the own account ends the run; the session is not part of what is tested here.
NOT_SENT = {"accounts:deactivate", "accounts:reset_factor"}
KEPT_OUTSIDE = {"sessions.session"}
QUERY = ["q", "page", "as_of", "show", "year", "status", "kind", "ended", "role", "state", "who", "since", "until"]
QUERY += ["before", "after", "version", "owner", "subject", "action", "fiscal_year", "series", "form", "month", "next"]


def counts() -> dict[str, int]:
    """Rows of every table of ours, in one query."""
    tables = {one._meta.db_table: one._meta.label_lower for one in apps.get_models() if one._meta.managed}
    parts = " UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return {tables[name]: number for name, number in cursor.fetchall() if tables[name] not in KEPT_OUTSIDE}


READING = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements that may have changed a table: where there are none, nothing needs to be counted."""
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if not sql.startswith(READING):
            seen.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        yield seen


@pytest.fixture(autouse=True)
def _unlimited(settings):
    """Or from some number on only the refusal of too many would be tested."""
    settings.POSTS_PER_ADDRESS = 0


_FORMS: dict[str, list[FormSeen]] = {}  # of the one world of this module: looking at every page takes long


@pytest.fixture
def clients(world):
    """Each with the forms of the pages it may open: a programme officer, and an administrator of people."""
    for role in (Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR):
        if role in _FORMS:
            continue
        client = world.client(role)
        forms: dict[tuple[str, tuple[str, ...]], FormSeen] = {}
        for place in places():
            if not place.is_ours:
                continue
            with undone():
                page = client.get(world.address(place))
            if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
                for form in forms_in(page.content, world.address(place)):
                    name = resolve(urlsplit(form.action).path).view_name
                    if name not in NOT_SENT and not name.startswith(("account_", "mfa_")):
                        forms[(name, tuple(one.name for one in form.controls))] = form
        _FORMS[role] = list(forms.values())
    return [(world.client(role), forms) for role, forms in _FORMS.items()]


def send(client: Client, method: str, address: str, sent: fuzzing.Sent | None) -> tuple[Any, str]:
    """The answer, and what was raised instead of one."""
    try:
        if sent is None:
            return client.get(address), ""
        return client.generic(method, address, sent.body, content_type=sent.content_type), ""
    except transaction.TransactionManagementError:
        raise
    except Exception:
        return None, traceback.format_exc(limit=-4)


@dataclass
class Outcome:
    """What went wrong, one entry per place; how often each status was answered."""

    problems: dict[str, str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)


def send_many(clients: list[tuple[Client, list[FormSeen]]], times: int) -> Outcome:
    """Each is rolled back, so that every one begins with the same tables."""
    forms = [(client, form) for client, seen in clients for form in seen]
    outcome = Outcome()
    gc.collect()
    gc.freeze()  # the example and its pages stay until the end: not to be looked through again and again
    head, before = ChainHead.objects.get().digest, counts()
    for number in range(times):
        source = random.Random(f"{SEED}-{number}")
        client, form = source.choice(forms)
        sent = fuzzing.request(form, source)
        with undone():
            with written() as changes:
                answer, raised = send(client, "POST", form.action, sent)
            where = f"request {number} to {form.action}"
            if raised or answer.status_code >= 500:
                outcome.problems.setdefault(_kind(raised), f"{where}\n{sent.body[:600]!r}\n{raised}")
                continue
            outcome.answers[answer.status_code] += 1
            if answer.status_code < 400:
                if number % 20 == 0:
                    assert verify().is_whole, where
            elif changes:
                after = counts()
                changed = {name for name in before if before[name] != after[name]}
                if changed or ChainHead.objects.get().digest != head:
                    outcome.problems.setdefault(f"half saved {form.action}", f"half saved: {where}: {changed}")
    assert (head, before) == (ChainHead.objects.get().digest, counts()), "a request was not rolled back"
    return outcome


def test_forms_survive_anything(clients):
    outcome = send_many(clients, TIMES)
    assert not outcome.problems, "\n\n".join(outcome.problems.values())
    answers = outcome.answers
    assert answers[302] > TIMES / 50, f"hardly anything was accepted, so little was tested: {answers}"
    assert answers[422] > TIMES / 50, answers


def test_a_form_that_trusts_or_half_saves_is_caught(world, settings, monkeypatch):
    """Two views as they must not be."""

    def trusting(request: HttpRequest) -> HttpResponse:
        return HttpResponse(int(request.POST.get("number", "0")))

    def hasty(request: HttpRequest) -> HttpResponse:
        core.area()
        return HttpResponse(status=422)

    seeded: Any = ModuleType("tests.seeded_urls")
    seeded.urlpatterns = [path("trusting/", trusting), path("hasty/", hasty)]
    monkeypatch.setitem(sys.modules, seeded.__name__, seeded)
    settings.ROOT_URLCONF = seeded.__name__
    controls = (Control("number", "text", "7", ()),)
    forms = [FormSeen("/trusting/", controls), FormSeen("/hasty/", controls)]
    problems = send_many([(Client(), forms)], 60).problems
    assert any("invalid literal for int()" in problem for problem in problems.values())
    assert any("half saved" in problem for problem in problems.values())


def _kind(raised: str) -> str:
    """One failure per place in the code, however often it happens."""
    lines = re.findall(r'File "(.*?)", line (\d+)', raised)
    return f"{lines[-1] if lines else raised} {raised.strip().splitlines()[-1][:40] if raised else ''}"


def test_every_form_of_the_product_is_sent(clients):
    """The walk finds the forms; a page whose form it could not see would not be fuzzed."""
    names = {resolve(urlsplit(form.action).path).view_name for _, forms in clients for form in forms}
    assert {"workspace:check", "workspace:row_text", "council:new", "plans:import", "areas:add"} <= names
    assert {"events:sign_up", "events:change_my_sign_up", "events:cancel_my_sign_up", "events:answer"} <= names
    assert len(names) >= 100, sorted(names)


def test_addresses_and_filters_survive_anything(world):
    client, problems = world.client(Role.PROGRAMME_OFFICER), {}
    ours = [place for place in places() if place.is_ours]
    for number in range(TIMES // 3):
        source = random.Random(f"{SEED}-get-{number}")
        address = _address(world, source.choice(ours), source)
        with undone():
            answer, raised = send(client, "GET", address, None)
        if raised or answer.status_code >= 500:
            problems.setdefault(_kind(raised), f"request {number}: {address[:300]}\n{raised}")
    assert not problems, "\n\n".join(problems.values())


def _address(world: Any, place: Place, source: random.Random) -> str:
    """Now and then an argument is replaced by something that fits its place in the address, and a query is added."""
    instead = {name: _argument(place, name, source) for _, name in place.params if source.random() < 0.5}
    address = world.address(place, **instead)
    if source.random() < 0.8:
        query = fuzzing.query(source, QUERY)
        address += "?" + urlencode(query, doseq=True, encoding="utf-8", errors="surrogatepass")
    return address


def _argument(place: Place, name: str, source: random.Random) -> str:
    if f"<int:{name}>" in place.route:
        return source.choice(["0", "1", "99", "2023", "9" * 10, "9" * 19, "9" * 30, "00002023", "32768"])
    return quote(fuzzing.text(source)[:200].encode("utf-8", "surrogatepass"), safe="") or "x"
