"""Checks of a sheet against a naive reference, and what must hold whatever the numbers."""

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.figure import State
from zaitaku.analysis.return_rules import Answered, Check, CheckKind, Known, findings, plausible_range
from zaitaku.analysis.return_rules.range import median, spread

NUMBERS = st.integers(0, 400).map(Decimal)
STATES = st.sampled_from([State.FINAL, State.FINAL, State.PRELIMINARY, State.TALLYING, State.NOT_APPLICABLE])
BOUNDS = st.none() | st.decimals(0, 500, places=1)


@st.composite
def answers(draw, codes="abcd"):
    found = {}
    for code in codes:
        state = draw(STATES)
        value = None if state is State.NOT_APPLICABLE else draw(NUMBERS)
        if draw(st.integers(0, 9)):
            found[code] = Answered(value, state)
    return found


def settled(one):
    return one is not None and one.value is not None and one.state in (State.FINAL, State.PRELIMINARY)


def naive(check, answered, known):
    """Whether the check fails, written out case by case."""
    mine = answered.get(check.element)
    others = [answered.get(code) for code in check.others]
    low, high = check.minimum, check.maximum
    if check.kind is CheckKind.ANSWERED:
        return mine is None
    if not settled(mine):
        return False
    value = mine.value
    if check.kind in (CheckKind.PARTS, CheckKind.SUM):
        so_far = sum(one.value for one in others if one is not None and one.value is not None)
        done = all(settled(one) or (one is not None and one.state is State.NOT_APPLICABLE) for one in others)
        return so_far > value or (done and so_far < value)
    if check.kind is CheckKind.SEVERAL:
        return any(one is not None and one.value is not None and one.value > value for one in others)
    if check.kind is CheckKind.NOT_ABOVE:
        return any(settled(one) and one.value < value for one in others)
    if check.kind is CheckKind.NOT_BELOW_LAST:
        before, after = known.last, known.following
        return (before is not None and value < before) or (after is not None and value > after)
    if check.kind is CheckKind.PER_1000_65:
        if known.residents_65 is None:
            return False
        value = Fraction(value) * 1000 / known.residents_65
        low, high = (None if one is None else Fraction(one) for one in (low, high))
    return (low is not None and value < low) or (high is not None and value > high)


@given(
    st.sampled_from([kind for kind in CheckKind if kind is not CheckKind.HISTORY]),
    answers(),
    st.builds(
        Known, last=st.none() | NUMBERS, following=st.none() | NUMBERS, residents_65=st.none() | st.integers(1, 9)
    ),
    BOUNDS,
    BOUNDS,
)
def test_every_check_finds_what_the_naive_one_finds(kind, answered, known, low, high):
    check = Check(kind, "a", others=("b", "c", "d"), minimum=low, maximum=high)
    found = findings([check], answered, {"a": known})
    assert bool(found) == naive(check, answered, known)
    assert all(one.element == "a" and one.kind is kind for one in found)


def test_a_sum_of_which_no_item_is_asked_any_more_finds_nothing():
    assert findings([Check(CheckKind.SUM, "a")], {"a": Answered(Decimal(5), State.FINAL)}, {}) == []


@given(answers(), st.permutations("bcd"))
def test_the_order_of_the_parts_plays_no_part(answered, order):
    for kind in (CheckKind.PARTS, CheckKind.SUM, CheckKind.SEVERAL, CheckKind.NOT_ABOVE):
        one, other = (findings([Check(kind, "a", others=tuple(codes))], answered, {}) for codes in ("bcd", order))
        assert bool(one) == bool(other)


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_parts_that_make_their_whole_are_never_found(parts):
    codes = tuple(f"p{number}" for number in range(len(parts)))
    answered = {code: Answered(value) for code, value in zip(codes, parts, strict=True)} | {"a": Answered(sum(parts))}
    assert not findings(
        [Check(CheckKind.PARTS, "a", others=codes), Check(CheckKind.SEVERAL, "a", others=codes)], answered, {}
    )
    wrong = answered | {"a": Answered(sum(parts) + 1)}
    assert findings([Check(CheckKind.PARTS, "a", others=codes)], wrong, {})[0].facts == {
        "value": sum(parts) + 1,
        "sum": sum(parts),
    }


