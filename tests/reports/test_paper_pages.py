"""How the PDF breaks over pages: nothing lost, nothing cut off, nothing on top of something else."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports import readers
from tests.reports.samples import STATE, council_paper, document, sources, table
from zaitaku.reports import pdf, pdf_pages
from zaitaku.reports.document import Cell, Column, Paragraph, Run, Section, Table, plain
from zaitaku.reports.pdf_fonts import EM, printable, widths
from zaitaku.reports.pdf_lines import break_lines
from zaitaku.reports.pdf_rows import Chunk, Metrics, Spreader

CONTINUED = "（続き）"
METRICS = Metrics(12.0, 5.0)


def boxes_by_page(data: bytes) -> list[list[tuple[float, float, float, float]]]:
    paper = pypdfium2.PdfDocument(data)
    found = []
    for page in paper:
        width, height = page.get_size()
        texts = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=9)
        boxes = [text.get_bounds() for text in texts]
        assert all(0 < left <= right < width and 0 < low <= high < height for left, low, right, high in boxes)
        found.append(boxes)
    return found


def overlaps(boxes: list[tuple[float, float, float, float]]) -> int:
    """Pairs of pieces of text that share more than half a point in both directions."""
    boxes = sorted(boxes, key=lambda box: box[1])
    count = 0
    for at, (left, _, right, high) in enumerate(boxes):
        for other_left, other_low, other_right, other_high in boxes[at + 1 :]:
            if other_low > high - 0.5:
                break
            shared = min(right, other_right) - max(left, other_left)
            count += shared > 0.5 and min(high, other_high) - other_low > 0.5
    return count


def test_the_council_paper_takes_a_few_pages() -> None:
    pages = readers.pdf_pages(pdf.render(council_paper()))
    assert 4 <= len(pages) <= 7
    assert pages[0].startswith("令和５年度在宅療養推進事業の実施結果（見本）") or "資料１" in pages[0]
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, start=1))


def test_a_merged_cell_is_repeated_on_every_page() -> None:
    pages = readers.pdf_pages(pdf.render(document(table(60, state_span=60, aim_span=1), closing=sources(0))))
    with_rows = [page for page in pages if "見本の取組その" in page]
    assert len(with_rows) >= 3
    assert readers.squeeze(STATE) in with_rows[0]
    assert CONTINUED + STATE not in with_rows[0]
    for page in with_rows[1:]:
        assert page.count(CONTINUED + STATE) == 1
    assert all("目指すべき状態目的取組実施結果" in page for page in with_rows)  # the header row too


def test_a_merged_cell_on_one_page_is_not_repeated() -> None:
    pages = readers.pdf_pages(pdf.render(document(table(4, state_span=4), closing=sources(0))))
    assert "".join(pages).count(STATE) == 1
    assert CONTINUED not in "".join(pages)


@pytest.mark.parametrize("span", [1, 2, 3])
def test_cells_taller_than_a_page_are_never_cut(span: int) -> None:
    tall = plain("\n".join(f"高い欄の{line}行目です。" for line in range(200)), rowspan=span)
    rows = [(tall, plain("\n".join(f"結果{line}番" for line in range(90))), plain("短い欄"))]
    rows += [(None, plain(f"次の取組{at}"), plain("終わり")) for at in range(span - 1)]
    made = pdf.render(document(table(6), Table("", tuple(map(Column, "一二三")), tuple(rows))))
    text = "".join(readers.pdf_pages(made))
    places = [text.index(f"高い欄の{line}行目です。") for line in range(200)]
    assert places == sorted(places)
    assert all(f"結果{line}番" in text for line in range(90))
    assert all(f"次の取組{at}" in text for at in range(span - 1))
    assert CONTINUED + "短い欄" in text
    assert sum(map(overlaps, boxes_by_page(made))) == 0


def test_no_text_lies_on_other_text() -> None:
    wide = "Supercalifragilisticexpialidocious" * 8 + "、（「」）。" * 30
    columns = tuple(Column(f"列{at}の長い題名", 0.2 if at % 2 else 3) for at in range(9))
    rows = tuple(tuple(plain(f"{wide[: 40 * at]}{row}") for at in range(9)) for row in range(12))
    narrow = document(Table("", columns, rows))
    for paper in (council_paper(), narrow, document(table(300, state_span=60, aim_span=7))):
        pages = boxes_by_page(pdf.render(paper))
        assert sum(len(page) for page in pages) > 50
        assert [overlaps(page) for page in pages] == [0] * len(pages)


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    for rows in range(1, 14):
        pages = readers.pdf_pages(pdf.render(document(table(rows), table(2), closing=sources(0))))
        page = next(page for page in pages if "（2）相談体制の充実" in page)
        assert "見本の取組その0" in page.split("（2）相談体制の充実")[1]


def test_long_running_text_flows_on() -> None:
    lines = tuple(Paragraph((Run(f"本文の{at}番目の段落です。" * 3),)) for at in range(150))
    paper = document(preamble=lines)
    text = "".join(readers.pdf_pages(pdf.render(paper)))
    assert all(f"本文の{at}番目の段落です。" * 3 in text for at in range(150))


def test_metadata_for_assistive_technology() -> None:
    made = pdf.render(council_paper())
    assert re.search(rb"/Lang\s*\(ja", made)
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", made)
    assert b"pdfuaid:part" in made
    assert b"/StructTreeRoot" in made
    assert b"/TH" in made
    assert b"D:20240115" in made
    assert b"/FontFile3" in made
    paper = pypdfium2.PdfDocument(made)
    assert paper.get_metadata_value("Title") == council_paper().title
    assert [entry.get_title() for entry in paper.get_toc()][:2] == ["（1）区民への啓発", "（2）相談体制の充実"]


def test_deep_headings_are_accepted_as_pdf_ua() -> None:
    paper = document()
    deep = tuple(Section(f"見出し{level}", level) for level in (1, 2, 3, 4, 5, 2, 1))
    made = pdf.render(type(paper)(**{**{name: getattr(paper, name) for name in paper.__slots__}, "sections": deep}))
    assert len(pypdfium2.PdfDocument(made)) == 1


@given(st.text("あ漢、。（）「」ー ab1-., ", max_size=60), st.integers(1200, 9000), st.booleans())
def test_lines_fit_and_lose_nothing(words: str, width: int, heavy: bool) -> None:
    half = len(words) // 2
    lines = break_lines(Paragraph((Run(words[:half]), Run(words[half:]))), width, heavy=heavy)
    assert "".join(part for line in lines for part, _ in line) == words
    advance = widths(heavy=heavy)
    for line in lines:
        printed = "".join(part for part, _ in line).rstrip(" ")
        assert sum(advance[character] for character in printed) <= width


def test_a_space_that_hangs_over_the_edge_is_not_drawn() -> None:
    """typst would break the line once more before it, and the words would run into the row below."""
    for shift in range(12):
        words = Paragraph((Run("参" * shift + "第3回：85% " * 40, href="/x"), Run(" "), Run("終わり")))
        one = document(Table("", (Column("あ"),), ((Cell((words,)),),)))
        blocks = [block for page in pdf_pages.pages(one) for block in page if block["kind"] == "table"]
        pieces = [piece for *_, made in blocks[0]["cells"] for piece in made]
        lines = "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces).split("\n")
        assert len(lines) > 1
        assert not [line for line in lines if line.endswith(" ")]


def test_japanese_rules_of_line_breaking() -> None:
    lines = break_lines(Paragraph((Run("あいうえお、かきくけ（こさし）す105,500部"),)), 5 * EM)
    starts = {line[0][0][0] for line in lines}
    assert not starts & set("、）")
    assert all(line[-1][0][-1] != "（" for line in lines)
    assert any("105,500" in part for line in lines for part, _ in line)  # a number is not divided


def test_what_the_fonts_lack_is_spelled_out() -> None:
    assert printable("令和５年 か\u3099 ①㈱髙𠮷") == "令和５年 が ①㈱髙𠮷"
    assert printable("😀") == "〔U+1F600〕"
    assert printable("1\u202e23\u200b") == "123"


@st.composite
def shapes(draw: st.DrawFn) -> list[list[tuple[int, int] | None]]:
    """Rows of (rowspan, lines) or None."""
    width, height = draw(st.integers(1, 4)), draw(st.integers(1, 8))
    rows: list[list[tuple[int, int] | None]] = [[None] * width for _ in range(height)]
    for column in range(width):
        row = 0
        while row < height:
            span = draw(st.integers(1, height - row))
            rows[row][column] = (span, draw(st.one_of(st.integers(0, 6), st.integers(0, 120))))
            row += span
    return rows


@settings(max_examples=300, deadline=None)
@given(shapes(), st.floats(60, 400))
def test_rows_spread_over_pages_lose_no_line(shape: list[list[tuple[int, int] | None]], room: float) -> None:
    full = 400.0
    rows = [[_cell(row, at, entry) for at, entry in enumerate(entries)] for row, entries in enumerate(shape)]
    spreader = Spreader([50_000] * len(shape[0]), METRICS, CONTINUED)
    chunks = list(spreader.chunks(rows, min(room, full), full))
    for number, chunk in enumerate(chunks):
        assert sum(chunk.heights) <= (room if number == 0 else full) + 1e-6
        _tiled(chunk, len(shape[0]))
        for piece in chunk.pieces:
            space = sum(chunk.heights[piece.row : piece.row + piece.rowspan])
            assert not piece.lines or METRICS.height(len(piece.lines)) <= space + 1e-6
    for row, entries in enumerate(shape):
        for column, entry in enumerate(entries):
            if entry is not None:
                wanted = [f"{row}:{column}:{line}" for line in range(entry[1])]
                printed = [words for chunk in chunks for words in _printed(chunk) if words in set(wanted)]
                assert list(dict.fromkeys(printed)) == wanted


def _cell(row: int, column: int, entry: tuple[int, int] | None) -> Cell | None:
    if entry is None:
        return None
    span, lines = entry
    return Cell(tuple(Paragraph((Run(f"{row}:{column}:{line}"),)) for line in range(lines)), rowspan=span)


def _printed(chunk: Chunk) -> list[str]:
    return [words for piece in chunk.pieces for line in piece.lines for words, _ in line]


def _tiled(chunk: Chunk, columns: int) -> None:
    """Every place of the chunk is covered by exactly one piece."""
    places = [(row, piece.column) for piece in chunk.pieces for row in range(piece.row, piece.row + piece.rowspan)]
    assert sorted(places) == [(row, column) for row in range(len(chunk.heights)) for column in range(columns)]
