"""The figure algebra: laws that must hold for all figures, each against a plain reference."""

import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.figure import (
    OPEN,
    CannotCombine,
    Figure,
    Kind,
    Span,
    State,
    half_up,
    join,
    percent,
    rate,
    shares_gap,
    total,
)
from zaitaku.analysis.figure_json import canonical, digest, from_json, to_json
from zaitaku.analysis.period import FiscalYear, Period

DAY = date(2023, 12, 31)
YEAR = Period(date(2023, 4, 1), DAY)
KNOWN = "d20d6d3dc5a36e1e6aee5da243d260bfe91a7059477bb1d8ad17daf19b181b80"
SETTLED = (State.FINAL, State.PRELIMINARY)
EMPTY = (State.SUPPRESSED, State.NOT_APPLICABLE)
counts = st.integers(0, 10**14).map(Decimal)
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))
texts = st.text("本会場同時上映Zoom %", max_size=6)


def figure(value=1, state=State.FINAL, **kw):
    fields = {"code": "x", "label": "", "kind": Kind.CASES, "span": Span.PERIOD, "period": YEAR, "as_of": DAY}
    return Figure(**(fields | kw), value=None if value is None else Decimal(value), state=state)


@st.composite
def leaves(draw, states=tuple(State), kinds=(Kind.CASES,)):
    """A figure without parts, in any state, with a value where the state may or must have one."""
    state, kind = draw(st.sampled_from(states)), draw(st.sampled_from(kinds))
    numbers = counts if kind is not Kind.PERCENT else st.decimals(0, 100, places=draw(st.integers(0, 2)))
    value = None if state in EMPTY else draw(numbers if state in SETTLED else st.none() | numbers)
    return figure(
        value,
        state,
        kind=kind,
        label=draw(texts),
        as_of=draw(days),
        as_of_text=draw(st.sampled_from(["", "", "10月時点", "11月末時点"])),
        unit=draw(st.sampled_from(["", "人", "名"])),
        area=draw(st.sampled_from(["", "131202"])),
        mark=draw(texts),
        note=draw(texts),
        records=draw(st.integers(0, 99)),
    )


@st.composite
def trees(draw):
    parts = draw(st.lists(leaves(), min_size=1, max_size=4))
    return draw(
        st.sampled_from([parts[0], total(parts, code="t"), total([total(parts, code="u"), parts[0]], code="t")])
    )


def said(whole):
    """All that a total says, its breakdown aside."""
    return [
        getattr(whole, name) for name in ("value", "state", "as_of", "as_of_text", "unit", "area", "records", "period")
    ]


def test_join_is_associative_commutative_and_idempotent_with_not_applicable_as_unit():
    for one, two, three in product(State, repeat=3):
        assert join(join(one, two), three) is join(one, join(two, three))
    for one, two in product(State, repeat=2):
        assert join(one, two) is join(two, one)
        assert join(one, State.NOT_APPLICABLE) is one
        assert join(one, one) is one
        if State.SUPPRESSED in (one, two):
            assert join(one, two) is State.SUPPRESSED
        elif OPEN & {one, two}:
            assert join(one, two) in OPEN


@given(st.lists(leaves(), min_size=1, max_size=4))
def test_the_order_of_parts_does_not_matter(parts):
    expected = said(total(parts, code="x"))
    for shuffled in permutations(parts):
        assert said(total(shuffled, code="x")) == expected


@given(st.lists(leaves(), min_size=2, max_size=5), st.data())
def test_the_grouping_of_parts_does_not_matter(parts, data):
    cut = data.draw(st.integers(1, len(parts) - 1))
    grouped = [total(parts[:cut], code="a"), total(parts[cut:], code="b")]
    assert said(total(grouped, code="x")) == said(total(parts, code="x"))


@given(st.lists(leaves(), min_size=1, max_size=5))
def test_a_total_says_the_sum_of_what_is_known_and_never_counts_a_gap_as_0(parts):
    whole = total(parts, code="x")
    known = [int(part.value) for part in parts if part.value is not None]
    if any(part.state is State.SUPPRESSED for part in parts):
        assert (whole.value, whole.state) == (None, State.SUPPRESSED)
    else:
        assert whole.value == (sum(known) if known else None)
        assert whole.is_open is any(part.is_open for part in parts)
    assert whole.parts == tuple(parts)
    assert whole.as_of == min(part.as_of for part in parts)
    assert len(whole.open_leaves()) == sum(part.is_open for part in parts)


