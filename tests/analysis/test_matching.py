"""Matching against every possible assignment, and what must hold for any."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaitaku.analysis.matching import Applicant, Offer, Placement, Reason, TooManyPinned, match

OFFERS = st.lists(st.integers(1, 2), min_size=1, max_size=4).map(
    lambda places: tuple(Offer(key, count) for key, count in enumerate(places, 1))
)


@st.composite
def cases(draw):
    offers = draw(OFFERS)
    keys = [offer.key for offer in offers]
    people = []
    room = {offer.key: offer.places for offer in offers}
    for key in range(1, draw(st.integers(1, 5)) + 1):
        wishes = tuple(draw(st.lists(st.sampled_from(keys), unique=True, max_size=4)))
        pinned = draw(st.sampled_from([None, None, None, *keys]))
        if pinned is not None:
            if not room[pinned]:
                pinned = None
            else:
                room[pinned] -= 1
        people.append(Applicant(key, wishes, pinned))
    return tuple(people), offers


def worth(ranks):
    """What is compared: how many are placed, the sum of their ranks, the worst rank; less is better."""
    placed = [rank for rank in ranks if rank is not None]
    return (-len(placed), sum(placed), max(placed, default=0))


def best_of_all(people, offers):
    """By trying every assignment."""
    room = {offer.key: offer.places for offer in offers}
    for one in people:
        if one.pinned is not None:
            room[one.pinned] -= 1
    free = [one for one in people if one.pinned is None]
    found = []
    for chosen in product(*[(None, *one.wishes) for one in free]):
        if all(chosen.count(key) <= left for key, left in room.items()):
            ranks = [
                one.wishes.index(offer) + 1 if offer is not None else None
                for one, offer in zip(free, chosen, strict=True)
            ]
            found.append(worth(ranks))
    return min(found)


@given(cases())
@settings(max_examples=300, deadline=None)
def test_no_assignment_is_better(case):
    people, offers = case
    pinned = {one.key for one in people if one.pinned is not None}
    ranks = [placed.rank for placed in match(people, offers) if placed.applicant not in pinned]
    assert worth(ranks) == best_of_all(people, offers)


@given(cases())
@settings(max_examples=200, deadline=None)
def test_places_pins_and_reasons_hold(case):
    people, offers = case
    placed = match(people, offers)
    by_key = {one.key: one for one in people}
    assert [one.applicant for one in placed] == [one.key for one in people]
    taken = {offer.key: sum(one.offer == offer.key for one in placed) for offer in offers}
    assert all(taken[offer.key] <= offer.places for offer in offers)
    full = {offer.key for offer in offers if taken[offer.key] == offer.places}
    for one in placed:
        person = by_key[one.applicant]
        if person.pinned is not None:
            assert (one.offer, one.reason) == (person.pinned, Reason.PINNED)
        elif one.reason is Reason.WISH:
            assert person.wishes[one.rank - 1] == one.offer
            assert set(person.wishes[: one.rank - 1]) <= full, "a dearer wish had a place left"
        elif one.reason is Reason.NONE_LEFT:
            assert person.wishes
            assert set(person.wishes) <= full
        else:
            assert not person.wishes
            assert one.offer is None


@given(cases(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_input_changes_nothing(case, random):
    people, offers = list(case[0]), list(case[1])
    before = match(people, offers)
    random.shuffle(people)
    random.shuffle(offers)
    assert match(people, offers) == before


def test_somebody_gives_way_so_that_nobody_is_left_out():
    people = [Applicant(1, (10, 11)), Applicant(2, (10,))]
    assert match(people, [Offer(10, 1), Offer(11, 1)]) == (
        Placement(1, 11, 2, Reason.WISH),
        Placement(2, 10, 1, Reason.WISH),
    )


def test_of_equal_sums_the_one_with_the_better_worst_rank():
    """1 + 3 and 2 + 2 have one sum."""
    people = [Applicant(1, (1, 2, 9)), Applicant(2, (1, 2, 3)), Applicant(3, (9,))]
    offers = [Offer(1, 1), Offer(2, 1), Offer(3, 1), Offer(9, 1)]
    assert sorted(one.rank for one in match(people, offers)) == [1, 1, 2]
    tied = [Applicant(1, (1, 5, 2)), Applicant(2, (2, 1)), Applicant(3, (5,))]
    assert worth([one.rank for one in match(tied, [Offer(1, 1), Offer(2, 1), Offer(5, 1)])]) == (-3, 3, 1)


def test_a_wish_for_what_is_not_offered_is_no_wish():
    assert match([Applicant(1, (99,))], [Offer(1, 1)]) == (Placement(1, None, None, Reason.NO_WISH),)


def test_a_pin_beside_all_wishes_has_no_rank():
    assert match([Applicant(1, (2,), pinned=1)], [Offer(1, 1), Offer(2, 1)]) == (Placement(1, 1, None, Reason.PINNED),)


def test_more_pins_than_places_are_refused():
    with pytest.raises(TooManyPinned) as refused:
        match([Applicant(1, (), pinned=1), Applicant(2, (), pinned=1)], [Offer(1, 1)])
    assert refused.value.key == 1


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="key of its own"):
        match([Applicant(1), Applicant(1)], [])
    with pytest.raises(ValueError, match="key of its own"):
        match([], [Offer(1, 1), Offer(1, 1)])


def test_nobody_and_nothing():
    assert match([], []) == ()
    assert match([Applicant(1, (1,))], []) == (Placement(1, None, None, Reason.NO_WISH),)


def test_two_hundred_people_in_time():
    people = [Applicant(n, tuple((n * step) % 60 for step in (7, 11, 13, 17, 23))) for n in range(200)]
    unique = [Applicant(one.key, tuple(dict.fromkeys(one.wishes))) for one in people]
    placed = match(unique, [Offer(key, 4) for key in range(60)])
    assert sum(one.offer is not None for one in placed) > 150
