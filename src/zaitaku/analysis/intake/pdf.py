"""The text layer of a PDF, best effort: lines with their page. A page without text is said to be so, not guessed."""

from __future__ import annotations

import threading

import pypdfium2

from zaitaku.analysis.intake import refusals
from zaitaku.analysis.intake.book import Paragraph
from zaitaku.analysis.intake.limits import Limits
from zaitaku.analysis.intake.lines import Unread

_ONE_AT_A_TIME = threading.Lock()  # PDFium is not thread-safe


def read_pdf(data: bytes, limits: Limits) -> tuple[tuple[Paragraph, ...], tuple[Unread, ...]]:
    if b"%%EOF" not in data[-2048:]:
        raise refusals.damaged("PDF の終わりがありません", "the PDF has no end")
    with _ONE_AT_A_TIME:
        document = _opened(data)
        try:
            if len(document) > limits.pages:
                raise refusals.too_large("too_many_pages", "ページ", "pages", len(document), limits.pages)
            return _texts(document)
        finally:
            document.close()


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise refusals.password_protected() from error
        raise refusals.damaged("PDF として開けません", "it cannot be opened as PDF") from error


def _texts(document: pypdfium2.PdfDocument) -> tuple[tuple[Paragraph, ...], tuple[Unread, ...]]:
    found: list[Paragraph] = []
    unread: list[Unread] = []
    for number in range(1, len(document) + 1):
        try:
            text = document[number - 1].get_textpage().get_text_range()
        except pypdfium2.PdfiumError:
            unread.append(Unread(f"p.{number}", "ページを読めません。", "The page cannot be read."))
            continue
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
        if not any(line.strip() for line in lines):
            reason_ja = "文字情報がありません（画像だけのページ）。元の文書で確かめてください。"
            unread.append(Unread(f"p.{number}", reason_ja, "No text on the page (an image only). See the original."))
        found += [Paragraph(line, f"p.{number} {at}行目") for at, line in enumerate(lines, start=1) if line.strip()]
    return tuple(found), tuple(unread)
