"""What is kept back cannot be worked out from what is shown."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaitaku.analysis.disclosure import Group, kept_back, withheld
from zaitaku.analysis.figure import Figure, Kind, Span, State, percent
from zaitaku.analysis.period import FiscalYear, Period


def channels(*sizes):
    return Group("全体", sum(sizes), tuple(Group(str(at), size) for at, size in enumerate(sizes)))


@pytest.mark.parametrize(
    ("sizes", "threshold", "hidden"),
    [
        ((60, 41, 12), 10, set()),
        ((60, 41, 9), 10, {("全体", "2"), ("全体", "1")}),
        ((60, 6, 4), 10, {("全体", "2"), ("全体", "1")}),
        ((60, 5, 4), 10, {("全体", "2"), ("全体", "1"), ("全体", "0")}),
        ((60, 3, 0), 10, {("全体", "0"), ("全体", "1")}),
        ((3, 4), 10, {("全体",), ("全体", "0"), ("全体", "1")}),
        ((60, 1), 1, set()),
        ((60, 1), 0, set()),
        ((0, 0), 10, set()),
    ],
)
def test_small_channels_take_a_neighbour_with_them(sizes, threshold, hidden):
    assert withheld(channels(*sizes), threshold) == hidden


def test_what_lies_below_a_hidden_session_is_hidden_too():
    first = Group("第1回", 30, (Group("会場", 20), Group("Zoom", 10)))
    second = Group("第2回", 4, (Group("会場", 4),))
    third = Group("第3回", 50, (Group("会場", 50),))
    hidden = withheld(Group("全体", 84, (first, second, third)), 5)
    assert {path[1] for path in hidden} == {"第1回", "第2回"}
    assert ("全体", "第1回", "Zoom") in hidden


@pytest.mark.parametrize("parts", [(Group("a", 1), Group("b", 1)), (Group("a", 1), Group("a", 2))])
def test_parts_that_do_not_fit_are_refused(parts):
    with pytest.raises(ValueError, match="全体"):
        Group("全体", 3, parts)
    with pytest.raises(ValueError, match="-1"):
        Group("全体", -1)


def leaves(group, path=()):
    here = (*path, group.name)
    if not group.parts:
        return [(here, group.size)]
    return [leaf for part in group.parts for leaf in leaves(part, here)]


def groups(group, path=()):
    here = (*path, group.name)
    return [here] + [one for part in group.parts for one in groups(part, here)]


def in_span(rows, target):
    """Whether the target is a linear combination of the rows; by elimination over fractions."""
    basis = []
    for row in [*rows, target]:
        left = [Fraction(number) for number in row]
        for lead, known in basis:
            if left[lead]:
                factor = left[lead] / known[lead]
                left = [one - factor * other for one, other in zip(left, known, strict=True)]
        lead = next((at for at, number in enumerate(left) if number), None)
        if row is target:
            return lead is None
        if lead is not None:
            basis.append((lead, left))
    raise AssertionError


sizes = st.integers(0, 14)
trees = st.lists(st.lists(sizes, min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda rows: Group(
        "全体",
        sum(map(sum, rows)),
        tuple(
            Group(f"第{at}回", sum(row), tuple(Group(f"c{number}", size) for number, size in enumerate(row)))
            for at, row in enumerate(rows)
        ),
    )
)


@settings(max_examples=300, deadline=None)
@given(trees, st.integers(2, 10))
def test_no_small_group_follows_from_what_is_shown(tree, threshold):
    """The attacker knows every shown total and which channels nobody answered in, and may add and subtract."""
    hidden = withheld(tree, threshold)
    all_leaves = leaves(tree)
    shown = [path for path in groups(tree) if path not in hidden]
    rows = [[int(leaf[: len(path)] == path) for leaf, _size in all_leaves] for path in shown]
    rows += [[int(at == own) for at in range(len(all_leaves))] for own, leaf in enumerate(all_leaves) if not leaf[1]]
    filled = [at for at, (_leaf, size) in enumerate(all_leaves) if size]
    for count in range(1, len(filled) + 1):
        for chosen in combinations(filled, count):
            if sum(all_leaves[at][1] for at in chosen) < threshold:
                target = [int(at in chosen) for at in range(len(all_leaves))]
                assert not in_span(rows, target), (shown, chosen)


@given(trees, st.integers(0, 10))
def test_nothing_is_kept_back_where_every_group_is_large(tree, threshold):
    assert (withheld(tree, threshold) == frozenset()) == all(not 0 < size < threshold for size in _sizes(tree))


def _sizes(group):
    return [group.size] + [size for part in group.parts for size in _sizes(part)]


def share(name, below, parts=()):
    """A figure whose denominator is the group's size; half of it counts."""
    year = FiscalYear(2023)
    value = percent(Decimal(below // 2), Decimal(below)) if below else None
    return Figure(
        code="share",
        label=name,
        kind=Kind.PERCENT,
        span=Span.PERIOD,
        period=Period(year.start, year.end),
        as_of=date(2023, 12, 31),
        value=value,
        state=State.FINAL if below else State.TALLYING,
        numerator=Decimal(below // 2),
        denominator=Decimal(below),
        parts=tuple(parts),
    )


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(0, 12), max_size=3), max_size=4), st.integers(0, 6))
def test_of_a_figure_those_parts_are_kept_back_that_the_groups_name(sessions, threshold):
    tree = Group(
        "",
        sum(map(sum, sessions)),
        tuple(
            Group(str(at), sum(sizes), tuple(Group(str(way), size) for way, size in enumerate(sizes)))
            for at, sizes in enumerate(sessions)
        ),
    )

    def figure(group):
        return share(group.name, group.size, map(figure, group.parts))

    hidden = withheld(tree, threshold)

    def check(found, group, path):
        assert (found.denominator is None) == (path in hidden)
        if path in hidden:
            assert (found.value, found.numerator) == (None, None)
            assert found.state is (State.SUPPRESSED if group.size else State.TALLYING)
        else:
            assert found.denominator == group.size
        for part, below in zip(found.parts, group.parts, strict=True):
            check(part, below, (*path, below.name))

    check(kept_back(figure(tree), threshold), tree, ("",))


def test_a_part_that_nobody_speaks_of_is_a_part_too():
    """17 of 20 answers are said by channel: three more stand in the remainder, and take a neighbour with them."""
    found = kept_back(share("全体", 20, [share("会場", 12), share("Zoom", 5)]), 4)
    assert [(part.label, part.state) for part in found.parts] == [("会場", State.FINAL), ("Zoom", State.SUPPRESSED)]
