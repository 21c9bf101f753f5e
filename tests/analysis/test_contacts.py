"""A stranger's link or number in a name is found, a name is left alone."""

import pytest

from zaitaku.analysis.contacts import holds_number, is_address


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/",
        "www.evil.example",
        "a@evil.example",
        "急ぎ evil-site.com へ",
        "evil.co.jp",
        "ｅｖｉｌ．ｃｏｍ",
        "bit.ly",
        "詳細はevil.xyz。",
    ],
)
def test_an_address_is_found(text):
    assert is_address(text)


@pytest.mark.parametrize("text", ["練馬 花子", "Dr.Yamada", "St.Luke会", "3.11の会", "A.B.C.会"])
def test_a_name_is_none(text):
    assert not is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "急ぎ 03-1234-5678 へ",
        "０９０１２３４５６７８",
        "〇三の一二三四の五六七八",
        "03ー1234ー5678",
        "①②③④⑤⑥⑦⑧⑨",
        "0\u200b3・1234\u200b/5678",
        "(012)3 45.67_89",
    ],
)
def test_a_number_to_call_is_found(text):
    assert holds_number(text)


@pytest.mark.parametrize("text", ["さくら会2026", "平成31年4月の会", "第1・第3火曜の会", "12345678の会", "九十九里会"])
def test_other_numbers_are_left_alone(text):
    assert not holds_number(text)
