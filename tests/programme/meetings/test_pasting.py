"""Lists of people are read alike, whatever they are pasted into."""

import pytest

from zaitaku.programme.meetings.forms.courses import read_people
from zaitaku.programme.meetings.forms.groups import read_members


@pytest.mark.parametrize(
    ("word", "profession"),
    [("主任介護支援専門員", "care_manager"), ("MSW", "social_worker"), ("医師", "doctor"), ("", "")],
)
def test_a_profession_is_known_by_the_words_of_lists(word, profession):
    person = read_people([["氏名"], ["山田", "", word]], [])[0]
    member = read_members([["氏名"], ["山田", "", word]], set())[0]
    assert (person.line, person.problem, person.found.profession) == (2, "", profession)
    assert (member.line, member.problem, member.found.profession) == (2, "", profession)