@given(st.lists(NUMBERS, min_size=3, max_size=12), st.data())
def test_a_corrected_month_that_is_taken_keeps_a_running_total_growing(steps, data):
    """However months are corrected, as long as the check holds the totals never fall."""
    totals = [sum(steps[: at + 1]) for at in range(len(steps))]
    for _correction in range(3):
        at = data.draw(st.integers(0, len(totals) - 1))
        typed = data.draw(NUMBERS)
        known = Known(totals[at - 1] if at else None, totals[at + 1] if at + 1 < len(totals) else None)
        if not findings([Check(CheckKind.NOT_BELOW_LAST, "a")], {"a": Answered(typed)}, {"a": known}):
            totals[at] = typed
        assert totals == sorted(totals)


@given(st.lists(st.integers(0, 9999), min_size=1, max_size=30).map(lambda many: [Decimal(one) for one in many]))
def test_median_and_spread_are_those_of_the_textbook(values):
    middle = Fraction(statistics.median([Fraction(one) for one in values]))
    deviation = statistics.median([abs(Fraction(one) - middle) for one in values])
    assert Fraction(median(values)) == middle
    expected = max(float(deviation) * 1.4826, float(middle) ** 0.5, 1.0)
    assert float(spread(values)) == pytest.approx(expected, rel=1e-12)


@given(st.lists(NUMBERS, min_size=6, max_size=40), st.integers(1, 6).map(Decimal), st.permutations(range(24)))
def test_the_usual_range_holds_its_median_grows_with_the_spreads_and_forgets_old_months(history, spreads, order):
    low, high = plausible_range(history, spreads, spreads)
    assert 0 <= low <= median(history[:24]) <= high
    wider_low, wider_high = plausible_range(history, spreads + 1, spreads + 1)
    assert wider_low <= low
    assert high < wider_high
    recent = history[:24]
    if len(recent) == 24:
        assert plausible_range([*recent, Decimal(10**9)], spreads, spreads) == (low, high)
    shuffled = [recent[index] for index in order if index < len(recent)]
    assert plausible_range(shuffled, spreads, spreads) == (low, high)
    found = findings(
        [Check(CheckKind.HISTORY, "a", minimum=spreads, maximum=spreads)],
        {"a": Answered(high + 1)},
        {"a": Known(history=tuple(history))},
    )
    assert found[0].facts["high"] == high


def test_few_months_say_nothing_and_a_constant_sender_may_have_one_case_more():
    check = Check(CheckKind.HISTORY, "a", minimum=Decimal(4), maximum=Decimal(4))
    for count, value, is_found in [
        (5, 1000, False),
        (6, 1000, True),
        (24, 101, False),
        (24, 60, False),
        (24, 59, True),
    ]:
        known = {"a": Known(history=(Decimal(100),) * count)}
        assert bool(findings([check], {"a": Answered(Decimal(value))}, known)) is is_found


def test_a_digit_too_many_is_found_among_usual_months():
    months = tuple(Decimal(number) for number in (31, 28, 35, 30, 44, 29, 33, 30, 27, 36, 31, 32))
    check = Check(CheckKind.HISTORY, "a", minimum=Decimal(4), maximum=Decimal(4))
    found = findings([check], {"a": Answered(Decimal(310))}, {"a": Known(history=months)})
    assert found[0].facts["median"] == 31
    assert not findings([check], {"a": Answered(Decimal(45))}, {"a": Known(history=months)})
    assert not findings([check], {"a": Answered(Decimal(310), State.TALLYING)}, {"a": Known(history=months)})
