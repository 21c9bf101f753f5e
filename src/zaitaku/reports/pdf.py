"""The paper as PDF: tagged, equal bytes for an equal document.

PDF/UA-1 is claimed, and typst checks the claim while it writes.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from zaitaku.reports import pdf_pages
from zaitaku.reports.document import Document
from zaitaku.reports.pdf_fonts import FAMILY, fonts, printable
from zaitaku.reports.sheets import INSET, SHEETS
from zaitaku.reports.words import WORDS

CONTENT_TYPE = "application/pdf"


@cache
def _template() -> bytes:
    return Path(__file__).with_name("paper.typ").read_bytes()


def render(document: Document) -> bytes:
    """Raises typst.TypstError only for a fault of ours: no words of a document can break the template."""
    data = json.dumps(_data(document), ensure_ascii=False)
    compiler = typst.Compiler(_template(), font_paths=fonts(), sys_inputs={"data": data})
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=document.created)
    assert isinstance(made, bytes)  # noqa: S101 - tells mypy that no output file was asked for
    return made


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
        "family": FAMILY,
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
