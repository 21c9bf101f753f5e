"""The four formats a paper comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zaitaku.reports import docx, html, pdf, xlsx
from zaitaku.reports.document import Document


@dataclass(frozen=True, slots=True)
class Format:
    """`suffix` is the file's, `label` what a button says."""

    suffix: str
    label: str
    content_type: str
    render: Callable[[Document], bytes]


FORMATS = {
    "pdf": Format("pdf", "PDF", pdf.CONTENT_TYPE, pdf.render),
    "xlsx": Format("xlsx", "Excel", xlsx.CONTENT_TYPE, xlsx.render),
    "docx": Format("docx", "Word", docx.CONTENT_TYPE, docx.render),
    "html": Format("html", "HTML", html.CONTENT_TYPE, html.render),
}


def file_name(document: Document, suffix: str) -> str:
    """資料１_令和５年度…_案.pdf: label, title, and 案 while it is a draft; nothing a file system refuses."""
    parts = [document.label, document.title, "案" if document.status == "draft" else ""]
    name = "_".join(part for part in parts if part)
    return "".join("_" if character in '\\/:*?"<>|' else character for character in name)[:120] + f".{suffix}"
