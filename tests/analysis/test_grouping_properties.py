"""Grouping over random meetings: hard rules hold, changes add up, refusals are right."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaitaku.analysis.grouping import (
    Bond,
    Guest,
    Meeting,
    Met,
    NotEnoughSeats,
    Place,
    RulesContradict,
    broken,
    make_groups,
    score,
)
from zaitaku.analysis.grouping.make import pair_costs, search_rules, table_costs
from zaitaku.analysis.grouping.search import FORBIDDEN, Rules, anneal, begin, changes, exchange


@st.composite
def meetings(draw, most: int = 14, kinds: int = 2) -> Meeting:
    count = draw(st.integers(2, most))
    kind = st.sampled_from(["hall", "online"][:kinds])
    tables = draw(st.lists(st.builds(Place, st.just("T"), st.integers(1, 6), kind), min_size=1, max_size=4))
    guest = st.builds(
        Guest,
        st.just("n"),
        st.sampled_from("abc"),
        st.sampled_from(["", "x", "y"]),
        kind,
        st.booleans(),
        st.none() | st.none() | st.none() | st.integers(0, len(tables) - 1),
    )
    people = draw(st.lists(guest, min_size=count, max_size=count))
    pairs = st.sampled_from(list(itertools.combinations(range(count), 2)))
    bonds = draw(st.lists(st.tuples(pairs, st.booleans()), max_size=4))
    met = draw(st.lists(st.tuples(pairs, st.integers(0, 4)), max_size=10))
    return Meeting(
        tuple(people),
        tuple(tables),
        tuple(Bond(*pair, together) for pair, together in bonds),
        tuple(Met(*pair, str(age), age) for pair, age in met),
    )


def possible(meeting: Meeting) -> bool:
    """The reference: does any seating keep the rules?"""
    return any(
        not broken(meeting, seating)
        for seating in itertools.product(range(len(meeting.places)), repeat=len(meeting.guests))
    )


@settings(max_examples=150, deadline=None)
@given(meetings())
def test_hard_rules_hold_or_the_meeting_is_refused(meeting):
    try:
        made = make_groups(meeting, steps=60)
    except RulesContradict:
        return
    assert not broken(meeting, made.seating)
    assert None not in made.seating
    assert made.score.total <= made.before.total + 1e-6


@settings(max_examples=100, deadline=None)
@given(meetings(most=5))
def test_a_meeting_is_refused_only_where_no_seating_exists(meeting):
    if possible(meeting):
        assert not broken(meeting, make_groups(meeting, steps=20).seating)
    else:
        with pytest.raises(RulesContradict) as refused:
            make_groups(meeting, steps=20)
        assert isinstance(refused.value, NotEnoughSeats) or refused.value.rules


@settings(max_examples=80, deadline=None)
@given(meetings(kinds=1), st.randoms(use_true_random=False))
def test_the_search_counts_what_the_definition_counts(meeting, rng):
    """Up to a constant: a change of the search's sum is the change of the score."""
    people, tables = list(range(len(meeting.guests))), len(meeting.places)
    free = Meeting(
        tuple(Guest(one.name, one.profession, one.office) for one in meeting.guests), meeting.places, met=meeting.met
    )
    seating = [rng.randrange(tables) for _ in people]
    rows = [[one for one in people if seating[one] == table] for table in range(tables)]
    cost, linear = pair_costs(free, people), table_costs(free, people, [len(row) for row in rows])
    rules = search_rules(free, people, tables)

    def counted(seats):
        return begin(
            cost, linear, [[one for one in people if seats[one] == at] for at in range(tables)], rules, 1
        ).total

    first, second = rng.sample(people, 2)
    after = list(seating)
    after[first], after[second] = after[second], after[first]
    assert counted(after) - counted(seating) == pytest.approx(
        score(free, tuple(after)).total - score(free, tuple(seating)).total
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(1, 4))
def test_a_change_added_up_is_the_sum_from_nothing(seed, tables, width):
    rng = np.random.default_rng(seed)
    people = tables * width
    cost = rng.normal(size=(people, people))
    cost = np.triu(cost, 1) + np.triu(cost, 1).T
    linear = rng.normal(size=(tables, people))
    rows = rng.permutation(people).reshape(tables, width)
    rules = Rules(np.zeros((people, people), bool), (), np.ones(people, bool), np.zeros(people, bool), False)
    state = begin(cost, linear, rows.tolist(), rules, 1)
    assert state.total == pytest.approx(_sum(cost, linear, rows))
    a, b = 0, tables - 1
    delta = changes(state, np.array([a]), np.array([b]))[0]
    for x, y in itertools.product(range(width), repeat=2):
        after = rows.copy()
        after[a, x], after[b, y] = rows[b, y], rows[a, x]
        assert _sum(cost, linear, after) - state.total == pytest.approx(delta[x, y])
    left, right = rows[a][: max(1, width // 2)].tolist(), rows[b][: max(1, width // 2)].tolist()
    after = rows.copy()
    after[a, : len(left)], after[b, : len(left)] = right, left
    assert exchange(state, left, right) == pytest.approx(_sum(cost, linear, after) - state.total)


def _sum(cost, linear, rows) -> float:
    return sum(cost[np.ix_(row, row)].sum() / 2 + linear[at, row].sum() for at, row in enumerate(rows))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_forbidden_pairs_never_meet_and_the_result_is_a_local_best(seed):
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 5, size=(12, 12)).astype(float)
    cost = np.triu(cost, 1) + np.triu(cost, 1).T
    cost[0, 4] = cost[4, 0] = FORBIDDEN
    rules = Rules(np.zeros((12, 12), bool), (), np.ones(12, bool), np.zeros(12, bool), False)
    found = anneal(cost, np.zeros((3, 12)), [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]], rules, steps=100, seed=seed)
    assert not any({0, 4} <= set(row) for row in found)
    total = _sum(cost, np.zeros((3, 12)), found)
    for (a, first), (b, second) in itertools.combinations(enumerate(found), 2):
        for x, y in itertools.product(range(4), repeat=2):
            swapped = [list(row) for row in found]
            swapped[a][x], swapped[b][y] = second[y], first[x]
            assert _sum(cost, np.zeros((3, 12)), swapped) >= total - 1e-9
