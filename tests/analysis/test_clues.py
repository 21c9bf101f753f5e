"""Passages by which people might be recognised: what has a shape is found, roles and kinds of institutions are not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.clues import Clue, passages


@pytest.mark.parametrize(
    ("text", "clue", "found"),
    [
        ("令和5年12月1日に", Clue.DATE, "令和5年12月1日"),
        ("R5.12.1に", Clue.DATE, "R5.12.1"),
        ("12月1日に", Clue.DATE, "12月1日"),
        ("十二月一日に", Clue.DATE, "十二月一日"),
        ("92歳の", Clue.AGE, "92歳"),
        ("１００歳の", Clue.AGE, "１００歳"),
        ("豊玉北6丁目12番1号に", Clue.PLACE, "豊玉北6丁目12番1号"),
        ("電話03-3993-1111へ", Clue.CONTACT, "03-3993-1111"),
        ("a@example.jpへ", Clue.CONTACT, "a@example.jpへ"),
        ("光が丘病院に", Clue.INSTITUTION, "光が丘病院"),
        ("田中さんは", Clue.NAME, "田中さん"),
        ("A氏は", Clue.NAME, "A氏"),
        ("「どうしても最後まで家で過ごしたい」と", Clue.QUOTATION, "「どうしても最後まで家で過ごしたい」"),
    ],
)
def test_what_has_a_shape_is_found(text, clue, found):
    assert [(one.clue, one.text) for one in passages(text)] == [(clue, found)]


@pytest.mark.parametrize(
    "text",
    [
        "患者さんと家族の皆様",
        "80代の人",
        "89歳の人",
        "訪問看護ステーションと地域包括支援センター",
        "同様の模様",
        "「はい」と答えた",
        "三か月後",
    ],
)
def test_roles_and_kinds_give_nobody_away(text):
    assert passages(text) == []


@given(st.text(alphabet="令和平成5１2年月日歳田中さん様病院R./-0９「」丁目@a.j 、。\n", max_size=60))
def test_passages_stand_in_the_text_in_order_and_apart(text):
    found = passages(text)
    for one in found:
        assert text[one.start : one.start + len(one.text)] == one.text
    assert all(first.start + len(first.text) <= second.start for first, second in pairwise(found))
