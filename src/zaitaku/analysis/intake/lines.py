"""What comes of a file for whoever reads a paper rather than a table."""

from __future__ import annotations

from dataclasses import dataclass

from zaitaku.analysis.source_line import SourceLine


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
