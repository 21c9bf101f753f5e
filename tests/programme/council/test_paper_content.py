"""What a paper says: sections, spans, cells, sources and the machine-readable rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import council
from zaitaku.analysis.figure import Kind
from zaitaku.programme.council.models import RowText
from zaitaku.programme.council.queries import row_texts, year_table
from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.models import Node
from zaitaku.reports import document as d

pytestmark = pytest.mark.django_db


def texts(row: tuple[d.Cell | None, ...]) -> list[str | None]:
    return [None if cell is None else d.text(cell) for cell in row]


def test_title_and_goals_come_from_plan_year_and_day() -> None:
    made = council.programme()
    document = made.draft(council.paper(made)).content.document
    assert document.title == "令和５年度　練馬区在宅療養推進事業実施結果（令和５年12月末現在）"
    assert document.label == "資料１"
    assert [one.text for one in document.preamble] == [
        "【目標】安心して療養できる体制を構築する",
        "・在宅看取り率の増加",
    ]


def test_sections_are_numbered_and_the_pillar_without_categories_has_four_columns() -> None:
    made = council.programme()
    sections = made.draft(council.paper(made)).content.document.sections
    assert [(one.level, one.heading) for one in sections] == [
        (1, "1　区民が在宅療養を知る環境の整備"),
        (2, "（1）区民への啓発"),
        (1, "2　専門職の環境の整備"),
        (2, "（1）ネットワークの充実"),
        (1, "【指標】"),
    ]
    titles = [[column.title for column in table.columns] for one in sections for table in one.tables]
    assert titles == [
        ["目指すべき状態", "目的", "取組", "実施結果", "成果指標", "今後の課題", "担当・所管"],
        ["目指すべき状態", "目的", "取組", "実施結果", "成果指標", "今後の課題", "担当・所管"],
        ["目指すべき状態", "取組", "実施結果", "担当・所管"],
    ]


def test_cells_span_rows_and_one_printed_cell_holds_two_initiatives() -> None:
    made = council.programme()
    sections = made.draft(council.paper(made)).content.document.sections
    first, second, last = (section.tables[0].rows for section in sections if section.tables)
    assert texts(first[0]) == [
        "多世代が知っている。\n大切な人と共有している。",
        "区民へのさらなる周知",
        "講演会の開催\n3回/年\n図書館での上映",
        "総参加者数：延べ人数555名（確定後追記あり）\n"
        "第1回「題1」\n参加者:196名（本会場59人、同時上映12人、Zoom60人、後日上映会65人）\n"
        "第2回「題2」\n参加者:185名（本会場59人、同時上映36人、Zoom41人、後日上映会49人）\n"
        "第3回「題3」\n参加者:確定後追記（本会場105人、同時上映32人、Zoom37人、後日上映会（実施後追記））",
        "講演会参加人数",
        "A1を続ける。",
        "地域医療課",
    ]
    assert texts(first[1])[:4] == [None, None, "認知症医学講座の開催", "【実施回数】1回"]
    assert texts(first[2])[:4] == [
        None,
        "相談窓口の強化",
        "地域包括支援センターの移転・増設",
        "【相談件数】27か所9,869件（11月末時点）",
    ]
    assert [cell.rowspan for cell in first[0][:2] if cell] == [3, 2]
    assert texts(second[0])[2:] == [
        "事例検討会の開催\n4回/年\n認知症事例検討会の開催\n4回/年",
        "参加者数：延べ262人\n\n認知症事例検討会0回（2,3月予定）",
        "",
        "D1を続ける。\n\nD2を続ける。",
        "地域医療課",
    ]
    assert texts(second[1])[3] == "【満足度】集計中（満足と回答した割合）"
    assert texts(last[0]) == [
        "現状と変化を把握する。",
        "在宅医療資源状況把握\n1回/年",
        "・在支病：4か所（7月1日時点）",
        "地域医療課",
    ]


def test_figures_are_links_with_their_state() -> None:
    made = council.programme()
    table = made.draft(council.paper(made)).content.document.sections[1].tables[0]
    runs = [run for one in table.rows[2][3].paragraphs for run in one.runs]
    assert [(run.text, run.figure, run.mark, run.href) for run in runs] == [
        ("【相談件数】", "", "", ""),
        ("27か所", "B1.centers", "as_of", "/figures/2023/B1.centers/"),
        ("9,869件（11月末時点）", "B1.consultations", "as_of", "/figures/2023/B1.consultations/"),
    ]


def test_sources_name_state_day_kind_and_who_confirmed() -> None:
    made = council.programme()
    council.confirm(made)
    draft = made.draft(
        council.paper(made), council.figures(D1_attendance=council.figure("D1.attendance", 263, Kind.PERSON_TIMES))
    )
    rows = {texts(row)[0]: texts(row)[1:] for row in draft.content.document.sources.rows}
    assert list(rows) == [f"{code} {code}の数" for code in draft.content.figures]
    assert rows["B1.consultations B1.consultationsの数"] == [
        "9,869",
        "確定",
        "令和5年11月末",
        "件数",
        "件",
        "1",
        f"{made.officer.name} 2024-01-20",
        "B1.consultationsの数の合計",
    ]
    assert rows["D1.attendance D1.attendanceの数"][6] == "未確認"
    assert rows["D2.held D2.heldの数"][1] == "予定（2,3月予定）"
    assert draft.unconfirmed == ("D1.attendance",)


def test_the_machine_readable_rows_hold_every_part() -> None:
    made = council.programme()
    rows = made.draft(council.paper(made)).content.document.figures
    lecture = {row.part: row for row in rows if row.code == "A1.attendance"}
    assert len(lecture) == 1 + 3 + 12
    assert lecture[()].value == Decimal(555)
    assert lecture["第3回", "後日上映会"].value is None
    assert lecture["第3回", "後日上映会"].state == "実施後追記"
    assert lecture["第1回", "本会場"].initiative == "講演会の開催"
    assert {row.code for row in rows} == {one for one in council.figures() if one != "G2.rate"}


def test_a_template_that_broke_leaves_a_notice_and_is_reported() -> None:
    made = council.programme(texts=council.TEXTS | {"A2": "{A2.gone}"})
    draft = made.draft(council.paper(made))
    assert "A2.gone" in draft.problems["A2"][0]
    assert texts(draft.content.document.sections[1].tables[0].rows[1])[3] == "【この欄は作成できません】"


def test_text_that_no_paper_can_print_is_made_printable() -> None:
    made = council.programme()
    Node.objects.filter(version=made.version, key="A2").update(text="認知症\t講座\x0b")
    row = made.draft(council.paper(made)).content.document.sections[1].tables[0].rows[1]
    assert d.text(row[2]) == "認知症 講座 "


def test_queries_do_not_grow_with_the_plan() -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            made.draft(one)
        return len(caught)

    made = council.programme()
    one = council.paper(made)
    before = queries()
    state = Node.objects.get(version=made.version, key="SD")
    for number in range(12):
        council.node(made.version, NodeKind.INITIATIVE, f"Z{number}", f"取組{number}", state, owners=[made.section])
        RowText.objects.create(plan=made.plan, fiscal_year=2023, key=f"Z{number}", result="{A2.held}")
    assert queries() == before <= 9


def test_words_belong_to_one_year() -> None:
    made = council.programme()
    RowText.objects.create(plan=made.plan, fiscal_year=2022, key="A2", result="前の年")
    table = year_table(made.version, 2022, row_texts(made.plan, 2022))
    assert [words.result for row in table.rows() for words in row.words if words.result] == ["前の年"]
    assert table.row("D2").key == "D1"
    assert table.row("A1").codes == ("A1.attendance",)
    assert table.section_of("G1").is_wide is False


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 7, 1), "令和５年７月１日現在"),
        (date(2024, 3, 31), "令和６年３月末現在"),
        (date(2023, 10, 15), "令和５年10月15日現在"),
    ],
)
def test_the_cover_says_its_day(day: date, expected: str) -> None:
    made = council.programme()
    assert council.paper(made, as_of=day).title.endswith(f"（{expected}）")
