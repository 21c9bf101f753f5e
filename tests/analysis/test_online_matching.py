"""Which sign-up is offered for whom in a participants' report: never by a name against two addresses."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.online_report import Person, matched, name_key, read, rejoined, suggested

HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"


@dataclass(frozen=True)
class Signed:
    name: str
    email: str = ""


def person(name, email=""):
    return Person((1,), name, email, 60)


def report(*lines):
    return read((HEAD + "\n".join(lines) + "\n").encode(), "synthetic.csv")


def line(name, email="", start="02:00", end="03:00"):
    return f"{name},{email},12/10/2023 {start}:00 PM,12/10/2023 {end}:00 PM,60,Yes"


@pytest.mark.parametrize(
    ("came", "signed", "expected"),
    [
        (person("佐藤 恵子"), Signed("佐藤恵子"), {0: 0}),
        (person("佐藤 恵子", "a@example.jp"), Signed("佐藤恵子"), {0: 0}),
        (person("佐藤 恵子"), Signed("佐藤恵子", "b@example.jp"), {0: 0}),
        (person("佐藤 恵子", "a@example.jp"), Signed("佐藤恵子", "b@example.jp"), {}),
        (person("iPad", "a@example.jp"), Signed("佐藤恵子", "A@example.jp"), {0: 0}),
        (person("iPad"), Signed("佐藤恵子", "a@example.jp"), {}),
        (person("佐藤 恵子"), Signed(""), {}),
    ],
)
def test_one_person_and_one_sign_up(came, signed, expected):
    assert matched([came], [signed]) == expected


NAMES = st.sampled_from(["佐藤 恵子", "佐藤恵子", "鈴木", "iPad", ""])
EMAILS = st.sampled_from(["", "", "a@example.jp", "A@example.jp", "b@example.jp"])
PEOPLE = st.lists(st.builds(person, NAMES, EMAILS), max_size=6)
SIGNED = st.lists(st.builds(Signed, NAMES, EMAILS), max_size=6)


@given(PEOPLE, SIGNED)
def test_each_link_has_a_reason_and_nothing_is_linked_twice(people, signed):
    found = matched(people, signed)
    assert max(Counter(found.values()).values(), default=1) == 1
    for place, other in found.items():
        one, their = people[place], signed[other]
        if one.email and one.email.casefold() == their.email.casefold():
            same = [person.email.casefold() for person in people].count(one.email.casefold())
            assert same == [each.email.casefold() for each in signed].count(one.email.casefold()) == 1
        else:
            assert not (one.email and their.email)
            key = name_key(one.name)
            assert key
            assert [name_key(person.name) for person in people].count(key) == 1
            assert [name_key(each.name) for each in signed].count(key) == 1


@given(PEOPLE, SIGNED)
def test_an_address_that_is_one_of_each_is_always_linked(people, signed):
    found = matched(people, signed)
    for place, one in enumerate(people):
        own = one.email.casefold()
        theirs = [other for other, each in enumerate(signed) if own and each.email.casefold() == own]
        if len(theirs) == 1 and [person.email.casefold() for person in people].count(own) == 1:
            assert found[place] == theirs[0]


def test_an_undecided_group_is_offered_a_sign_up_by_address_alone():
    found = report(line("佐藤 恵子"), line("佐藤 恵子", start="03:10", end="03:20"), line("iPad", "a@example.jp"))
    namesake = Signed("佐藤恵子")
    assert suggested(found, {}, [namesake, Signed("鈴木", "a@example.jp")]) == {3: Signed("鈴木", "a@example.jp")}
    assert suggested(found, rejoined(found), [namesake]) == {1: namesake}
    assert suggested(found, {1: 1, 2: 2}, [namesake]) == {}


def test_only_those_who_were_never_there_twice_at_a_time_are_one_person_beforehand():
    found = report(line("佐藤"), line("佐藤", start="03:10", end="03:20"), line("鈴木"), line("鈴木", end="02:30"))
    assert rejoined(found) == {1: 1, 2: 1}
