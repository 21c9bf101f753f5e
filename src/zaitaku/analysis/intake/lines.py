"""Lines of text with the place they came from, for whoever reads a paper rather than a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line as it stands in the file. `location` is for the reader (12行目, p.3 5行目, シート「表1」!B7);
    `number` counts from 1 through the whole file."""

    location: str
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the file that could not be read, with the reason in both languages."""

    location: str
    reason_ja: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class ReadLines:
    lines: tuple[SourceLine, ...]
    unread: tuple[Unread, ...]
