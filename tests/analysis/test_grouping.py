"""Groups of a case meeting: what must hold for every seating, and that small ones are the best there are."""

import itertools
import time

import pytest

from zaitaku.analysis.grouping import (
    Bond,
    Guest,
    Meeting,
    Met,
    NoPlace,
    NotEnoughSeats,
    Place,
    Rule,
    RuleKind,
    RulesContradict,
    best_table,
    broken,
    explain,
    make_groups,
    score,
)


def guests(professions: str, offices: str = "", **kw) -> tuple[Guest, ...]:
    """One guest per letter."""
    offices = offices or " " * len(professions)
    return tuple(
        Guest(f"{letter}{at}", letter, office.strip(), **kw)
        for at, (letter, office) in enumerate(zip(professions, offices, strict=True))
    )


def places(*seats: int, kind: str = "hall") -> tuple[Place, ...]:
    return tuple(Place(f"{kind}{at + 1}", count, kind) for at, count in enumerate(seats))


def sizes(meeting: Meeting, seating) -> list[int]:
    return [seating.count(at) for at in range(len(meeting.places))]


def best_by_trying_all(meeting: Meeting, table_sizes: list[int]) -> float:
    """The reference: every seating with those sizes."""
    found = float("inf")
    for seating in itertools.product(range(len(meeting.places)), repeat=len(meeting.guests)):
        if sizes(meeting, seating) == table_sizes and not broken(meeting, seating):
            found = min(found, score(meeting, seating).total)
    return found


def test_professions_come_out_even_and_colleagues_apart():
    meeting = Meeting(guests("aaabbbccc", "xyzxyzxyz"), places(3, 3, 3))
    made = make_groups(meeting)
    assert made.score.total == pytest.approx(0)
    for note in explain(meeting, made.seating):
        assert sorted(note.professions) == [("a", 1), ("b", 1), ("c", 1)]
        assert note.colleagues == ()


def test_people_who_met_are_parted_and_the_latest_meeting_weighs_most():
    everybody = guests("aaaa")
    met = (
        Met(0, 1, "第1回", 1),
        Met(2, 3, "第1回", 1),
        Met(0, 2, "第2回", 0),
        Met(1, 3, "第2回", 0),
        Met(0, 3, "古い", 3),
        Met(1, 2, "古い", 3),
    )
    meeting = Meeting(everybody, places(2, 2), met=met)
    made = make_groups(meeting)
    assert made.seating[0] == made.seating[3]
    assert [one.meetings for note in explain(meeting, made.seating) for one in note.reunions] == [("古い",), ("古い",)]


SMALL = [
    Meeting(guests("aabbccd", "xxyyzzx"), places(4, 4), met=(Met(0, 2, "1"), Met(1, 3, "1", 2), Met(4, 6, "1"))),
    Meeting(guests("aaabbcdd", "xyxyxyxy"), places(3, 3, 3), (Bond(0, 1, True), Bond(2, 3, False))),
    Meeting(
        guests("abababab", "wwxxyyzz"),
        places(4, 4),
        (Bond(0, 1, True), Bond(2, 3, True)),
        (Met(4, 6, "1"), Met(5, 7, "1")),
    ),
    Meeting(
        (Guest("f", "a", "x", facilitates=True), Guest("g", "a", "y", facilitates=True), *guests("aabbb", "xyxyx")),
        places(4, 4),
        met=(Met(0, 3, "1"), Met(1, 5, "1")),
    ),
    Meeting((Guest("p", "a", "x", pinned=1), *guests("aaabbb", "xxyyxy")), places(3, 3, 3), (Bond(0, 1, True),)),
    Meeting(tuple(Guest(str(at), "ab"[at % 2], "xyz"[at % 3], facilitates=at < 5) for at in range(8)), places(4, 4)),
]


@pytest.mark.parametrize("meeting", SMALL)
def test_small_meetings_get_the_best_seating_there_is(meeting):
    made = make_groups(meeting, steps=2000)
    assert not broken(meeting, made.seating)
    assert made.score.total == pytest.approx(best_by_trying_all(meeting, sizes(meeting, made.seating)))
    assert made.score.total <= made.before.total + 1e-9


def test_hall_and_online_people_sit_at_tables_of_their_kind():
    meeting = Meeting(guests("aabb") + guests("aabb", kind="online"), places(2, 2) + places(4, kind="online"))
    made = make_groups(meeting)
    assert set(made.seating[:4]) == {0, 1}
    assert set(made.seating[4:]) == {2}


def test_one_facilitator_a_table_and_more_of_them_evenly():
    few = Meeting(tuple(Guest(str(at), facilitates=at < 2) for at in range(9)), places(3, 3, 3))
    assert sorted(len(note.facilitators) for note in explain(few, make_groups(few).seating)) == [0, 1, 1]
    many = Meeting(tuple(Guest(str(at), facilitates=at < 5) for at in range(9)), places(3, 3, 3))
    assert sorted(len(note.facilitators) for note in explain(many, make_groups(many).seating)) == [1, 2, 2]


def test_the_same_seed_gives_the_same_groups_and_another_seed_others():
    meeting = Meeting(guests("abcde" * 8, "vwxyz" * 8), places(*[5] * 8))
    made = make_groups(meeting, seed=3, steps=500)
    assert make_groups(meeting, seed=3, steps=500) == made
    assert make_groups(meeting, seed=4, steps=500).seating != made.seating


