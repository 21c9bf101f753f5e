"""A stranger's link in a name is found, a name is left alone."""

import pytest

from zaitaku.analysis.contacts import is_address


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
