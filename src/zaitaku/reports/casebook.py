"""The casebook (事例集) as PDF: A4, tagged, with contents and imprint, equal bytes for an equal edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaitaku.reports.pdf_fonts import printable
from zaitaku.reports.typeset import typeset

CONTENT_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class CaseText:
    """One case as printed: `scene` and `professions` in words; texts may have several lines."""

    title: str
    scene: str
    theme: str
    professions: Sequence[str]
    background: str
    done: str
    learnt: str


@dataclass(frozen=True, slots=True)
class Casebook:
    """`number` "第1号", `day` "令和5年12月1日"; `preface` and `contact` may have several lines or be empty."""

    title: str
    number: str
    day: str
    owner: str
    preface: str
    contact: str
    cases: Sequence[CaseText]


def render(book: Casebook, *, created: datetime) -> bytes:
    """Each case begins on a page of its own. Raises ValueError for a book without a case."""
    if not book.cases:
        raise ValueError("a casebook without any case")
    data = {
        "title": printable(book.title),
        "number": printable(book.number),
        "day": printable(book.day),
        "owner": printable(book.owner),
        "preface": _lines(book.preface),
        "contact": _lines(book.contact),
        "cases": [_case(one) for one in book.cases],
    }
    return typeset("casebook", data, created=created)


def _case(one: CaseText) -> dict[str, object]:
    return {
        "title": printable(one.title),
        "scene": printable(one.scene),
        "theme": printable(one.theme),
        "professions": [printable(name) for name in one.professions],
        "texts": [
            {"head": head, "lines": _lines(text)}
            for head, text in (("背景", one.background), ("取組", one.done), ("得られた学び", one.learnt))
        ],
    }


def _lines(text: str) -> list[str]:
    return [printable(line) for line in text.splitlines() if line.strip()]
