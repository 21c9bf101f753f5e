"""The year page over 27 centres × 10 years of monthly returns × 40 elements, 20 users on this machine.

Method: `zaitaku serve` (two processes of four threads) on SQLite with synthetic returns (129,600 values). 20 users,
each signed in, each asks for the year page, waits a second as a reader does, and asks again, for 20 seconds; every
fifth page comes after a change of a record, so that figures are computed anew. The time is until the last byte.
Bound: p95 below 100 ms.
Peer: the same figures by loops over the ORM's rows, in one process, without cache (what a straightforward page does).
"""

import http.client
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.databases import filled

USERS, SECONDS, PAUSE = 20, 20.0, 1.0
CENTRES, YEARS, ELEMENTS, FIRST = 27, 10, 40, 2014
LAST = FIRST + YEARS - 1


def run() -> dict[str, Any]:
    with filled(fill) as person:
        peer = min(_timed(loops) for _ in range(3))
        ours = min(_timed(computed) for _ in range(3))
        with _Server() as port:
            quiet = load(port, cookies(person, USERS), changes_after=0)
            busy = load(port, cookies(person, USERS), changes_after=10)
    p95 = {name: statistics.quantiles(times, n=20)[-1] for name, times in (("quiet", quiet), ("busy", busy))}
    return {
        "pages": len(quiet) + len(busy),
        "median_ms": round(statistics.median(quiet) * 1000, 1),
        "p95_ms": round(p95["quiet"] * 1000, 1),
        "p95_while_recording_ms": round(p95["busy"] * 1000, 1),
        "compute_ms": round(ours * 1000, 1),
        "orm_loops_ms": round(peer * 1000, 1),
        "ratio_to_orm_loops": round(peer / ours, 1),
        "holds": max(p95.values()) < 0.1,
    }


