"""The sheets of a paper: A3 landscape for the council's tables, A4 portrait for minutes. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SheetName = Literal["a3", "a4"]
INSET = 3.5  # space around the words of a cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """`x`, `top` and `bottom` are margins, `size` and `pitch` those of the text, `title_room` what stands beside the
    title: the box with the label and the word for drafts."""

    width: float
    height: float
    x: float
    top: float
    bottom: float
    size: float
    pitch: float
    title_room: float

    @property
    def inner(self) -> float:
        return self.width - 2 * self.x

    @property
    def full(self) -> float:
        return self.height - self.top - self.bottom - 2.0  # two points against rounding


SHEETS: dict[SheetName, Sheet] = {
    "a3": Sheet(1190.55, 841.89, x=34, top=40, bottom=40, size=9, pitch=12, title_room=260),
    "a4": Sheet(595.28, 841.89, x=56.7, top=56.7, bottom=51, size=10, pitch=15, title_room=90),
}
