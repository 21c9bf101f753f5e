"""What is put aside while the rest of a file is read: one shape for every importer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`location` and `column` as the reader of the file knows them (12行目, 「参加者数」), `raw` what stood there,
    the reason in both languages and what to do about it."""

    location: str
    column: str
    raw: str
    reason_ja: str
    reason_en: str
    remedy: str = ""
    remedy_en: str = ""

    def as_row(self, *, japanese: bool) -> tuple[str, str, str, str, str]:
        """For a table that has heads: place, column, what stood there, reason, remedy."""
        reason, remedy = (self.reason_ja, self.remedy) if japanese else (self.reason_en, self.remedy_en)
        return self.location, self.column.strip("「」"), self.raw, reason, remedy