@given(leaves(), leaves(kinds=(Kind.PERSONS, Kind.PERSON_TIMES, Kind.PERCENT)))
def test_kinds_never_mix(one, two):
    with pytest.raises(CannotCombine, match="kinds"):
        total([one, two], code="x")
    with pytest.raises(CannotCombine):
        rate(one, two, code="x")


@pytest.mark.parametrize("span", [Span.RUNNING_TOTAL, Span.POINT])
def test_spans_never_mix(span):
    with pytest.raises(CannotCombine, match="spans"):
        total([figure(), figure(span=span)], code="x")


def test_percentages_are_not_added_nothing_is_not_0_and_times_must_fit():
    with pytest.raises(CannotCombine, match="percentages"):
        total([figure(kind=Kind.PERCENT)], code="x")
    with pytest.raises(CannotCombine, match="nothing"):
        total([], code="x")
    other = Period(None, DAY)
    with pytest.raises(CannotCombine, match="since"):
        total([figure(span=Span.RUNNING_TOTAL), figure(span=Span.RUNNING_TOTAL, period=other)], code="x")
    later = Period(DAY, DAY + timedelta(1))
    with pytest.raises(CannotCombine, match="stands"):
        total([figure(span=Span.POINT), figure(span=Span.POINT, period=later)], code="x")


@given(leaves(states=tuple(State)), st.lists(leaves(), max_size=3))
def test_what_has_only_parts_is_never_left_out_of_a_sum_in_silence(part, others):
    """A range, or shares side by side: 該当なし for the whole, while the parts do say something."""
    gathered = figure(None, State.NOT_APPLICABLE, parts=(part,))
    assert gathered.has_only_parts is (part.state is not State.NOT_APPLICABLE)
    if gathered.has_only_parts:
        with pytest.raises(CannotCombine, match="only parts"):
            total([*others, gathered], code="x")
    else:
        assert total([gathered, gathered], code="x").state is State.NOT_APPLICABLE


def test_555():
    parts = [total([figure(n) for n in session], code="s") for session in ([59, 12, 60, 65], [59, 36, 41, 49])]
    later = figure(None, State.AFTER_EVENT, label="後日上映会")
    whole = total([*parts, total([figure(105), figure(32), figure(37), later], code="s", label="第3回")], code="x")
    assert (whole.value, whole.state, whole.open_leaves()) == (Decimal(555), State.TO_FOLLOW, (later,))
    assert whole.part("第3回", "後日上映会") is later
    with pytest.raises(KeyError, match="第4回"):
        whole.part("第4回")


def by_hand(numerator, denominator, decimals):
    """100 × n ÷ d in whole numbers: double, add one, halve, downwards."""
    scaled = Fraction(numerator) * 100 * 10**decimals / Fraction(denominator)
    return Decimal((scaled.numerator * 2 + scaled.denominator) // (2 * scaled.denominator)).scaleb(-decimals)


@given(st.integers(0, 10**18), st.integers(1, 10**18), st.integers(0, 4))
def test_a_rate_is_rounded_once_and_half_up(above, below, decimals):
    found = rate(figure(above), figure(below), code="x", decimals=decimals)
    assert found.value == by_hand(above, below, decimals)
    assert abs(Fraction(found.value) - Fraction(100 * above, below)) <= Fraction(1, 2 * 10**decimals)
    assert (found.numerator, found.denominator) == (above, below)


@pytest.mark.parametrize(
    ("above", "below", "printed"),
    [(8, 18, "44.4"), (653, 1837, "35.5"), (48, 182, "26.4"), (1, 2000, "0.1"), (1, 2001, "0.0"), (0, 5, "0.0")],
)
def test_printed_rates(above, below, printed):
    assert str(rate(figure(above), figure(below), code="x").value) == printed


@given(leaves(), leaves())
def test_a_rate_is_as_open_secret_or_empty_as_its_two_figures(above, below):
    found = rate(above, below, code="x")
    states = {above.state, below.state}
    if State.SUPPRESSED in states:
        assert found.state is State.SUPPRESSED
        assert found.value is found.numerator is found.denominator is None
    elif State.NOT_APPLICABLE in states or (below.value == 0 and not below.is_open):
        assert (found.state, found.value) == (State.NOT_APPLICABLE, None)
    else:
        assert found.is_open is (above.is_open or below.is_open)
        assert (found.value is None) is (above.value is None or not below.value)


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 4))
def test_half_up_rounds_away_from_zero(value, decimals):
    step = Fraction(1, 10**decimals)
    rounded = Fraction(half_up(value, decimals))
    gap = rounded - Fraction(value)
    assert abs(gap) < step / 2 or (abs(gap) == step / 2 and abs(rounded) >= abs(Fraction(value)))
    assert half_up(value, decimals) == value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def test_percent_of_negative_numbers_mirrors():
    assert percent(Decimal(-1), Decimal(2000)) == Decimal("-0.1")
    with pytest.raises(ZeroDivisionError):
        percent(Decimal(1), Decimal(0))


