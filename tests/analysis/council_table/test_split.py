import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.council_table import Frequency
from zaitaku.analysis.council_table.split import (
    indicators_of,
    initiatives_of,
    looks_like_owners,
    owners_of,
    pieces,
    tidy,
)

YEARLY = {"4回/年": Frequency(4, 1, "年"), "1回/3年": Frequency(1, 3, "年")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("講演会の開催 3回/年", [("講演会の開催", Frequency(3, 1, "年"), ())]),
        ("講演会の開催\n３回／年", [("講演会の開催", Frequency(3, 1, "年"), ())]),
        ("医療・介護資源調査 (1回/3年)", [("医療・介護資源調査", Frequency(1, 3, "年"), ())]),
        ("資源把握（4回/年）", [("資源把握", Frequency(4, 1, "年"), ())]),
        ("連絡会 年2回", [("連絡会", Frequency(2, 1, "年"), ())]),
        ("相談日 2回/月", [("相談日", Frequency(2, 1, "月"), ())]),
        (
            "事例検討会の開催 4回/年 認知症事例検討会の開催 4回/年",
            [("事例検討会の開催", YEARLY["4回/年"], ()), ("認知症事例検討会の開催", YEARLY["4回/年"], ())],
        ),
        ("冊子の活用 ・増刷 ・改訂", [("冊子の活用", None, ("増刷", "改訂"))]),
        ("冊子の活用\n・増刷\n・改訂\n2回/年", [("冊子の活用", Frequency(2, 1, "年"), ("増刷", "改訂"))]),
        ("講演会の開催 3回/年 図書館での上映", [("講演会の開催", Frequency(3, 1, "年"), ("図書館での上映",))]),
        ("医療・介護連携シート の活用", [("医療・介護連携シート の活用", None, ())]),
        ("4回/年", [("4回/年", None, ())]),
        ("", []),
    ],
)
def test_initiatives(text: str, expected: list[tuple[str, Frequency | None, tuple[str, ...]]]) -> None:
    assert [(one.name, one.frequency, one.details) for one in initiatives_of(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "参加人数 アンケートの「話し 合いたい」の割合",
            [("", "参加人数", ""), ("", "アンケートの「話し 合いたい」の割合", "")],
        ),
        (
            "基礎調査 理由「わからない から」のポイントの減少",
            [("基礎調査", "理由「わからない から」のポイントの減少", "down")],
        ),
        (
            "基礎調査 理由の減少  介護調査 「不安」の減少\n基礎調査 「経験」",
            [("基礎調査", "理由の減少", "down"), ("介護調査", "「不安」の減少", "down"), ("基礎調査", "「経験」", "")],
        ),
        (
            "基礎調査 負担や困りごと 「相談」の回答割合の減少",
            [("基礎調査", "負担や困りごと 「相談」の回答割合の減少", "down")],
        ),
        ("研修後アンケート 【新規】業務に対する理解度", [("研修後アンケート", "【新規】業務に対する理解度", "")]),
        ("相談件数（延件数） 訪問回数", [("", "相談件数（延件数）", ""), ("", "訪問回数", "")]),
        ("相談件数 （延件数）", [("", "相談件数 （延件数）", "")]),
        ("医療機関数の増加", [("", "医療機関数の増加", "up")]),
        ("・参加人数\n・満足度", [("", "参加人数", ""), ("", "満足度", "")]),
        ("「閉じない 割合", [("", "「閉じない 割合", "")]),
        ("医療・介護資源調査", [("", "医療・介護資源調査", "")]),
        ("", []),
    ],
)
def test_indicators(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.source, one.text, one.direction) for one in indicators_of(text)] == expected


def test_an_indicator_goes_to_the_initiative_it_names_the_longer_name_first() -> None:
    initiatives = initiatives_of("事例検討会の開催 4回/年 認知症事例検討会の開催 4回/年")
    found = indicators_of("事例検討会アンケートの割合 認知症事例検討会の満足度 別の人数", initiatives)
    assert [one.initiative for one in found] == [0, 1, None]


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("地域医療課", [], ["地域医療課"]),
        ("地域医療課・高齢者支援課", [], ["地域医療課", "高齢者支援課"]),
        (
            "地域医療課・高齢者支援課 認知症疾患医療センター",
            [],
            ["地域医療課", "高齢者支援課", "認知症疾患医療センター"],
        ),
        ("地域医療課、\n医師会", [], ["地域医療課", "医師会"]),
        ("NPO法人サポートセンター・ねりま・高齢者支援課", [], ["NPO法人サポートセンター・ねりま", "高齢者支援課"]),
        ("あおぞら・みどり・支援課", ["あおぞら・みどり"], ["あおぞら・みどり", "支援課"]),
        ("支援課・あおぞら・みどり", ["あおぞら・みどり", "あおぞら"], ["支援課", "あおぞら・みどり"]),
        ("あおぞら 会館", ["あおぞら 会館"], ["あおぞら 会館"]),
        ("医師会・医師会", [], ["医師会"]),
        ("地域医療課・高齢者支援課・その他関係機関", [], ["地域医療課", "高齢者支援課", "その他関係機関"]),
        ("", ["医師会"], []),
    ],
)
def test_owners(text: str, known: list[str], expected: list[str]) -> None:
    assert list(owners_of(text, known)) == expected


def test_owners_are_told_from_indicators() -> None:
    assert looks_like_owners("歯科医師会・地域医療課")
    assert looks_like_owners("ねりま", ["ねりま"])
    for text in ("", "参加人数", "利用者数、支援につながった利用者数", "講演会を開いて周知を図る。"):
        assert not looks_like_owners(text)


@given(st.text("参加人数 割合\n「」（）【】・a調査\u3000", max_size=30))
def test_no_character_of_an_indicator_cell_is_lost(text: str) -> None:
    found = indicators_of(text)
    kept = "".join(one.source + one.text for one in found)
    assert "".join(kept.replace("・", "").split()) == "".join(text.replace("・", "").split())


@given(st.text("開催4回/年（） ・\na", max_size=30))
def test_no_word_of_an_initiative_cell_is_lost(text: str) -> None:
    kept = "".join(one.name + "".join(one.details) for one in initiatives_of(text))
    assert kept.count("開催") == text.count("開催")


@given(st.text(max_size=30), st.lists(st.text(max_size=5), max_size=3))
def test_odd_text_breaks_nothing(text: str, known: list[str]) -> None:
    assert all(name.strip() for name in owners_of(text, known) if name not in known)
    assert tidy(tidy(text)) == tidy(text)
    assert "".join("".join(pieces(text)).split()) == "".join(text.split())
