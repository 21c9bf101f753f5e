"""実人数 as a range: against all ways in which the arrivals can be people, and on cases a reader can check by hand."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zaitaku.analysis.persons import Arrived, Range, persons


def came(occasion, name="", *contacts, people=1):
    return Arrived(occasion, people, name, contacts)


@pytest.mark.parametrize(
    ("arrivals", "lower", "upper"),
    [
        ([], 0, 0),
        ([came(1, people=60)], 60, 60),
        ([came(1, people=60), came(2, people=48)], 60, 108),
        ([came(1, "佐藤", "a@x"), came(2, "佐藤", "a@x")], 1, 1),
        ([came(1, "佐藤", "a@x"), came(2, "佐藤", "090-1"), came(3, "佐藤", "０９０－１", "A@X")], 1, 1),
        ([came(1, "佐藤", "a@x"), came(2, "鈴木", "a@x")], 1, 2),
        ([came(1, "iPhone", "a@x"), came(2, "練馬花子", "a@x"), came(3, "練馬花子")], 1, 3),
        ([came(1, "佐藤", "a@x"), came(1, "鈴木", "a@x")], 2, 2),
        ([came(1, "佐藤", "a@x"), came(2, "鈴木", "b@x")], 2, 2),
        ([came(1, "佐藤"), came(2, "佐 藤")], 1, 2),
        ([came(1, "佐藤", "a@x"), came(2, "佐藤", "b@x")], 1, 2),
        ([came(1, "佐藤"), came(1, "佐藤")], 2, 2),
        ([came(1, "佐藤", "a@x", people=3)], 3, 3),
        ([came(1, "佐藤", "a@x"), came(2, people=1)], 1, 2),
        ([came(1, "佐藤", "a@x"), came(1, people=1), came(2, people=2)], 2, 4),
    ],
)
def test_cases_by_hand(arrivals, lower, upper):
    assert persons(arrivals) == Range(lower, upper)


def test_three_of_a_name_who_met_in_pairs_may_be_said_to_be_two():
    pairs = [came(1, "佐藤", "a"), came(2, "佐藤", "a"), came(2, "佐藤", "b"), came(3, "佐藤", "b")]
    assert persons([*pairs, came(3, "佐藤", "c"), came(1, "佐藤", "c")]) == Range(2, 3)


def test_a_very_common_name_is_bounded_in_time():
    thousands = [came(place, "佐藤") for place in range(3) for _ in range(2000)]
    assert persons(thousands) == Range(2000, 6000)
    many = [came(place % 40, "佐藤", f"{mail}") for mail in range(120) for place in (mail, mail * 7 + 3, mail * 3 + 1)]
    found = persons(many)
    assert found.lower <= found.upper == 120


ARRIVALS = st.lists(
    st.builds(
        Arrived,
        occasion=st.integers(1, 3),
        people=st.just(1),
        name=st.sampled_from(["", "佐藤", "鈴木"]),
        contacts=st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2),
    ),
    max_size=6,
)


def partitions(items):
    if not items:
        yield []
        return
    first, *rest = items
    for smaller in partitions(rest):
        for place, block in enumerate(smaller):
            yield [*smaller[:place], [first, *block], *smaller[place + 1 :]]
        yield [[first], *smaller]


def naive(arrivals):
    """Every way to make people of the arrivals, kept if it breaks no premise; the fewest and the most people.

    Arrivals known to be the same person come as one item, and count once at an occasion.
    """
    items = []
    for one in arrivals:
        item = ({one.name}, set(one.contacts) if one.name else set(), {one.occasion})
        same = [other for other in items if one.name and other[0] == item[0] and other[1] & item[1]]
        for other in same:
            items.remove(other)
            item = (item[0], item[1] | other[1], item[2] | other[2])
        items.append(item)
    sizes = [len(blocks) for blocks in partitions(items) if all(map(_is_one_person, blocks))]
    return Range(min(sizes), max(sizes))


def _is_one_person(block):
    """At no occasion twice, and all who bear names hang together by a name or a contact."""
    places = [place for item in block for place in item[2]]
    circle, *others = [set(item[0]) | item[1] for item in block if item[0] != {""}] or [set()]
    while near := [other for other in others if other & circle]:
        circle = circle.union(*near)
        others = [other for other in others if not other & circle]
    return not others and len(places) == len(set(places))


@given(ARRIVALS)
@example([Arrived(1, 1, "佐藤", {"a"}), Arrived(2, 1, "佐藤", {"b"}), Arrived(3, 1, "佐藤", {"a", "b"})])
@example([Arrived(1, 1, "佐藤", {"a"}), Arrived(2, 1, "鈴木", {"a"}), Arrived(3, 1, "鈴木")])
def test_every_possible_way_lies_within_the_range(arrivals):
    found, truth = persons(arrivals), naive(arrivals)
    assert found.lower <= truth.lower
    assert found.upper == truth.upper
    assert (found.lower == 0) == (not arrivals)


@given(ARRIVALS, st.randoms())
def test_the_order_does_not_matter_and_more_knowledge_never_widens_upwards(arrivals, random):
    found = persons(arrivals)
    shuffled = list(arrivals)
    random.shuffle(shuffled)
    assert persons(shuffled) == found
    nameless = persons([Arrived(one.occasion, one.people) for one in arrivals])
    assert found.upper <= nameless.upper
    assert persons([*arrivals, Arrived(1)]).upper == found.upper + 1
