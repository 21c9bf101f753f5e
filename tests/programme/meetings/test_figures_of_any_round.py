"""Figures of accompanied visits as they may be, on any day, against plain loops over hospitals and their people."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from tests.factories.indicators import indicator
from tests.factories.meetings import visits
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute, records
from zaitaku.programme.meetings.choices import ReviewStatus, RoundStatus, VisitStatus

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HOUSES = 3

days = st.integers(0, 24).map(lambda week: YEAR.start + timedelta(15 * week))
people = st.lists(
    st.fixed_dictionaries(
        {
            "house": st.integers(0, HOUSES - 1),
            "round": st.integers(0, 1),
            "entered": st.none() | days,
            "withdrawn": st.none() | st.none() | days,
            "visit": st.none() | st.tuples(days, st.sampled_from(list(VisitStatus))),
        }
    ),
    max_size=6,
)
rounds = st.lists(st.sampled_from(list(RoundStatus)), min_size=2, max_size=2)
reviews = st.lists(
    st.tuples(st.sampled_from(list(ReviewStatus)), days, st.booleans()), min_size=HOUSES, max_size=HOUSES
)


@pytest.fixture
def owner():
    return core.organisation()


class Made:
    """A series of visits with its figures."""

    def __init__(self, owner, rounds, reviews, people):
        first = visits.round_(owner=owner, status=rounds[0])
        series = first.series
        both = [first, visits.round_(series=series, status=rounds[1])]
        houses = [self._house(series, *review) for review in reviews]
        for one in people:
            self._person(both[one["round"]], houses[one["house"]], one)
        own = {"owner": owner, "area": owner.area}
        self.wanted = {
            name: indicator(function=f"meetings.{name}", params={"series": series.code} | params, **own)
            for name, params in {"trainees": {}, "visiting_hospitals": {}, "reviews": {}}.items()
        }
        taking = {"series": series.code, "hospitals": "taking_part"}
        self.wanted["taking"] = indicator(function="meetings.visiting_hospitals", params=taking, **own)

    def _house(self, series, status, day, has_session):
        fields = {"review_status": status}
        if status == ReviewStatus.DONE:
            fields |= (
                {"review_session": events.session(series=series, held_on=day)} if has_session else {"reviewed_on": day}
            )
        return visits.hospital(series=series, **fields)

    def _person(self, round_, house, one):
        left = one["withdrawn"] and timezone.make_aware(datetime.combine(one["withdrawn"], time(23)))
        person = visits.trainee(round=round_, hospital=house, entered_on=one["entered"], withdrawn_at=left)
        if one["visit"]:
            day, status = one["visit"]
            slot = visits.slot(round=round_, team=f"チーム{person.number}", day=day)
            visits.visit(trainee=person, slot=slot, status=status)

    def on(self, as_of):
        found = compute(list(self.wanted.values()), year=YEAR, as_of=as_of)
        return {name: found[one.code] for name, one in self.wanted.items()}


def has_gone(one, as_of):
    return one["visit"] is not None and one["visit"][1] == VisitStatus.DONE and one["visit"][0] <= as_of


def was_entered(one, as_of):
    return one["entered"] is None or one["entered"] <= as_of or has_gone(one, as_of)


def takes_part(one, as_of):
    return has_gone(one, as_of) or one["withdrawn"] is None or one["withdrawn"] > as_of


def state_of_visits(rounds, people, as_of):
    """What is left to happen, and then what is left to be said."""
    if not people:
        return State.TO_FOLLOW
    going = [one["visit"] for one in people if one["visit"] and one["visit"][1] != VisitStatus.CANCELLED]
    waiting = [one for one in people if not one["visit"] and takes_part(one, as_of)]
    if any(day > as_of for day, _status in going):
        return State.PLANNED
    if any(rounds[one["round"]] != RoundStatus.SETTLED for one in waiting):
        return State.PLANNED
    return State.TO_FOLLOW if any(status == VisitStatus.PLANNED for _day, status in going) else State.FINAL


def review_of(reviews, as_of):
    held = sum(status == ReviewStatus.DONE and day <= as_of for status, day, _session in reviews)
    left = [status for status, day, _session in reviews if status != ReviewStatus.DONE or day > as_of]
    if ReviewStatus.ASKING in left:
        return held or None, State.ASKING
    if ReviewStatus.WANTED in left or ReviewStatus.DONE in left:
        return held or None, State.PLANNED
    return held, State.FINAL


def said(figure):
    return figure.value, figure.state


@given(rounds, reviews, people, days)
@SETTINGS
def test_every_figure_is_what_a_plain_loop_counts(owner, rounds, reviews, people, as_of):
    made = Made(owner, rounds, reviews, people)
    found = made.on(as_of)
    known = [one for one in people if was_entered(one, as_of)]
    gone = [one for one in known if has_gone(one, as_of)]
    state = state_of_visits(rounds, known, as_of)
    assert said(found["trainees"]) == (len(gone) if known else None, state)
    assert said(found["visiting_hospitals"]) == (len({one["house"] for one in gone}) if known else None, state)
    taking = {one["house"] for one in known if takes_part(one, as_of)}
    asking = any(rounds[one["round"]] == RoundStatus.ASKING for one in known)
    taking_state = (State.ASKING if asking else State.FINAL) if known else State.TO_FOLLOW
    assert said(found["taking"]) == (len(taking) if known else None, taking_state)
    assert said(found["reviews"]) == review_of(reviews, as_of)
    for house, part in _parts(found, people, as_of).items():
        own = [one for one in known if one["house"] == house]
        assert said(part) == (sum(has_gone(one, as_of) for one in own), state_of_visits(rounds, own, as_of))
    rows = records(made.wanted["trainees"], year=YEAR, as_of=as_of)
    assert sum(row.value != "" for row in rows) == len(gone)


def _parts(found, people, as_of):
    """The parts by hospital: those with somebody entered, in order."""
    houses = sorted({one["house"] for one in people if was_entered(one, as_of)})
    return dict(zip(houses, found["trainees"].parts, strict=True))


@given(rounds, reviews, people, days)
@SETTINGS
def test_parts_add_up_and_hospitals_are_those_with_somebody(owner, rounds, reviews, people, as_of):
    found = Made(owner, rounds, reviews, people).on(as_of)
    parts = [part.value for part in found["trainees"].parts]
    assert (found["trainees"].value or 0) == sum(parts)
    assert (found["visiting_hospitals"].value or 0) == sum(value > 0 for value in parts)
    assert (found["visiting_hospitals"].value or 0) <= (found["taking"].value or 0) <= HOUSES
    assert (found["reviews"].value or 0) <= HOUSES


@given(rounds, reviews, people, days)
@SETTINGS
def test_what_is_dated_later_changes_nothing(owner, rounds, reviews, people, as_of):
    """Nor later withdrawals, nor whoever was entered later and had not gone; nor on which later day a review was."""
    earlier = [
        one | {"withdrawn": one["withdrawn"] if one["withdrawn"] and one["withdrawn"] <= as_of else None}
        for one in people
        if was_entered(one, as_of)
    ]
    other = [(status, min(day, as_of + timedelta(1)), False) for status, day, _session in reviews]
    both = Made(owner, rounds, reviews, people).on(as_of), Made(owner, rounds, other, earlier).on(as_of)
    for name in ("trainees", "visiting_hospitals", "taking", "reviews"):
        assert said(both[0][name]) == said(both[1][name]), name


@given(rounds, reviews, people, days, st.randoms(use_true_random=False))
@SETTINGS
def test_the_order_of_entering_does_not_matter(owner, rounds, reviews, people, as_of, chance):
    mixed = list(people)
    chance.shuffle(mixed)
    both = [Made(owner, rounds, reviews, some).on(as_of) for some in (people, mixed)]
    assert [said(one) for one in both[0].values()] == [said(one) for one in both[1].values()]
