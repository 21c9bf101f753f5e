"""The paper as Word: really merged cells, repeated header rows. Equal bytes for an equal document."""

from __future__ import annotations

import io
from datetime import UTC
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zaitaku.reports.document import Document, Paragraph, Section
from zaitaku.reports.docx_tables import Writer
from zaitaku.reports.sheets import SHEETS
from zaitaku.reports.stable_zip import stable
from zaitaku.reports.words import WORDS

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "BIZ UDPゴシック"
LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}
HEADINGS = {"Title": 16.0, "Heading 1": 12.0, "Heading 2": 11.0, "Heading 3": 10.0, "Heading 4": 9.5, "Heading 5": 9.0}


def render(document: Document) -> bytes:
    word = docx.Document()
    _styles(word, document)
    _page(word, document)
    _properties(word, document)
    writer = Writer(word, document)
    label = writer.paragraph(Paragraph(()), "Normal")
    label.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = label.add_run(document.label)
    run.bold, run.font.size = True, Pt(12)
    if document.label:
        run._r.get_or_add_rPr().append(_element("w:bdr", val="single", sz="8", space="4", color="000000"))
    title = word.add_paragraph(document.title, style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.add_paragraph(document.as_of_text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for paragraph in document.preamble:
        writer.paragraph(paragraph, "Normal")
    closing = (Section(WORDS[document.language].sources, 1, (), (document.sources,)),) if document.has_sources else ()
    for section in (*document.sections, *closing):
        word.add_heading(section.heading, section.level)
        for paragraph in section.paragraphs:
            writer.paragraph(paragraph, "Normal")
        for table in section.tables:
            writer.table(table)
    made = io.BytesIO()
    word.save(made)
    return stable(made.getvalue())


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _styles(word: Any, document: Document) -> None:
    """The fonts of both scripts and the language, once for the whole file."""
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(_element("w:lang", val=LANGUAGES[document.language], eastAsia="ja-JP", bidi="ar-SA"))
    size = SHEETS[document.paper].size
    for name, points in {"Normal": size, "Caption": size, "Header": 8.0, "Footer": 8.0, **HEADINGS}.items():
        style = word.styles[name]
        style.font.size = Pt(points)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [key for key in fonts.attrib if "heme" in key]:  # theme fonts win over named ones
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    word.styles["Title"].font.bold = True
    for name in ("Normal", "Caption"):
        spacing = word.styles[name].paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing = 1.0
    word.styles["Caption"].paragraph_format.keep_with_next = True
    border = word.styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)


def _page(word: Any, document: Document) -> None:
    words = WORDS[document.language]
    page = word.sections[0]
    is_wide = document.paper == "a3"
    page.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (Mm(420), Mm(297)) if is_wide else (Mm(210), Mm(297))
    page.left_margin = page.right_margin = Mm(12) if is_wide else Mm(20)
    page.top_margin = page.bottom_margin = Mm(15)
    page.header_distance = page.footer_distance = Mm(8)
    draft = document.status == "draft"
    header = page.header.paragraphs[0]
    header.text = f"【{words.draft}】　{document.label}" if draft else document.label
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{words.draft}　" if draft else f"{words.frozen}　{words.digest} {document.digest}　")
    for instruction, between in (("PAGE", " / "), ("NUMPAGES", "")):
        field = _element("w:fldSimple", instr=instruction)
        field.append(OxmlElement("w:r"))
        footer._p.append(field)
        if between:
            footer.add_run(between)


def _properties(word: Any, document: Document) -> None:
    words = WORDS[document.language]
    created = document.created.astimezone(UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title, properties.subject = document.title[:255], document.as_of_text[:255]
    properties.author = properties.last_modified_by = ""
    properties.comments, properties.keywords = document.digest, document.label
    properties.language = LANGUAGES[document.language]
    properties.content_status = words.draft if document.status == "draft" else words.frozen
    properties.created = properties.modified = created
    properties.revision = 1
