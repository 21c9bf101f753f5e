"""Completion of a course as it may be, on any day, against plain loops over who came."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute, records
from zaitaku.programme.events.choices import SeriesKind, SessionStatus
from zaitaku.programme.meetings.models import Course, Enrolment, PartAttendance

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

days = st.integers(0, 24).map(lambda week: YEAR.start + timedelta(15 * week))
parts = st.lists(st.fixed_dictionaries({"day": days, "status": st.sampled_from(list(SessionStatus))}), max_size=4)
people = st.lists(
    st.fixed_dictionaries(
        {
            "said": st.lists(st.none() | st.booleans(), min_size=4, max_size=4),
            "entered": st.none() | days,
            "withdrawn": st.none() | st.none() | days,
        }
    ),
    max_size=5,
)
rules = st.none() | st.integers(1, 4)


@pytest.fixture
def owner():
    return core.organisation()


def figures(owner, sessions, enrolled, rule, *as_ofs):
    """The figure and its share on each of the days."""
    series = events.series(owner=owner, kind=SeriesKind.COURSE)
    made = [events.session(series=series, held_on=one["day"], status=one["status"]) for one in sessions]
    course = Course.objects.create(series=series, parts_needed=rule)
    for number, one in enumerate(enrolled, 1):
        fields = {"enrolled_on": one["entered"], "withdrawn_on": one["withdrawn"]}
        person = Enrolment.objects.create(course=course, number=number, **fields)
        for session, came in zip(made, one["said"], strict=False):
            if came is not None:
                PartAttendance.objects.create(enrolment=person, session=session, came=came)
    wanted = [
        indicator(owner=owner, function="meetings.completion", params={"series": series.code} | params)
        for params in ({}, {"share": "enrolled"})
    ]
    found = [tuple(compute(wanted, year=YEAR, as_of=as_of).values()) for as_of in as_ofs]
    return found, wanted[0]


class Naive:
    """What a person would count with the register and a calendar."""

    def __init__(self, sessions, enrolled, rule, as_of):
        numbered = [(at, one) for at, one in enumerate(sessions) if one["status"] != SessionStatus.CANCELLED]
        held = [at for at, one in numbered if one["status"] == SessionStatus.HELD and one["day"] <= as_of]
        needed = len(numbered) if rule is None else rule
        self.done = self.base = 0
        unsaid = is_open = False
        for one in enrolled:
            came = [at for at in held if one["said"][at]]
            if one["entered"] is not None and one["entered"] > as_of and not came:
                continue
            self.base += 1
            if one["withdrawn"] is not None and one["withdrawn"] <= as_of:
                continue
            if len(came) >= needed > 0:
                self.done += 1
                continue
            is_open = True
            unsaid |= any(one["said"][at] is None for at in held)
        silent = [at for at, one in numbered if one["status"] == SessionStatus.PLANNED and one["day"] < as_of]
        self.value = self.done if self.base and held else None
        self.is_ahead = is_open and len(held) + len(silent) < len(numbered)
        self.is_unsaid = is_open and unsaid
        self.is_silent = is_open and bool(silent)
        self.state = self._state(bool(held))

    def _state(self, is_held):
        if not self.base:
            return State.TO_FOLLOW
        if self.is_ahead:
            return State.PLANNED
        if self.is_unsaid:
            return State.TALLYING
        return State.FINAL if is_held and not self.is_silent else State.TO_FOLLOW


@given(parts, people, rules, days)
@SETTINGS
def test_completion_is_what_a_plain_loop_counts(owner, sessions, enrolled, rule, as_of):
    [(figure, share)], wanted = figures(owner, sessions, enrolled, rule, as_of)
    naive = Naive(sessions, enrolled, rule, as_of)
    assert (figure.value, figure.state, share.state) == (naive.value, naive.state, naive.state)
    if naive.value is not None:
        percent = (Decimal(100 * naive.done) / naive.base).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert (share.value, share.numerator, share.denominator) == (percent, naive.done, naive.base)
    rows = records(wanted, year=YEAR, as_of=as_of)
    assert len(rows) == naive.base
    assert sum(row.value != "" for row in rows) == naive.done
    assert any(row.state is State.TALLYING for row in rows) == naive.is_unsaid


@given(parts, people, rules, days)
@SETTINGS
def test_what_is_dated_later_changes_nothing(owner, sessions, enrolled, rule, as_of):
    """Nor what was said of later parts, nor later withdrawals, nor whoever was enrolled later and had not come."""
    later = [at for at, one in enumerate(sessions) if one["day"] > as_of or one["status"] != SessionStatus.HELD]
    earlier = []
    for one in enrolled:
        said = [None if at in later else came for at, came in enumerate(one["said"])]
        if one["entered"] is None or one["entered"] <= as_of or any(said[: len(sessions)]):
            withdrawn = one["withdrawn"] if one["withdrawn"] and one["withdrawn"] <= as_of else None
            earlier.append(one | {"said": said, "withdrawn": withdrawn})
    both = [figures(owner, sessions, people, rule, as_of)[0][0] for people in (enrolled, earlier)]
    (all_, share), (known, known_share) = both
    assert (all_.value, all_.state, all_.mark) == (known.value, known.state, known.mark)
    assert (share.value, share.denominator) == (known_share.value, known_share.denominator)


@given(parts, people, rules, days, days)
@SETTINGS
def test_the_base_never_shrinks(owner, sessions, enrolled, rule, one_day, other_day):
    found, _wanted = figures(owner, sessions, enrolled, rule, *sorted((one_day, other_day)))
    bases = [share.denominator for _figure, share in found]
    assert all(share.numerator is None or share.numerator <= share.denominator for _figure, share in found)
    assert None in bases or bases[0] <= bases[1]


@given(parts, people, rules, days)
@SETTINGS
def test_a_settled_figure_waits_for_nobody(owner, sessions, enrolled, rule, as_of):
    [(figure, _share)], _wanted = figures(owner, sessions, enrolled, rule, as_of)
    naive = Naive(sessions, enrolled, rule, as_of)
    waits = naive.is_ahead or naive.is_unsaid or naive.is_silent
    assert (figure.state is State.FINAL) == (figure.value is not None and not waits)


@given(parts, people, rules, days, st.randoms(use_true_random=False))
@SETTINGS
def test_the_order_of_entering_does_not_matter(owner, sessions, enrolled, rule, as_of, chance):
    mixed = list(enrolled)
    chance.shuffle(mixed)
    one, other = (figures(owner, sessions, people, rule, as_of)[0][0][0] for people in (enrolled, mixed))
    assert (one.value, one.state) == (other.value, other.state)


def test_the_loop_above_counts_as_a_person_does():
    """A canary: two of three complete, the third was enrolled too late to be of the base."""
    sessions = [{"day": date(2023, 6, 1), "status": SessionStatus.HELD}]
    common = {"said": [True, None, None, None], "withdrawn": None}
    enrolled = [common | {"entered": None}] * 2 + [{**common, "said": [None] * 4, "entered": date(2023, 7, 1)}]
    naive = Naive(sessions, enrolled, None, date(2023, 6, 1))
    assert (naive.value, naive.base, naive.state) == (2, 2, State.FINAL)
