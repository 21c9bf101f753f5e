"""正誤表: what a paper already handed out says wrongly, and what it says now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zaitaku.reports.document import Cell, Column, Document, Section, Status, Table, plain


@dataclass(frozen=True, slots=True)
class Erratum:
    """`page_hint` is where a reader finds it (3頁), `location` names the cell, `reason` says why it changed."""

    page_hint: str
    location: str
    wrong: str
    right: str
    reason: str


_TITLES = {
    "ja": (("頁", 0.4), ("箇所", 1.4), ("誤", 2.0), ("正", 2.0), ("理由", 1.2)),
    "en": (("Page", 0.4), ("Place", 1.4), ("Wrong", 2.0), ("Right", 2.0), ("Reason", 1.2)),
}
_HEADINGS = {"ja": "正誤表", "en": "Errata"}


def errata(
    changes: Sequence[Erratum],
    *,
    label: str,
    title: str,
    as_of_text: str,
    created: datetime,
    sources: Table,
    status: Status = "frozen",
    digest: str = "",
    base_url: str = "",
    language: Literal["ja", "en"] = "ja",
) -> Document:
    """A paper with one table of the changes; `sources` are those of the corrected figures."""
    columns = tuple(Column(words, weight) for words, weight in _TITLES[language])
    rows = tuple(_row(change) for change in changes)
    return Document(
        label=label,
        title=title,
        status=status,
        as_of_text=as_of_text,
        preamble=(),
        sections=(Section(_HEADINGS[language], 1, (), (Table("", columns, rows),)),),
        sources=sources,
        figures=(),
        created=created,
        digest=digest,
        base_url=base_url,
        language=language,
    )


def _row(change: Erratum) -> tuple[Cell, ...]:
    words = (change.page_hint, change.location, change.wrong, change.right, change.reason)
    return tuple(plain(value, header=at == 1) for at, value in enumerate(words))
