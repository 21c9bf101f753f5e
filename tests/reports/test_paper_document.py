"""A document refuses what no renderer could print."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.reports.samples import council_paper, document, table
from zaitaku.reports.document import (
    Cell,
    Column,
    Paragraph,
    Run,
    Section,
    Table,
    cells,
    link,
    plain,
    text,
)

TWO = (Column("一"), Column("二"))


@pytest.mark.parametrize("bad", ["\x00", "a\x1bb", "改\n行", "\t", "\x85", "\u2028", "\ud800", "\ufffe", "\U0001ffff"])
def test_control_characters_are_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="no paper can print"):
        Run(bad)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "/a b", 'https://x/"', "x"]
)
def test_only_links_to_pages(href: str) -> None:
    with pytest.raises(ValueError, match="not a link"):
        Run("x", href=href)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (((plain("a"),),), "entries for 2 columns"),
        (((None, plain("a")),), "covered by nothing"),
        (((plain("a", rowspan=2), plain("b")),), "leaves table"),
        (((plain("a", rowspan=2), plain("b")), (plain("c"), plain("d"))), "inside a span"),
        (((plain("a", rowspan=2), plain("b")), (None, None)), "covered by nothing"),
    ],
)
def test_a_table_without_holes(rows: tuple[tuple[Cell | None, ...], ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Table("表", TWO, rows)


def test_spans_that_fit_are_taken() -> None:
    made = Table("表", TWO, ((plain("a", rowspan=3), plain("b", rowspan=2)), (None, None), (None, plain("c"))))
    assert len(made.rows) == 3


def test_a_cell_holds_no_more_than_excel() -> None:
    with pytest.raises(ValueError, match="at most"):
        plain("字" * 32_001)
    with pytest.raises(ValueError, match="rowspan"):
        Cell(rowspan=0)


@pytest.mark.parametrize(
    "change",
    [
        {"title": " "},
        {"digest": ""},
        {"created": datetime(2024, 1, 1)},  # noqa: DTZ001 - that is the fault
        {"base_url": "ftp://x"},
        {"language": "fr"},
        {"status": "sent"},
        {"sections": (Section("a", 2),)},
        {"label": "資" * 21},
    ],
)
def test_a_document_refuses(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - eight different messages
        replace(council_paper(), **change)  # type: ignore[arg-type]


def test_links_are_completed_with_the_site() -> None:
    paper = document()
    assert link(paper, Run("a", href="/figures/A1/")) == "https://zaitaku.example.jp/figures/A1/"
    assert link(paper, Run("a", href="https://other.example/")) == "https://other.example/"
    assert link(document(base_url=""), Run("a", href="/figures/A1/")) == ""


def test_cells_are_listed_once_in_order() -> None:
    paper = document(table(4, state_span=4, aim_span=2))
    found = cells(paper)
    assert list(found) == sorted(found, key=lambda cell: (cell.section, cell.table, cell.row, cell.column))
    assert sum(cell.column == 0 and cell.section == 0 for cell in found) == 2  # its title and one merged cell
    assert found[-1].section == 1
    assert text(Cell((Paragraph((Run("a"), Run("b"))), Paragraph()))) == "ab\n"
