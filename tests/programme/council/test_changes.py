"""Two papers compared, and the errata of a frozen one: every change has its reason."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.factories import council
from zaitaku.analysis.figure import Figure, Kind
from zaitaku.programme.council.choices import Reason
from zaitaku.programme.council.models import Paper, RowText
from zaitaku.programme.council.queries import (
    Errata,
    PaperContent,
    carried_on,
    compare_papers,
    errata,
    figures_for_errata,
    frozen_content,
    recomposed,
)
from zaitaku.programme.council.queries.changes import change_reason
from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.models import Node
from zaitaku.reports import pdf
from zaitaku.reports.document import cells, text

pytestmark = pytest.mark.django_db
LATER = datetime(2024, 3, 1, 0, 0, tzinfo=UTC)
MARCH = date(2024, 2, 29)


def content(made: council.Programme, paper: Paper, values: dict[str, Figure] | None = None) -> PaperContent:
    return made.draft(paper, values).content


def test_equal_papers_have_no_changes() -> None:
    made = council.programme()
    paper = council.paper(made)
    assert compare_papers(content(made, paper), content(made, paper)).is_empty


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (council.figure("A2.held", 2, Kind.TIMES), Reason.CORRECTED),
        (council.figure("A2.held", 1, Kind.TIMES, as_of=council.NOVEMBER), Reason.AS_OF_MOVED),
        (council.figure("A2.held", 1, Kind.TIMES, state=council.State.PRELIMINARY), Reason.STATE),
        (council.figure("A2.held", 1, Kind.TIMES, unit="か所"), Reason.WORDING),
    ],
)
def test_a_changed_figure_gives_its_cell_the_reason(figure: Figure, reason: Reason) -> None:
    made = council.programme()
    paper = council.paper(made)
    found = compare_papers(content(made, paper), content(made, paper, council.figures(A2_held=figure)))
    assert [(one.code, one.path, one.reason) for one in found.figures] == [("A2.held", (), reason)]
    assert [(one.key, one.column, one.reasons, one.figures) for one in found.cells] == [
        ("A2", "実施結果", (reason,), ("A2.held",))
    ]


def test_a_settled_part_is_named_and_settles_its_total() -> None:
    made = council.programme()
    paper = council.paper(made)
    values = council.figures(A1_attendance=council.lectures(70))
    found = compare_papers(content(made, paper), content(made, paper, values))
    assert [(one.path, one.reason) for one in found.figures] == [
        ((), Reason.SETTLED),
        (("第3回",), Reason.SETTLED),
        (("第3回", "後日上映会"), Reason.SETTLED),
    ]
    (cell,) = found.cells
    assert cell.reasons == (Reason.SETTLED,)
    assert "555名（確定後追記あり）" in cell.was
    assert "625名" in cell.now


def test_words_and_plan_changes_are_told_apart() -> None:
    made = council.programme()
    paper = council.paper(made)
    before = content(made, paper)
    RowText.objects.filter(key="A2").update(result="実施は{A2.held}", issues="やめる。")
    Node.objects.filter(key="B1").update(text="地域包括支援センターの増設")
    state = Node.objects.get(key="SD")
    council.node(made.version, NodeKind.INITIATIVE, "Z1", "新しい取組", state)
    after = content(made, paper)
    changes = {(one.key, one.column): one.reasons for one in compare_papers(before, after).cells}
    assert changes["A2", "実施結果"] == changes["A2", "今後の課題"] == (Reason.WORDING,)
    assert changes["B1", "取組"] == (Reason.PLAN_CHANGED,)
    assert changes["Z1", "取組"] == (Reason.PLAN_CHANGED,)
    gone = {(one.key, one.column): one for one in compare_papers(after, before).cells}
    assert (gone["Z1", "取組"].was, gone["Z1", "取組"].now) == ("新しい取組", "")


def test_another_figure_in_the_words() -> None:
    made = council.programme()
    paper = council.paper(made)
    before = content(made, paper)
    RowText.objects.filter(key="A2").update(result="{D1.attendance|join}{G2.rate}")
    found = compare_papers(before, content(made, paper))
    assert {(one.code, one.reason) for one in found.figures if not one.path} == {
        ("G2.rate", Reason.FIGURES_PRINTED),
        ("A2.held", Reason.FIGURES_PRINTED),
    }


def test_a_figure_reads_the_same_without_a_reason() -> None:
    one = council.figure("x", 1, Kind.CASES)
    assert change_reason(one, replace(one, records=9)) is None
    assert change_reason(None, None) is None


def later_errata(made: council.Programme, paper: Paper) -> tuple[PaperContent, Errata]:
    """The third lecture's last channel came in by the end of February; A2 was corrected; B1 moved on."""
    frozen = frozen_content(Paper.objects.get(pk=paper.pk))
    corrected = council.figure("A2.held", 2, Kind.TIMES)
    wrong = council.figure("D1.attendance", 999, Kind.PERSON_TIMES)
    later = {
        code: replace(one, as_of=MARCH) for code, one in council.figures(A1_attendance=council.lectures(70)).items()
    }
    figures = figures_for_errata(
        frozen,
        same_day=council.figures(A2_held=corrected, D1_attendance=wrong),
        later=later,
        filled={"A1.attendance"},
        confirmed={"A2.held"},
    )
    now = recomposed(paper, frozen, made.computed(figures), created=LATER, url=lambda code: f"/f/{code}/").content
    return frozen, errata(frozen, now, created=LATER)


