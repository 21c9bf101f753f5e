"""Groups of a case meeting, for tests."""

from itertools import count
from typing import Any

from tests.factories import events
from zaitaku.programme.events.choices import Profession, SeriesKind
from zaitaku.programme.meetings.models import GroupPlan, Member, Table
from zaitaku.programme.meetings.queries.groups import person_key

_next = count(1).__next__
PROFESSIONS = [Profession.CARE_MANAGER, Profession.VISITING_NURSE, Profession.DOCTOR, Profession.PHARMACIST]


def case_meeting(**kw: Any) -> Any:
    """A session of a series of case meetings; `owner` is the series'."""
    run = {"owner": kw.pop("owner")} if "owner" in kw else {}
    series = events.series(kind=SeriesKind.CASE_MEETING, title="多職種事例検討会", **run)
    return events.session(series=series, **kw)


def plan(**kw: Any) -> GroupPlan:
    if "session" not in kw:
        kw["session"] = case_meeting()
    return GroupPlan.objects.create(**kw)


def table(**kw: Any) -> Table:
    if "plan" not in kw:
        kw["plan"] = plan()
    return Table.objects.create(**({"number": kw["plan"].tables.count() + 1, "seats": 6} | kw))


def member(**kw: Any) -> Member:
    if "plan" not in kw:
        kw["plan"] = plan()
    number = _next()
    given = {
        "name": f"参加者{number}",
        "office": f"事業所{number}",
        "profession": PROFESSIONS[number % len(PROFESSIONS)],
    } | kw
    return Member.objects.create(**({"person_key": person_key(given["name"], given["office"])} | given))


def full_plan(*, people: int = 12, tables: int = 3, seats: int = 5, **kw: Any) -> GroupPlan:
    """Members of several professions and offices, tables with a seat to spare, nobody seated yet."""
    made = plan(**kw)
    for _ in range(tables):
        table(plan=made, seats=seats)
    for at in range(people):
        member(
            plan=made,
            name=f"参加{at + 1:02}",
            office=f"事業所{at // 3 + 1}",
            profession=PROFESSIONS[at % len(PROFESSIONS)],
        )
    return made
