"""A text made ready for all the searches: its flow, its numbers, and marks that several of them ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zaitaku.analysis.check.model import Part
from zaitaku.analysis.check.numbers import Number, Numbers
from zaitaku.analysis.check.text import Flow
from zaitaku.analysis.source_line import SourceLine

_OPEN_WORDS = "追記 集計中 集計後 未集計 未定 未確定 調整中 確認中 照会中 精査中 作成中 予定 見込"
# A line may end inside the word
OPEN_MARK = re.compile("|".join(r"\s?".join(word) for word in _OPEN_WORDS.split()))


class Paper:
    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self.flow = Flow(lines)
        self.text = self.flow.text
        self.numbers = Numbers(self.text)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with the words in front of it."""

    label: str
    number: Number

    @property
    def part(self) -> Part:
        return Part(self.label, self.number.value)

    @property
    def stretch(self) -> tuple[int, int]:
        return self.number.start, self.number.unit_end


def plain(value: object) -> str:
    """A number as the messages show it: thousands grouped."""
    return f"{value:,}"


def joined(parts: Sequence[Part]) -> str:
    return "＋".join("？" if part.value is None else plain(part.value) for part in parts)