def test_too_few_seats_are_refused_with_the_number_missing():
    with pytest.raises(NotEnoughSeats) as refused:
        make_groups(Meeting(guests("aaaaa"), places(2, 2)))
    assert "1席足りません" in refused.value.message_ja


CONTRADICTIONS = [
    (
        "together and apart",
        Meeting(guests("aaaa"), places(2, 2), (Bond(0, 1, True), Bond(0, 1, False), Bond(2, 3, False))),
        2,
    ),
    (
        "together through a third",
        Meeting(guests("aaaa"), places(4, 4), (Bond(0, 1, True), Bond(1, 2, True), Bond(0, 2, False))),
        3,
    ),
    (
        "two fixed places",
        Meeting((Guest("a", pinned=0), Guest("b", pinned=1), *guests("cc")), places(2, 2), (Bond(0, 1, True),)),
        3,
    ),
    ("a table of the other kind", Meeting((Guest("a", pinned=1), Guest("b")), places(2) + places(2, kind="online")), 1),
    (
        "one table for two facilitators",
        Meeting((Guest("a", facilitates=True, pinned=0), Guest("b", facilitates=True, pinned=0)), places(3, 3)),
        3,
    ),
    ("more people together than seats", Meeting(guests("aaa"), places(2, 2), (Bond(0, 1, True), Bond(1, 2, True))), 2),
    (
        "more apart than tables",
        Meeting(guests("aaa"), places(2, 2), (Bond(0, 1, False), Bond(1, 2, False), Bond(0, 2, False))),
        3,
    ),
    (
        "hall with online",
        Meeting((Guest("a"), Guest("b", kind="online")), places(2) + places(2, kind="online"), (Bond(0, 1, True),)),
        1,
    ),
    ("too many at one table", Meeting(tuple(Guest(str(at), pinned=0) for at in range(3)), places(2, 2)), 3),
]


@pytest.mark.parametrize(
    ("meeting", "count"), [case[1:] for case in CONTRADICTIONS], ids=[case[0] for case in CONTRADICTIONS]
)
def test_contradictions_are_refused_by_name_and_nothing_innocent_is_blamed(meeting, count):
    with pytest.raises(RulesContradict) as refused:
        make_groups(meeting)
    assert len(refused.value.rules) == count
    assert refused.value.proven
    for rule in refused.value.rules:
        assert all(meeting.guests[one].name in refused.value.message_ja for one in rule.guests)


def test_eleven_apart_on_ten_tables_is_proven_impossible_at_once():
    bonds = tuple(Bond(one, other, False) for one in range(11) for other in range(one))
    start = time.perf_counter()
    with pytest.raises(RulesContradict):
        make_groups(Meeting(guests("a" * 40), places(*[4] * 10), bonds))
    assert time.perf_counter() - start < 5


def test_a_late_comer_gets_the_best_table_and_nobody_moves():
    meeting = Meeting(guests("abcabcb", "......x"), places(4, 4), met=(Met(0, 6, "前回"),))
    seating = (0, 0, 0, 1, 1, 1, None)
    assert best_table(meeting, seating, 6) == 1
    apart = Meeting(meeting.guests, meeting.places, (Bond(4, 6, False),), meeting.met)
    assert best_table(apart, seating, 6) == 0
    together = Meeting(meeting.guests, meeting.places, (Bond(0, 6, True),), meeting.met)
    assert best_table(together, seating, 6) == 0


def test_a_late_comer_is_refused_where_no_table_fits():
    with pytest.raises(NoPlace):
        best_table(Meeting(guests("aaa"), places(1, 1)), (0, 1, None), 2)
    with pytest.raises(NoPlace):
        best_table(Meeting(guests("aaa"), places(2, 2), (Bond(0, 2, False), Bond(1, 2, False))), (0, 1, None), 2)


def test_broken_names_each_rule():
    meeting = Meeting(
        (Guest("a", facilitates=True), Guest("b", facilitates=True), Guest("c", pinned=1), Guest("d", kind="online")),
        places(3, 2),
        (Bond(0, 1, False), Bond(0, 2, True)),
    )
    assert {rule.kind for rule in broken(meeting, (0, 0, 1, 1))} == {
        RuleKind.APART,
        RuleKind.TOGETHER,
        RuleKind.FACILITATORS,
        RuleKind.SEATS,
    }
    assert Rule(RuleKind.PINNED, (2,), 1) in broken(meeting, (0, 1, 0, None))
    assert broken(meeting, (1, 0, 1, None)) == ()


def test_indices_that_point_nowhere_are_a_fault_of_the_caller():
    for wrong in ({"bonds": (Bond(0, 5, True),)}, {"bonds": (Bond(0, 0, True),)}, {"met": (Met(0, 9, ""),)}):
        with pytest.raises(ValueError, match="no such pair"):
            Meeting(guests("aa"), places(2), **wrong)
    with pytest.raises(ValueError, match="does not exist"):
        Meeting((Guest("a", pinned=3),), places(2))
    with pytest.raises(ValueError, match="seat"):
        Meeting(guests("a"), places(0))
