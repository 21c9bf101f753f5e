"""Sign-ups a minute under a rush, beside pretix 2026.8.0, and whether every seat is given once and in order.

`python -m benchmarks signup` prints the numbers; `run()` gives them.

Method
- Both on this machine in one run, on the same throw-away PostgreSQL with durable commits, both behind gunicorn with two
  processes of two threads. 32 visitors at once, without pauses, each with cookies and a connection of their own. Each
  makes every request a browser makes for one free seat: ours 3 (form, sending, own page), pretix 9 (shop, basket and
  its page, checkout, address and its page, confirmation and its page, order). Pictures and style sheets are asked for
  on neither side. The visitors are one process, the same for both; `visitors_core` is what they need of a core.
- The sides take turns, and only one serves at a time. Visitors warm a side up and go on without a break when its turn
  begins, so that visits under way then make up for those under way at its end. What counts is the visits that come to
  their end within a turn; accepted a minute is over all turns of a side.
- pretix as its documentation sets it up, with Redis for cache, locks and sessions; one free product, one quota, larger
  than needed. It is measured twice, with its background queue in the processes of its pages and in two of its own; the
  quicker counts. No letter is written (a setting of its own), no plugin is on, no invoice address is asked for. Ours
  writes the confirmation into its queue.
- Turns of pretix are short, for only its pace is asked for. Ours then take 10,000 tries at 4,000 seats: some for two or
  three seats, some sent twice. Then 300 confirmed sign-ups, drawn by a fixed seed, are given back by 32 at once.
  After each the database is compared with itself, and after the second with the line of those who waited.
- p95 is that of every single request of ours in its turns, `tries_p95` that of the 10,000 tries; both are bound. `send`
  is the request that takes the seat.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tools.with_postgres import cluster, create_database  # noqa: E402

from benchmarks import signup_ours as ours  # noqa: E402
from benchmarks import signup_pretix as pretix  # noqa: E402
from benchmarks.load import Timings, drive, percentile  # noqa: E402

CLIENTS = 32
WARM_VISITS = 96
TURN = 45.0  # seconds
ROUNDS = 2
SEATS, TRIES, GIVEN_BACK = 4_000, 10_000, 300
LEAST_RATIO = 4.0
MOST_P95 = 0.300  # seconds
PLENTY = 1_000_000
PROCESSES, THREADS = 2, 2


def run() -> dict[str, Any]:
    """Accepted a minute on both sides, their ratio, p95 of ours in seconds, and what was wrong in the database."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # told to end, it ends the servers too
    with tempfile.TemporaryDirectory() as name, cluster(durable=True) as address:
        folder = Path(name)
        create_database(address, "pretix")
        environment = ours.prepare(folder, address)
        halls = {"plenty": ours.make_hall(PLENTY), "rush": ours.make_hall(SEATS)}
        with pretix.shop(folder / "shop", address=address, seats=PLENTY) as shop:
            turns = _turns(folder, environment, halls["plenty"], shop)
        with ours.running(folder, environment, processes=PROCESSES) as port:
            rush = _rush(port, halls["rush"])
        own = ours.books(halls["plenty"])
    return _judged(turns, rush, wrong_beside=own["over"] + own["miscounted"] + own["unnumbered"])


def _turns(folder: Path, environment: dict[str, str], hall: int, shop: pretix.Shop) -> dict[str, list[Timings]]:
    """By name of the side, the timings of each of its turns."""
    found: dict[str, list[Timings]] = {"ours": [], "pretix": [], "pretix with queue": []}
    first = 1
    for _ in range(ROUNDS):
        for side, turns in found.items():
            with ExitStack() as stack:
                if side == "ours":
                    port = stack.enter_context(ours.running(folder, environment, processes=PROCESSES))
                    visit = ours.visit(hall)
                else:
                    port = stack.enter_context(shop.pages(_GUNICORN, queue=side != "pretix"))
                    visit = shop.visit()
                turns.append(drive(visit, port=port, clients=CLIENTS, first=first, warm=WARM_VISITS, seconds=TURN))
            first += 1_000_000
    return found


_GUNICORN = ["--workers", str(PROCESSES), "--threads", str(THREADS)]


def _rush(port: int, hall: int) -> dict[str, Any]:
    tried = drive(ours.visit(hall, groups=True), port=port, clients=CLIENTS, first=10_000_000, tries=TRIES)
    after_tries, line = ours.books(hall), ours.line_of(hall)
    given_back = ours.some_confirmed(hall, GIVEN_BACK)
    returned = drive(ours.cancel(given_back), port=port, clients=CLIENTS, first=0, tries=GIVEN_BACK)
    after_returns = ours.books(hall)
    return {
        "tries": len(tried.done),
        "lost": tried.lost + returned.lost,
        "tries_a_minute": 60 * len(tried.done) / tried.seconds,
        "tries_p95": percentile(tried.of(), 0.95),
        "after_tries": after_tries,
        "after_returns": after_returns,
        "moved_up": len(line) - after_returns["waiting"],
        "out_of_order": ours.out_of_order(hall, line, len(line) - after_returns["waiting"]),
    }


def _judged(turns: dict[str, list[Timings]], rush: dict[str, Any], *, wrong_beside: int) -> dict[str, Any]:
    pace = {
        side: 60 * sum(len(one.done) for one in all_) / sum(one.seconds for one in all_) for side, all_ in turns.items()
    }
    peer = max(pace["pretix"], pace["pretix with queue"])
    requests = sorted(seconds for one in turns["ours"] for seconds in one.of())
    sends = sorted(seconds for one in turns["ours"] for seconds in one.of("send"))
    p95, ratio = percentile(requests, 0.95), pace["ours"] / peer if peer else 0.0
    lost = [told for all_ in turns.values() for one in all_ for told in one.lost] + rush["lost"]
    wrong = (
        wrong_beside
        + rush["out_of_order"]
        + sum(books[name] for books in (rush["after_tries"], rush["after_returns"]) for name in ours.WRONG)
    )
    return {
        "accepted_a_minute": pace["ours"],
        "peer_accepted_a_minute": pace["pretix"],
        "peer_with_queue_accepted_a_minute": pace["pretix with queue"],
        "ratio": ratio,
        "p95": p95,
        "p95_send": percentile(sends, 0.95),
        "peer_p95": percentile(sorted(s for one in turns["pretix"] for s in one.of()), 0.95),
        "visitors_core": max(one.own_share for all_ in turns.values() for one in all_),
        **{name: value for name, value in rush.items() if name != "lost"},
        "lost": lost[:3] or 0,
        "wrong": wrong,
        "holds": ratio >= LEAST_RATIO
        and max(p95, rush["tries_p95"]) < MOST_P95
        and not wrong
        and not lost
        and rush["tries"] == TRIES,
    }


def main() -> int:
    print((__doc__ or "").partition("Method\n")[2])
    try:
        found = run()
    except pretix.PeerMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    for name, value in found.items():
        print(f"{name}: {value}")
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
