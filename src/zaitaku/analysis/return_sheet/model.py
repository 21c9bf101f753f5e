"""What a sheet that came back holds, and what a cell of it was understood to say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zaitaku.analysis.intake import Problem
from zaitaku.analysis.refusal import Refusal
from zaitaku.analysis.return_sheet.identity import Identity


class NotOurSheet(Refusal):
    """The file is no sheet that was handed out, or two of them mixed; `code` says which."""

    code = "not_our_sheet"


class CellKind(StrEnum):
    """What the program that saved the file took a cell for."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    TRUTH = "truth"
    UNSAVED = "unsaved"  # a formula without a saved result


class Meaning(StrEnum):
    BLANK = "blank"
    NUMBER = "number"
    NONE = "none"
    SAME = "same"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Found:
    """A cell as it stood there: `cell` E12, `raw` as a person reads it."""

    cell: str
    raw: str
    kind: CellKind
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `label` as the file has it, which may be an older wording."""

    row: int
    code: str
    label: str
    value: Found
    answer: Found
    note: Found

    @property
    def is_filled(self) -> bool:
        return any(one.kind is not CellKind.BLANK for one in (self.value, self.answer, self.note))


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """`repeated`: lines whose code stands in an earlier line already."""

    identity: Identity
    sheet: str
    lines: tuple[Line, ...]
    repeated: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as the form asks it. `decimals` beyond 0 belong to shares only; `last` is the value before, if any.

    A running total is not "none" in a month without any; what is counted anew each month is not "no change".
    """

    code: str
    label: str
    unit: str
    is_percent: bool = False
    decimals: int = 0
    last: Decimal | None = None
    may_be_none: bool = True
    may_be_same: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """`value` of a number, of none (0; of a share there is none) and of "no change"; `rule` says how it was read; with
    a `problem` the meaning is unclear and nothing may be saved."""

    meaning: Meaning
    value: Decimal | None
    rule: str
    problem: Problem | None = None
