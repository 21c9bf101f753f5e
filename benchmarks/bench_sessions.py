"""First pages of the lists over 10,000 sessions and 1,000,000 sign-ups, on SQLite and on PostgreSQL.

Method: a throw-away database each (PostgreSQL by tools/with_postgres.py), filled in bulk: 500 series of 20 sessions
over ten years, 2 channels a session, 50 sign-ups a channel, attendance of every held channel. An officer of the whole
area asks for the first page of the list of sessions (all, searched, by owner), of the list of series, of the calendar;
a visitor for the public page. Through Django's test client in one process, 3 times to warm up, then 15 times each.
Bound: every median below 200 ms on both databases.
Peer: the same 50 sessions with their seats counted from the sign-ups, as a page without counters does.
"""

import statistics
from datetime import date, timedelta
from typing import Any

from benchmarks.databases import filled, get, on_both, taken

SERIES, SESSIONS, WAYS, SIGN_UPS = 500, 20, 2, 50
BOUND_MS = 200.0
WARM, TIMES = 3, 15


def run() -> dict[str, Any]:
    found = on_both("bench_sessions")
    result: dict[str, Any] = {"sessions": SERIES * SESSIONS, "sign_ups": SERIES * SESSIONS * WAYS * SIGN_UPS}
    for database, times in found.items():
        result |= {f"{database}_{name}_ms": value for name, value in times.items()}
        result[f"{database}_ratio_to_counting"] = round(times["counting"] / times["query"], 1)
    pages = [value for times in found.values() for name, value in times.items() if name not in ("counting", "query")]
    return result | {"slowest_median_ms": max(pages), "holds": max(pages) < BOUND_MS}


def measure() -> dict[str, float]:
    """Milliseconds, medians, in the database that the environment names."""
    with filled(fill) as person:
        from django.test import Client

        officer, visitor = Client(), Client()
        officer.force_login(person)
        pages = {
            "list": (officer, "/events/sessions/"),
            "searched": (officer, "/events/sessions/?q=%E8%AC%9B%E6%BC%94&status=planned&since=2026-04-01"),
            "by_owner": (officer, "/events/sessions/?sort=owner"),
            "last_page": (officer, "/events/sessions/?page=200"),
            "series": (officer, "/events/"),
            "calendar": (officer, "/events/calendar/?month=2026-12"),
            "public": (visitor, "/public/"),
        }
        found = {name: median(lambda c=client, a=address: get(c, a)) for name, (client, address) in pages.items()}
        found["query"] = median(lambda: listed(person))
        found["counting"] = median(lambda: counted(person), times=3)
        return found


def median(work: Any, times: int = TIMES) -> float:
    return round(statistics.median(taken(work, times, warm=WARM)), 1)


def listed(person: Any) -> None:
    """The 50 sessions of the first page with their channels, counters and attendance."""
    from zaitaku.programme.events.queries.sessions import in_full, listed_sessions

    assert len(list(in_full(listed_sessions(_reach(person), {})[:50]))) == 50


def counted(person: Any) -> None:
    """The same 50 with confirmed seats and waiting entries counted from the rows."""
    from django.db.models import Count, Q, Sum

    from zaitaku.programme.events.queries.sessions import in_full, listed_sessions

    rows = listed_sessions(_reach(person), {}).annotate(
        confirmed=Sum("channels__sign_ups__seats", filter=Q(channels__sign_ups__status="confirmed")),
        queue=Count("channels__sign_ups", filter=Q(channels__sign_ups__status="waiting")),
    )
    assert len(list(in_full(rows[:50]))) == 50


def _reach(person: Any) -> Any:
    from zaitaku.core.accounts.access import Permission, organisations_for

    return organisations_for(person, Permission.VIEW_PROGRAMME, on=date.today())  # noqa: DTZ011  # any day will do


def fill() -> Any:
    """Synthetic series of 10 sections; every fifth series is public. Returns the officer who reads."""
    from zaitaku.core.accounts.models import Membership, Person
    from zaitaku.core.areas.models import Area, Organisation
    from zaitaku.programme.events.models import Series

    begin = date(2010, 4, 1)
    area = Area.objects.create(code="990000", name="合成市", kind="municipality", valid_from=begin)
    owners = Organisation.objects.bulk_create(
        Organisation(area=area, code=f"s{n}", name=f"合成課{n}", kind="section", valid_from=begin) for n in range(10)
    )
    person = Person.objects.create(email="reader@synthetic.example", name="合成の担当", password="!")
    _second_factor(person)
    Membership.objects.create(person=person, organisation=owners[0], role="programme_officer", valid_from=begin)
    series = Series.objects.bulk_create(
        Series(
            owner=owners[n % 10],
            code=f"c{n}",
            title=f"合成講演会{n}" if n % 3 else f"合成サロン{n}",
            kind="lecture" if n % 3 else "salon",
            fiscal_year=2017 + n % 10,
            is_public=n % 5 == 0,
            contact="合成課",
        )
        for n in range(SERIES)
    )
    _sessions(series, person)
    return person


def _second_factor(person: Any) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=person, type="totp", data={"secret": "synthetic"})


def _sessions(series: list[Any], person: Any) -> None:
    from django.db import connection
    from django.utils import timezone

    from zaitaku.programme.events.models import Attendance, Channel, Session

    sessions = []
    for n, one in enumerate(series):
        for number in range(1, SESSIONS + 1):
            day = date(one.fiscal_year, 4, 1) + timedelta(days=(n * 7 + number * 17) % 365)
            held = day < date(2026, 11, 22)
            sessions.append(
                Session(
                    series=one, number=number, title=f"話題{number}", held_on=day, status="held" if held else "planned"
                )
            )
    sessions = Session.objects.bulk_create(sessions, batch_size=2000)
    channels = Channel.objects.bulk_create(
        (
            Channel(
                session=session, kind="main_hall", label=f"会場{way}", position=way, admission="first_come",
                capacity=60, taken=SIGN_UPS, last_number=SIGN_UPS,
            )
            for session in sessions
            for way in range(1, WAYS + 1)
        ),
        batch_size=2000,
    )  # fmt: skip
    now = timezone.now()
    Attendance.objects.bulk_create(
        (
            Attendance(channel=one, value=40, recorded_at=now, recorded_by=person)
            for one in channels
            if one.session.status == "held"
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute(SQL, [SIGN_UPS])


# The database makes the million rows itself; both understand this.
SQL = """
INSERT INTO events_signup (channel_id, number, rank, key, status, seats, way, name, kana, email, phone, needs,
    needs_text, profession, office, age_group, created_at, changed_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
SELECT channel.id, n.i, n.i, CAST(channel.id AS TEXT) || '-' || CAST(n.i AS TEXT), 'confirmed', 1, 'web',
    '合成', '', 'a@synthetic.example', '', '[]', '', '', '', '', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP
FROM events_channel channel, n
"""


if __name__ == "__main__":
    print(run())