def _timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fill() -> Any:
    """Synthetic centres, returns and a plan with an initiative per element. Returns the person who reads."""
    from django.utils import timezone

    from zaitaku.core.accounts.models import Membership, Person
    from zaitaku.core.areas.models import Area, Organisation
    from zaitaku.programme.indicators.models import Indicator
    from zaitaku.programme.plans.models import Initiative, Node, Plan, PlanIndicator, PlanVersion
    from zaitaku.programme.returns.models import Element, Form, Return, Value

    begin, now = date(2000, 4, 1), timezone.now()
    area = Area.objects.create(code="990000", name="合成市", kind="municipality", valid_from=begin)
    section = Organisation.objects.create(area=area, code="s", name="合成課", kind="section", valid_from=begin)
    centres = Organisation.objects.bulk_create(
        Organisation(area=area, code=f"c{n}", name=f"合成センター{n}", kind="support_center", valid_from=begin)
        for n in range(CENTRES)
    )
    person = Person.objects.create(email="reader@synthetic.example", name="合成の担当", password="!")
    Membership.objects.create(person=person, organisation=section, role="programme_officer", valid_from=begin)
    form = Form.objects.create(owner=section, code="monthly", title="合成月報", rhythm="month")
    elements = Element.objects.bulk_create(
        Element(form=form, code=f"e{n}", label=f"項目{n}", kind="cases", span="period", position=n)
        for n in range(ELEMENTS)
    )
    months = [(FIRST + (m + 3) // 12, (m + 3) % 12 + 1) for m in range(12 * YEARS)]
    sheets = Return.objects.bulk_create(
        Return(form=form, organisation=centre, start=date(y, m, 1), end=_month_end(y, m))
        for centre in centres
        for y, m in months
    )
    rng = random.Random(2023)
    Value.objects.bulk_create(
        (
            Value(sheet=sheet, element=element, value=Decimal(rng.randrange(200)), recorded_at=now, recorded_by=person)
            for sheet in sheets
            for element in elements
        ),
        batch_size=5000,
    )
    plan = Plan.objects.create(area=area, title="合成計画", first_year=FIRST, last_year=LAST)
    version = PlanVersion.objects.create(plan=plan, number=1, name="合成", status="adopted", in_force_from=begin)
    goal = Node.objects.create(version=version, kind="goal", key="goal", text="目標", position=1)
    pillar = Node.objects.create(version=version, parent=goal, kind="pillar", key="p", text="柱", position=2)
    category = Node.objects.create(version=version, parent=pillar, kind="category", key="c", text="区分", position=3)
    state = Node.objects.create(
        version=version, parent=category, kind="desired_state", key="s", text="状態", position=4
    )
    for n, element in enumerate(elements):
        node = Node.objects.create(
            version=version, parent=state, kind="initiative", key=f"I{n}", text=f"取組{n}", position=5 + n
        )
        Initiative.objects.create(node=node)
        indicator = Indicator.objects.create(
            area=area,
            code=f"I{n}.value",
            label=element.label,
            function="returns.value",
            params={"form": "monthly", "element": element.code},
            owner=section,
        )
        PlanIndicator.objects.create(node=node, key="1", text=element.label, position=1).measures.add(indicator)
    return person


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def computed() -> dict[str, Decimal | None]:
    from zaitaku import catalogue
    from zaitaku.analysis.period import FiscalYear
    from zaitaku.programme.indicators.models import Indicator

    figures = catalogue.compute(list(Indicator.objects.all()), year=FiscalYear(LAST), as_of=date(LAST + 1, 3, 31))
    return {code: figure.value for code, figure in figures.items()}


def loops() -> dict[str, Decimal | None]:
    """The peer: fetch the year's rows and add them up one by one. Its answer must be ours."""
    from zaitaku.programme.returns.models import Value

    sums: dict[str, Decimal] = {}
    rows = Value.objects.filter(
        superseded_at=None, sheet__start__gte=date(LAST, 4, 1), sheet__end__lte=date(LAST + 1, 3, 31)
    ).select_related("element", "sheet")
    for row in rows:
        code = f"I{row.element.code[1:]}.value"
        sums[code] = sums.get(code, Decimal(0)) + (row.value or 0)
    assert sums == computed()
    return dict(sums)


def cookies(person: Any, count: int) -> list[str]:
    from django.test import Client

    found = []
    for _ in range(count):
        client = Client()
        client.force_login(person)
        found.append(client.cookies["sessionid"].value)
    return found


class _Server:
    """`zaitaku serve` on a free port of this machine."""

    def __enter__(self) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        command = [str(Path(sys.executable).with_name("zaitaku")), "serve", "--bind", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(150):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return port
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the server did not start")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def load(port: int, sessions: list[str], *, changes_after: int) -> list[float]:
    """Seconds of each page. The first reader records something after every `changes_after` pages; 0: never."""
    times: list[float] = []
    lock = threading.Lock()
    until = time.monotonic() + SECONDS

    def reader(number: int, session: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        time.sleep(PAUSE * number / len(sessions))
        turn = 0
        while time.monotonic() < until:
            if changes_after and number == 0 and turn % changes_after == changes_after - 1:
                change()
            start = time.perf_counter()
            connection.request("GET", f"/year/{LAST}/", headers={"Cookie": f"sessionid={session}"})
            response = connection.getresponse()
            body = response.read()
            took = time.perf_counter() - start
            assert response.status == 200, response.status
            assert b"I39" in body
            with lock:
                times.append(took)
            turn += 1
            time.sleep(PAUSE)

    threads = [threading.Thread(target=reader, args=(n, s)) for n, s in enumerate(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times[len(sessions) :]  # the first page of each user warms the processes up


def change() -> None:
    """One more entry in the audit chain: what was remembered no longer counts."""
    from django.db import transaction

    from zaitaku.core.accounts.models import Person
    from zaitaku.core.audit.actions import record

    person = Person.objects.get(email="reader@synthetic.example")
    with transaction.atomic():
        record(by=person, action="benchmark.change", subject=person, details={"at": datetime.now(UTC).isoformat()})


if __name__ == "__main__":
    print(run())
