"""The plan of FY2021–2023 as the council got it, read whole with no hand edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.council_table.tables import as_word
from zaitaku.analysis.council_table import (
    CouncilReading,
    Frequency,
    Row,
    Spanned,
    read_council_table,
    write_council_table,
)

SEED = Path(__file__).parents[2] / ".." / "shared" / "seeds" / "000_420d8713186c19a6.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the documents of ../shared are not here")

NAMES = """
A1 在宅療養講演会の開催
A2 認知症医学講座の開催
A3 区民啓発ガイドブックの活用
B1 地域包括支援センターの移転・増設
B2 もの忘れ検診の実施
B3 認知症専門病院との連携（アウトリーチ）
B4 認知症専門相談事業の実施
B5 摂食・えん下機能支援事業の実施
C1 チームオレンジ活動の実施
C2 介護なんでも電話相談の実施
C3 介護学べるサロンの実施
C4 介護相談・交流カフェの実施
C5 在宅療養を支える地域活動のリスト化
D1 事例検討会の開催
D2 認知症事例検討会の開催
D3 地域包括支援センターによる多職種連携の推進
D4 多職種協働による地域ケア会議等の実施
D5 ケアマネジャーの育成
D6 ICT活用の推進
D7 医療・介護連携シートの活用
D8 在宅医療同行研修の実施
E1 後方支援病床の確保
E2 医療連携・在宅医療サポートセンターの運営
E3 現状把握と取り組むべき課題の整理、課題解決のための取組みについての検討
F1 必要に応じた各種ガイドライン等の情報共有
F2 コロナ禍における多職種連携と情報共有に関する事例の共有と事例集の作成
F3 オンライン参加や動画配信などの検討と実施
G1 地域資源情報把握
G2 医療・介護資源調査
G3 死亡小票分析
G4 高齢者基礎調査
"""
NPO = "NPO法人認知症サポートセンター・ねりま"
OWNERS = {
    13: ("地域医療課",),
    14: ("高齢者支援課",),
    15: ("地域医療課", "高齢者支援課"),
    **dict.fromkeys((22, 23, 24, 31, 33, 43, 44, 45, 47), ("高齢者支援課",)),
    25: ("高齢者支援課", "総合福祉事務所"),
    26: ("歯科医師会", "地域医療課"),
    **dict.fromkeys((32, 34), (NPO, "高齢者支援課")),
    35: ("高齢者支援課", "地域医療課", "その他関係機関"),
    42: ("地域医療課", "高齢者支援課", "認知症疾患医療センター"),
    **dict.fromkeys((46, 48, 55, 64, 69, 70, 71), ("地域医療課",)),
    **dict.fromkeys((53, 54), ("医師会", "地域医療課")),
    **dict.fromkeys((62, 63), ("地域医療課", "高齢者支援課")),
    72: ("高齢社会対策課",),
}
SPANS = {  # line: first row and rows of 目指すべき状態, 目的, state indicators
    13: ((0, 3), (0, 3), (0, 3)),
    26: ((0, 5), (4, 1), (0, 5)),
    31: ((0, 5), (0, 1), (0, 5)),
    32: ((0, 5), (1, 3), (0, 5)),
    35: ((0, 5), (4, 1), (0, 5)),
    42: ((0, 7), (0, 4), (0, 7)),
    46: ((0, 7), (4, 2), (0, 7)),
    48: ((0, 7), (6, 1), (0, 7)),
    53: ((0, 3), (0, 1), (0, 1)),
    54: ((0, 3), (1, 1), (1, 2)),
    55: ((0, 3), (2, 1), (1, 2)),
    62: ((0, 3), (0, 1), (0, 0)),
    72: ((0, 4), (0, 0), (0, 0)),
}


@pytest.fixture(scope="module")
def reading() -> CouncilReading:
    return read_council_table(SEED.read_bytes(), SEED.name)


@pytest.fixture(scope="module")
def rows(reading: CouncilReading) -> dict[int, Row]:
    return {row.line: row for row in reading.table.rows}


def test_all_thirty_one_initiatives_by_name(reading: CouncilReading) -> None:
    expected = [line.split(" ", 1)[1] for line in NAMES.strip().split("\n")]
    assert len(expected) == 31
    assert [initiative.name for initiative in reading.table.initiatives] == expected


def test_title_period_goal_pillars_and_categories(reading: CouncilReading) -> None:
    table = reading.table
    assert (table.title, table.status) == ("練馬区在宅療養推進事業", "案")
    assert (table.first_year, table.last_year) == (2021, 2023)
    assert len(table.goals) == 1
    assert [[(c.number, c.name, len(c.rows)) for c in pillar.categories] for pillar in table.pillars] == [
        [(1, "区民への啓発", 3), (2, "相談体制の充実", 5), (3, "地域での支え合い", 5)],
        [(1, "専門職のネットワークの充実", 7), (2, "サービス提供体制の充実", 3)],
        [(1, "コロナ禍における在宅療養の推進", 3)],
    ]
    assert len(table.measures) == 4
    assert [len(c.notes) for pillar in table.pillars for c in pillar.categories] == [1, 0, 0, 0, 0, 0]


def test_frequencies_and_details(reading: CouncilReading) -> None:
    frequencies = {i.name: i.frequency for i in reading.table.initiatives if i.frequency}
    assert frequencies == {
        "在宅療養講演会の開催": Frequency(3, 1, "年"),
        "認知症医学講座の開催": Frequency(1, 1, "年"),
        "事例検討会の開催": Frequency(4, 1, "年"),
        "認知症事例検討会の開催": Frequency(4, 1, "年"),
        "地域資源情報把握": Frequency(4, 1, "年"),
        "医療・介護資源調査": Frequency(1, 3, "年"),
        "死亡小票分析": Frequency(1, 1, "年"),
        "高齢者基礎調査": Frequency(1, 3, "年"),
    }
    details = [i.details for i in reading.table.initiatives if i.details]
    assert details == [("在宅療養ガイドブックの増刷", "認知症ガイドブックの改訂")]


def test_owners_of_every_row_without_any_list_of_names(rows: dict[int, Row]) -> None:
    assert {line: row.owners for line, row in rows.items()} == OWNERS


def test_owners_are_the_same_with_the_list_of_names() -> None:
    names = sorted({name for owners in OWNERS.values() for name in owners})
    reading = read_council_table(SEED.read_bytes(), SEED.name, organisations=names)
    assert {row.line: row.owners for row in reading.table.rows} == OWNERS


def test_extents_of_spanned_cells(rows: dict[int, Row]) -> None:
    def extent(cell: Spanned) -> tuple[int, int]:
        return cell.first, cell.rows

    found = {
        line: (extent(rows[line].desired_state), extent(rows[line].objective), extent(rows[line].state_indicator_cell))
        for line in SPANS
    }
    assert found == SPANS


def test_outcome_indicators_row_by_row(rows: dict[int, Row]) -> None:
    counts = {line: len(row.indicators) for line, row in rows.items()}
    two = {13, 24, 42, 46, 47, 64}
    none = {55, 69, 70, 71, 72}
    assert counts == {line: 2 if line in two else 0 if line in none else 1 for line in rows}
    assert [one.text for one in rows[24].indicators] == [
        "地域包括支援センターへ認知症相談件数（延件数）",
        "医師によるアウトリーチ実施回数",
    ]
    assert [one.initiative for one in rows[42].indicators] == [0, 1]
    assert [(one.source, one.text) for one in rows[48].indicators] == [
        ("在宅医療同行研修受講後アンケート", "【新規】在宅医療業務に対する理解度")
    ]
    assert rows[13].indicators[1].text.endswith("と思った」の割合")


def test_state_indicators_with_their_survey_and_direction(rows: dict[int, Row]) -> None:
    found = {
        line: [(one.source, one.text[:10], one.direction) for one in rows[line].state_indicators]
        for line in (13, 22, 31, 42, 53, 54, 62)
    }
    assert found == {
        13: [("高齢者基礎調査", "在宅療養が難しいと思", "down"), ("高齢者基礎調査", "「家族等と最期の医療", "")],
        22: [("高齢者基礎調査", "家族介護者の負担や困", "down")],
        31: [("在宅介護実態調査", "在宅生活の継続に向け", "down"), ("高齢者基礎調査", "家族介護者の負担や困", "down")],
        42: [("練馬区医療・介護資源調査", "各職種間の望ましい関", "down")],
        53: [("練馬区医療・介護資源調査", "後方支援病床を「知ら", "down")],
        54: [("", "訪問診療を行う医療機", "up")],
        62: [],
    }


def test_every_line_is_accounted_for_and_nothing_put_aside(reading: CouncilReading) -> None:
    assert reading.not_understood == ()
    lines = SEED.read_text("utf-8").split("\n")
    expected = [f"{number}行目" for number, line in enumerate(lines, start=1) if line.strip()]
    assert [line.location for line in reading.understood] == expected
    assert [line.location for line in reading.understood if line.remark_ja] == ["26行目"]


@pytest.mark.parametrize("form", ["tsv", "xlsx"])
def test_written_and_read_back_it_is_equal(reading: CouncilReading, form: str) -> None:
    back = read_council_table(write_council_table(reading.table, form), f"plan.{form}")
    assert back.table == reading.table
    assert back.not_understood == ()


def test_as_a_word_file_with_merged_cells_it_is_equal(reading: CouncilReading) -> None:
    back = read_council_table(as_word(reading.table), "plan.docx")
    assert back.table == reading.table
    assert back.not_understood == ()


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-8-sig"])
def test_the_encoding_makes_no_difference(reading: CouncilReading, encoding: str) -> None:
    data = SEED.read_text("utf-8").replace("\n", "\r\n").encode(encoding)
    assert read_council_table(data, "plan.txt").table == reading.table
