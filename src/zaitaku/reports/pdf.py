"""The paper as PDF: tagged, equal bytes for an equal document.

PDF/UA-1 is claimed, and typst checks the claim while it writes.
"""

from __future__ import annotations

from typing import Any

from zaitaku.reports import pdf_pages
from zaitaku.reports.document import Document
from zaitaku.reports.pdf_fonts import printable
from zaitaku.reports.sheets import INSET, SHEETS
from zaitaku.reports.typeset import typeset
from zaitaku.reports.words import WORDS

CONTENT_TYPE = "application/pdf"


def render(document: Document) -> bytes:
    return typeset("paper", _data(document), created=document.created)


def _data(document: Document) -> dict[str, Any]:
    words = WORDS[document.language]
    sheet = SHEETS[document.paper]
    draft = document.status == "draft"
    return {
        "title": document.title,
        "label": printable(document.label),
        "language": document.language,
        "keywords": [word for word in (document.label, document.as_of_text, document.digest) if word],
        "draft": draft,
        "stamp": words.draft if draft else f"{words.frozen}　{words.digest} {printable(document.digest)}",
        "words": {"draft": words.draft},
        "size": sheet.size,
        "pitch": sheet.pitch,
        "inset": INSET,
        "title-size": pdf_pages.TITLE_SIZE,
        "title-pitch": pdf_pages.TITLE_PITCH,
        "page": {
            "width": sheet.width,
            "height": sheet.height,
            "x": sheet.x,
            "top": sheet.top,
            "bottom": sheet.bottom,
        },
        "pages": pdf_pages.pages(document),
    }
