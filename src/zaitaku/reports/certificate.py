"""Certificates (修了証) as PDF: A4 landscape, one page each, tagged, equal bytes for equal certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaitaku.reports.pdf_fonts import printable
from zaitaku.reports.typeset import typeset

CONTENT_TYPE = "application/pdf"
TWO_COLUMNS = 7  # from so many parts on they stand in two columns


@dataclass(frozen=True, slots=True)
class Certificate:
    """All as printed: `number` "第3号", `day` "令和5年12月1日", `parts` one line for each part attended."""

    number: str
    title: str
    name: str
    text: str
    parts: tuple[str, ...]
    day: str
    issuer: str


def render(certificates: Sequence[Certificate], *, title: str, created: datetime) -> bytes:
    """`title` is that of the file. Raises ValueError when there is no certificate."""
    if not certificates:
        raise ValueError("a file without any certificate")
    pages = [
        {
            "number": printable(one.number),
            "title": printable(one.title),
            "name": printable(one.name),
            "text": [printable(line) for line in one.text.splitlines()],
            "parts": [printable(part) for part in one.parts],
            "columns": 2 if len(one.parts) >= TWO_COLUMNS else 1,
            "day": printable(one.day),
            "issuer": [printable(line) for line in one.issuer.splitlines()],
        }
        for one in certificates
    ]
    return typeset("certificate", {"title": printable(title), "pages": pages}, created=created)
