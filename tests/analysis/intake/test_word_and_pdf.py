from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from tests.analysis.intake.files import empty_pdf, pdf, repacked, word

from zaitaku.analysis.intake import Limits, Paragraph, Sheet, Span, Unread, read_lines, read_tables


def test_paragraphs_and_tables_keep_their_order() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("柱")
        table = document.add_table(2, 2)
        table.cell(0, 0).text = "取組"
        table.cell(1, 1).text = "一行目\n二行目"
        document.add_paragraph("※注")

    blocks = read_tables(word(fill), "a.docx").blocks
    assert blocks == (
        Paragraph("柱", "段落1"),
        Sheet("表1", (("取組", ""), ("", "一行目\n二行目"))),
        Paragraph("※注", "段落2"),
    )


def test_merged_cells_say_how_far_they_reach() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(2, 0)).text = "状態"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "横"
        table.cell(1, 1).merge(table.cell(2, 2)).text = "四角"

    sheet = read_tables(word(fill), "a.docx").sheets[0]
    assert set(sheet.spans) == {Span(1, 1, 3, 1), Span(1, 2, 1, 2), Span(2, 2, 2, 2)}
    assert sheet.value(1, 1).strip() == "状態"  # type: ignore[union-attr]
    assert sheet.cell(3, 3).covered
    assert sheet.cell(3, 3).span == Span(2, 2, 2, 2)


def test_tracked_changes_show_the_text_as_it_would_be_accepted() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("延べ")
        xml = f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>329</w:t></w:r></w:ins>'
        paragraph._p.append(parse_xml(xml))
        xml = f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>328</w:delText></w:r></w:del>'
        paragraph._p.append(parse_xml(xml))
        paragraph.add_run("人")

    read = read_tables(word(fill), "a.docx")
    assert read.paragraphs[0].text == "延べ329人"
    assert any("変更履歴" in note.reason_ja for note in read.warnings)


def test_what_stands_outside_the_body_is_said_to_be_unread() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("本文")
        document.sections[0].header.paragraphs[0].text = "令和5年度"

    assert [note.reason_en for note in read_tables(word(fill), "a.docx").warnings] == ["Headers were not read."]


def test_a_table_in_a_table_is_read_as_text_and_said_so() -> None:
    def fill(document: Any) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "外"
        cell.add_table(1, 1).cell(0, 0).text = "内"

    read = read_tables(word(fill), "a.docx")
    assert str(read.sheets[0].value(1, 1)).split() == ["外", "内"]
    assert read.warnings[0].location == "表1"


def test_readings_over_kanji_are_not_text() -> None:
    def fill(document: Any) -> None:
        ruby = (
            f"<w:r {nsdecls('w')}><w:ruby><w:rt><w:r><w:t>たか</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>髙</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        )
        document.add_paragraph()._p.append(parse_xml(ruby))

    assert read_tables(word(fill), "a.docx").paragraphs[0].text == "髙"


def test_a_mangled_extent_of_a_merged_cell_is_damage() -> None:
    import pytest

    from zaitaku.analysis.intake.refusals import Damaged, TooLarge

    def fill(document: Any, width: str) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="{width}"/>'))
        assert cell._tc.tcPr.find(qn("w:gridSpan")) is not None

    with pytest.raises(Damaged):
        read_tables(word(lambda document: fill(document, "-3")), "a.docx")
    with pytest.raises(TooLarge):
        read_tables(word(lambda document: fill(document, "5000")), "a.docx")
    with pytest.raises(TooLarge):
        read_tables(word(lambda document: fill(document, "900")), "a.docx", limits=Limits(cells=800))


def test_pdf_lines_carry_their_page_and_pages_without_text_are_named() -> None:
    read = read_lines(pdf("Total 555", "", "Page three"), "a.pdf")
    assert [(line.location, line.text) for line in read.lines] == [
        ("p.1 1行目", "Total 555"),
        ("p.3 1行目", "Page three"),
    ]
    assert [note.location for note in read.unread] == ["p.2"]
    assert "画像" in read.unread[0].reason_ja
    assert read_lines(empty_pdf(), "a.pdf").lines == ()


def test_lines_of_a_word_file_name_paragraph_or_cell() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("総参加者数")
        document.add_table(1, 2).cell(0, 1).text = "196名\n185人"

    read = read_lines(word(fill), "a.docx")
    assert [(line.location, line.text) for line in read.lines] == [
        ("段落1", "総参加者数"),
        ("表1 1行2列", "196名"),
        ("表1 1行2列", "185人"),
    ]


def test_unread_parts_come_with_the_lines() -> None:
    footnotes = f"<w:footnotes {nsdecls('w')}><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnotes>"
    data = repacked(word(lambda document: document.add_paragraph("本文")), word__footnotes=footnotes.encode())
    assert read_lines(data, "a.docx").unread == (Unread("", "脚注は読んでいません。", "Footnotes were not read."),)