def test_shares_gap():
    wish = [figure(value, kind=Kind.PERCENT) for value in ("0.5", "10.9", "37.3", "15.3", "30.7", "5.1")]
    assert shares_gap(wish) == Decimal("0.2")
    assert shares_gap([*wish, figure(None, State.TALLYING, kind=Kind.PERCENT)]) is None


@pytest.mark.parametrize("state", SETTLED)
def test_settled_without_value_is_refused(state):
    with pytest.raises(ValueError, match="needs a value"):
        figure(None, state)


@pytest.mark.parametrize("state", EMPTY)
def test_a_secret_or_empty_figure_with_value_is_refused(state):
    with pytest.raises(ValueError, match="must not carry"):
        figure(1, state)


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "1.5"])
def test_only_whole_finite_counts(bad):
    with pytest.raises(ValueError, match="x:"):
        figure(bad)
    if bad != "1.5":
        with pytest.raises(ValueError, match="not a number"):
            figure(50, kind=Kind.PERCENT, numerator=Decimal(bad))


@given(trees())
def test_json_and_back_is_equal_and_has_the_same_digest(one):
    text = canonical(to_json(one))
    again = from_json(json.loads(text))
    assert again == one
    assert canonical(to_json(again)) == text
    assert digest(again) == digest(one)


@given(trees(), st.sampled_from(["code", "label", "mark", "note", "as_of_text", "unit", "area", "records"]))
def test_a_digest_tells_any_two_figures_apart(one, name):
    other = getattr(one, name)
    data = to_json(one) | {name: other + 1 if name == "records" else other + "変"}
    assert digest(from_json(data)) != digest(one)


@given(counts)
def test_a_count_has_one_digest_however_it_was_stored(value):
    assert digest(figure(value)) == digest(figure(value.quantize(Decimal("1.0000"))))
    assert digest(figure(Decimal("-0"))) == digest(figure(0))


def test_a_percentage_keeps_its_decimals_and_a_known_digest_never_changes():
    assert to_json(figure("25.0", kind=Kind.PERCENT))["value"] == "25.0"
    assert digest(figure("25.0", kind=Kind.PERCENT)) != digest(figure("25", kind=Kind.PERCENT))
    assert digest(figure(555, State.TO_FOLLOW, label="講演会")) == KNOWN


@given(days, days)
def test_a_period_does_not_end_before_it_starts(one, two):
    first, last = sorted([one, two])
    assert Period(first, last).end == last
    with pytest.raises(ValueError, match="before it starts"):
        Period(last + timedelta(1), last)


@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)))
def test_every_day_lies_in_its_fiscal_year(day):
    year = FiscalYear.of(day)
    assert year.start <= day <= year.end
    assert (year.start.month, year.start.day, year.end.month, year.end.day) == (4, 1, 3, 31)
    assert FiscalYear.of(year.end + timedelta(1)) == FiscalYear(year.year + 1)
    assert year.period == Period(year.start, year.end)
