"""The draw: anybody gets the same order, nobody has a better chance, no seat stays empty that somebody could take."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.lottery import digest_of_entries, digest_of_seed, draw, drawn_order, new_seed

ENTRIES = st.lists(st.tuples(st.integers(1, 500), st.integers(1, 6)), unique_by=lambda entry: entry[0], max_size=40)
SEEDS = st.text("0123456789abcdef", min_size=1, max_size=64)


@given(ENTRIES, SEEDS, st.integers(0, 60))
def test_seats_are_given_in_drawn_order_while_they_suffice(entries, seed, free):
    drawn = draw(entries, seed=seed, free=free)
    seats = dict(entries)
    assert sorted(drawn.order) == sorted(seats)
    assert sorted(drawn.seated + drawn.rest) == sorted(seats)
    left = free
    for number in drawn.order:  # naively once more
        if seats[number] <= left:
            left -= seats[number]
            assert number in drawn.seated
        else:
            assert number in drawn.rest
    assert left >= 0
    assert all(seats[number] > left for number in drawn.rest)


@given(ENTRIES, SEEDS, st.integers(0, 60), st.randoms())
def test_the_order_of_entering_plays_no_part(entries, seed, free, random):
    shuffled = entries[:]
    random.shuffle(shuffled)
    assert draw(shuffled, seed=seed, free=free) == draw(entries, seed=seed, free=free)
    assert digest_of_entries(shuffled) == digest_of_entries(entries)


@given(SEEDS, st.integers(1, 100))
def test_who_stays_away_changes_nobody_elses_order(seed, number):
    order = drawn_order(range(1, 101), seed=seed)
    without = drawn_order((one for one in range(1, 101) if one != number), seed=seed)
    assert without == [one for one in order if one != number]


def test_the_order_is_that_of_the_published_recipe():
    codes = {number: sha256(f"a1:{number}".encode()).hexdigest() for number in (1, 2, 3)}
    assert drawn_order([1, 2, 3], seed="a1") == sorted(codes, key=codes.__getitem__)
    assert digest_of_seed("a1") == sha256(b"a1").hexdigest()
    assert digest_of_entries([(2, 1), (1, 3)]) == sha256(b"1:3\n2:1\n").hexdigest()


def test_every_number_is_first_about_equally_often():
    firsts = Counter(drawn_order(range(1, 6), seed=f"seed {n}")[0] for n in range(2000))
    assert set(firsts) == {1, 2, 3, 4, 5}
    assert all(320 <= times <= 480 for times in firsts.values())  # 400 expected; four standard deviations are 72


def test_seeds_are_long_and_unlike_each_other():
    seeds = {new_seed() for _ in range(20)}
    assert len(seeds) == 20
    assert {len(seed) for seed in seeds} == {64}


@pytest.mark.parametrize(("entries", "free"), [([(1, 1), (1, 2)], 3), ([(1, 0)], 3), ([(1, 1)], -1)])
def test_what_is_no_draw_is_refused(entries, free):
    with pytest.raises(ValueError, match="once"):
        draw(entries, seed="a", free=free)
