"""Our side of the sign-up benchmark: `zaitaku serve` as an installation runs it, and what must be true in its database.

Django is set up here on the database of the benchmark; call `prepare` before anything else.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path

from benchmarks.load import Lost, Visit, Visitor
from benchmarks.signup_pretix import free_port, process

ROOT = Path(__file__).resolve().parents[1]
TOKEN = 'name="csrfmiddlewaretoken" value="'
KEY = 'name="key" value="'
WRONG = ("over", "under", "miscounted", "unnumbered", "overtaken")  # of `books`


def prepare(folder: Path, address: str) -> dict[str, str]:
    """The environment of our processes, and Django set up in this one on an empty, migrated database."""
    port = free_port()
    ours = {
        "ZAITAKU_DATA": str(folder / "data"),
        "ZAITAKU_POSTGRES": address,
        "ZAITAKU_BASE_URL": f"http://localhost:{port}",
        "ZAITAKU_PROXIES": "1",  # each visitor has an address of their own, as behind a proxy
        "DJANGO_SETTINGS_MODULE": "zaitaku.config.settings",
        "BENCH_PORT": str(port),
    }
    os.environ.update(ours)
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return dict(os.environ)


@contextmanager
def running(folder: Path, environment: dict[str, str], *, processes: int) -> Iterator[int]:
    """Pages, and the background work beside them, which finds no mail server and lets the letters wait."""
    port = int(environment["BENCH_PORT"])
    serve = [sys.executable, "-m", "zaitaku", "serve", "--bind", f"127.0.0.1:{port}", "--workers", str(processes)]
    with process(serve, environment, port, folder / "ours.log"):
        yield port


def make_hall(seats: int) -> int:
    """A public lecture two months ahead with one channel of that many seats; its number."""
    from django.utils import timezone
    from tests.factories import core, events

    from zaitaku.programme.events.choices import Admission, SessionStatus

    day = timezone.localdate() + timedelta(days=60)
    area = core.area(name="練馬区")
    series = events.series(owner=core.organisation(area=area), fiscal_year=day.year, is_public=True, title="講演会")
    session = events.session(series=series, status=SessionStatus.PLANNED, held_on=day, title="在宅療養を知る")
    return int(events.channel(session=session, admission=Admission.FIRST_COME, capacity=seats).pk)


def seats_of(number: int) -> int:
    """How many seats that visitor asks for: one, sometimes two or three."""
    return (1, 1, 1, 2, 1, 1, 3, 1, 1, 1)[number % 10]


def visit(channel: int, *, groups: bool = False) -> Visit:
    """Form, sending it, own page: the whole way to a seat. With `groups` some ask for several and some press twice."""
    form_path = f"/events/sign-up/{channel}/"

    async def one(visitor: Visitor, number: int) -> str:
        page = await visitor.get("form", form_path)
        fields = {
            "csrfmiddlewaretoken": page.after(TOKEN),
            "key": page.after(KEY),
            "name": f"練馬 花子{number}",
            "email": f"person{number}@example.jp",
            "seats": str(seats_of(number) if groups else 1),
        }
        sent = await visitor.post("send", form_path, fields)
        if groups and number % 20 == 7:
            sent = await visitor.post("send again", form_path, fields)
        if sent.status != 302:
            raise Lost(f"send: {sent.status} {sent.text[-3000:]}")
        own = await visitor.get("own page", sent.location)
        if own.status != 200:
            raise Lost(f"own page: {own.status}")
        return sent.location

    return one


def cancel(paths: list[str]) -> Visit:
    """Give the seat of `paths[number]` back through its private link."""

    async def one(visitor: Visitor, number: int) -> str:
        path = f"{paths[number]}cancel/"
        page = await visitor.get("cancel form", path)
        sent = await visitor.post("cancel", path, {"csrfmiddlewaretoken": page.after(TOKEN)})
        if sent.status != 302:
            raise Lost(f"cancel: {sent.status}")
        return path

    return one


def some_confirmed(channel: int, count: int) -> list[str]:
    """Private pages of that many confirmed sign-ups, drawn by a fixed seed."""
    from zaitaku.programme.events.models import SignUp

    keys = SignUp.objects.filter(channel=channel, status="confirmed").order_by("rank").values_list("key", flat=True)
    return [f"/events/my/{key}/" for key in random.Random(20261122).sample(list(keys), count)]


def line_of(channel: int) -> list[int]:
    """Numbers of those who wait, in order."""
    from zaitaku.programme.events.models import SignUp

    waiting = SignUp.objects.filter(channel=channel, status="waiting").order_by("rank")
    return list(waiting.values_list("number", flat=True))


def books(channel: int) -> dict[str, int]:
    """What is wrong in the database, each as a count that must be 0; `confirmed`, `seats` and `waiting` tell its size.

    over: seats given beyond the capacity. under: seats that stay free although the first who waits fits. miscounted:
    counters of the channel that differ from the sign-ups. unnumbered: gaps in the numbers. overtaken: those who wait
    although somebody after them has a seat.
    """
    from zaitaku.programme.events.models import Channel, SignUp

    hall = Channel.objects.get(pk=channel)
    rows = list(SignUp.objects.filter(channel=channel).order_by("rank").values("number", "rank", "status", "seats"))
    confirmed = [row for row in rows if row["status"] == "confirmed"]
    waiting = [row for row in rows if row["status"] == "waiting"]
    seats = sum(row["seats"] for row in confirmed)
    free = (hall.capacity or 0) - seats
    last = max((row["rank"] for row in confirmed), default=0)
    counters = [(hall.taken, seats), (hall.waiting, len(waiting)), (hall.last_number, len(rows))]
    return {
        "over": max(0, -free),
        "under": free if waiting and free >= waiting[0]["seats"] else 0,
        "miscounted": sum(kept != found for kept, found in counters),
        "unnumbered": len(set(range(1, len(rows) + 1)) ^ {row["number"] for row in rows}),
        "overtaken": sum(row["rank"] < last for row in waiting),
        "confirmed": len(confirmed),
        "seats": seats,
        "waiting": len(waiting),
    }


def out_of_order(channel: int, line: list[int], count: int) -> int:
    """How far those who moved up differ from the first `count` of `line`, in its order, each once."""
    from zaitaku.programme.events.models import SignUpStep

    steps = SignUpStep.objects.filter(sign_up__channel=channel, kind="promoted").order_by("pk")
    moved = list(steps.values_list("sign_up__number", flat=True))
    return sum(found != wanted for found, wanted in zip_longest(moved, line[:count]))