def test_errata_name_page_place_both_readings_and_the_reason() -> None:
    made = council.programme()
    _, found = later_errata(made, council.frozen_paper(made))
    rows = [[text(cell) for cell in row if cell] for row in found.table.sections[0].tables[0].rows]
    assert [(row[0], row[1].split("\n"), row[4]) for row in rows] == [
        ("1頁", ["（1）区民への啓発", "講演会の開催", "実施結果"], "数値の確定"),
        ("1頁", ["（1）区民への啓発", "認知症医学講座の開催", "実施結果"], "数値の訂正"),
    ]
    assert rows[1][2:4] == ["【実施回数】1回", "【実施回数】2回"]
    assert found.table.title.endswith("　正誤表")
    assert pdf.render(found.table).startswith(b"%PDF")


def test_replacement_pages_hold_the_changed_rows_only() -> None:
    made = council.programme()
    _, found = later_errata(made, council.frozen_paper(made))
    assert [section.heading for section in found.pages.sections] == [
        "1　区民が在宅療養を知る環境の整備",
        "（1）区民への啓発",
    ]
    (table,) = found.pages.sections[1].tables
    assert len(table.rows) == 2
    assert [cell.rowspan for cell in table.rows[0][:2] if cell] == [2, 2]
    assert {row.code for row in found.pages.figures} == {"A1.attendance", "A2.held"}
    assert len(found.pages.sources.rows) == 2
    assert found.pages.status == "frozen"
    assert cells(found.pages)


def test_errata_made_again_are_equal() -> None:
    made = council.programme()
    paper = council.frozen_paper(made)
    assert pdf.render(later_errata(made, paper)[1].pages) == pdf.render(later_errata(made, paper)[1].pages)


def test_parts_that_did_not_change_keep_their_day() -> None:
    before, after = council.lectures(), council.lectures(70)
    moved = replace(
        after,
        as_of=MARCH,
        parts=tuple(
            replace(p, as_of=MARCH, parts=tuple(replace(c, as_of=MARCH) for c in p.parts)) for p in after.parts
        ),
    )
    kept = carried_on(before, moved)
    assert kept.part("第1回") == before.part("第1回")
    assert kept.part("第3回", "後日上映会").as_of == MARCH
    assert kept.as_of == council.COVER
    assert kept.value == after.value
