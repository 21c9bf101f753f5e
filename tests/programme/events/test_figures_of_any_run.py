"""Figures of a run as it may be, on any day, against plain loops over its sessions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute
from zaitaku.core.areas.choices import AreaKind
from zaitaku.programme.events.choices import ChannelKind, SessionStatus

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
FUNCTIONS = ("attendance", "views", "persons", "sessions_held", "places", "coverage")

days = st.integers(0, 365).map(lambda offset: YEAR.start + timedelta(offset))
ways = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([ChannelKind.MAIN_HALL, ChannelKind.LATER_SCREENING, ChannelKind.VIDEO]),
        "held_on": st.none() | st.none() | days,
        "status": st.sampled_from(["", "", "", SessionStatus.CANCELLED]),
        "value": st.none() | st.integers(0, 50),
        "as_of": st.none() | days,
    }
)
sittings = st.fixed_dictionaries(
    {
        "status": st.sampled_from(list(SessionStatus)),
        "held_on": st.none() | days,
        "month": st.none() | days.map(lambda day: day.replace(day=1)),
        "venue": st.sampled_from(["", "区民センター", "区民 センター", "図書館"]),
        "area": st.sampled_from([None, 0, 1]),
        "ways": st.lists(ways, max_size=3),
    }
)


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def areas(owner):
    return [core.area(kind=AreaKind.LIVING_AREA, parent=owner.area) for _number in range(3)]


def made(owner, areas, sessions):
    run = events.series(owner=owner)
    for one in sessions:
        area = None if one["area"] is None else areas[one["area"]]
        fields = {"status": one["status"], "held_on": one["held_on"], "planned_month": one["month"]}
        session = events.session(series=run, venue=one["venue"], area=area, **fields)
        for number, way in enumerate(one["ways"]):
            fields = {"kind": way["kind"], "held_on": way["held_on"], "status": way["status"]}
            channel = events.channel(session=session, label=f"会場{number}", **fields)
            if way["value"] is not None:
                events.attendance(channel=channel, value=way["value"], as_of=way["as_of"])
    return run


def held_by(sessions, as_of):
    day = lambda one: one["held_on"] or one["month"] or date.min  # noqa: E731
    return [one for one in sessions if one["status"] == SessionStatus.HELD and day(one) <= as_of]


def awaited_by(sessions, as_of):
    """Planned sessions that are (ahead, over) on the day; one that is held later lies ahead too."""
    ahead, over = [], []
    for one in sessions:
        if one["status"] == SessionStatus.CANCELLED or one in held_by([one], as_of):
            continue
        last = YEAR.end if one["month"] is None else (one["month"] + timedelta(31)).replace(day=1) - timedelta(1)
        is_over = one["status"] == SessionStatus.PLANNED and (one["held_on"] or last) < as_of
        (over if is_over else ahead).append(one)
    return ahead, over


def counts(sessions, as_of, *, videos):
    """By channel, all that is known by the day and took place by then, or is dated itself."""
    for one in sessions:
        for way in one["ways"]:
            day = way["as_of"] or way["held_on"] or one["held_on"] or one["month"] or date.min
            is_off = SessionStatus.CANCELLED in (one["status"], way["status"])
            if (
                not is_off
                and way["value"] is not None
                and (way["kind"] == ChannelKind.VIDEO) is videos
                and day <= as_of
            ):
                yield way["value"]


def is_counted(one, as_of):
    """Whether every way in which people could come to the session has a number."""
    live = [way for way in one["ways"] if way["kind"] != ChannelKind.VIDEO and way["status"] != SessionStatus.CANCELLED]
    return bool(live) and len(list(counts([one], as_of, videos=False))) == len(live)


def check(found, kind, value):
    assert (found.kind, found.value) == (kind, value)


@given(st.lists(sittings, max_size=4), days)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_figure_is_what_a_plain_loop_counts(owner, areas, sessions, as_of):
    run = made(owner, areas, sessions)
    wanted = [indicator(owner=owner, function=f"events.{name}", params={"series": run.code}) for name in FUNCTIONS]
    found = dict(zip(FUNCTIONS, compute(wanted, year=YEAR, as_of=as_of).values(), strict=True))
    held = held_by(sessions, as_of)
    ahead, over = awaited_by(sessions, as_of)
    came, viewed = list(counts(sessions, as_of, videos=False)), list(counts(sessions, as_of, videos=True))
    check(found["attendance"], Kind.PERSON_TIMES, sum(came) if came else None)
    check(found["views"], Kind.TIMES, sum(viewed) if viewed else None)
    planned = [one for one in sessions if one["status"] != SessionStatus.CANCELLED]
    check(found["sessions_held"], Kind.TIMES, len(held) if planned else None)
    if planned:
        settled = State.TO_FOLLOW if over else State.FINAL
        assert found["sessions_held"].state is (State.PLANNED if ahead else settled)
    for name in ("persons", "places", "coverage"):
        assert not over or found[name].overall_state is not State.FINAL, f"{name} is settled before {over} is told"
    if not all(is_counted(one, as_of) for one in (*held, *over)):
        assert found["attendance"].state is not State.FINAL
    venues = {one["venue"].replace(" ", "") for one in held} - {""}
    check(found["places"], Kind.PLACES, len(venues) if held else None)
    reached = {one["area"] for one in held} - {None}
    tenths = (2000 * len(reached) + 3) // 6
    check(found["coverage"], Kind.PERCENT, Decimal(tenths) / 10 if held else None)
    if held:
        assert (found["places"].state is State.FINAL) == (not over and all(one["venue"] for one in held))
        assert (found["coverage"].state is State.FINAL) == (not over and all(one["area"] is not None for one in held))
    ends = [part.value for part in found["persons"].parts] or [found["persons"].value]
    assert ends == [None] or max(ends) <= sum(came), "nobody is counted who did not come"
