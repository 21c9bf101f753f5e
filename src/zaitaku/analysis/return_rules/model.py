"""What the checks of a sheet speak of. Items are named by their codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from zaitaku.analysis.figure import State

_SETTLED = (State.FINAL, State.PRELIMINARY)


class CheckKind(StrEnum):
    ANSWERED = "answered"  # the item has an answer at all
    PARTS = "parts"  # the parts of one breakdown make the whole
    SEVERAL = "several"  # no part is above the whole; one case may count in several
    SUM = "sum"  # equals the sum of the others
    NOT_ABOVE = "not_above"  # not above any of the others
    NOT_BELOW_LAST = "not_below_last"  # a running total between those of the months before and after
    FIXED = "fixed"  # between minimum and maximum
    HISTORY = "history"  # within `minimum` spreads below and `maximum` above the sender's own median
    PER_1000_65 = "per_1000_65"  # per 1,000 residents aged 65 or more between minimum and maximum


class Severity(StrEnum):
    STOP = "stop"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as it stands in a sheet. `note` explains a number that looks doubtful."""

    value: Decimal | None
    state: State = State.FINAL
    note: str = ""

    @property
    def number(self) -> Decimal | None:
        """The number where it is settled, for only those are compared."""
        return self.value if self.state in _SETTLED else None

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is to come: a settled number, or nothing to count (該当なし)."""
        return self.number is not None or self.state is State.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Check:
    """One condition on `element`; `others` and the bounds are as its kind says. No bound: open on that side."""

    kind: CheckKind
    element: str
    severity: Severity = Severity.STOP
    others: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the sender's other months say about one item.

    `last`, `following`: the settled numbers of the nearest month before and after that has one. `history`: those of
    the months before, the newest first. `residents_65`: served residents aged 65 or more at the end of the month.
    """

    last: Decimal | None = None
    following: Decimal | None = None
    history: tuple[Decimal, ...] = ()
    residents_65: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A condition that does not hold. `facts` are the numbers to name; `other` the item they were compared with."""

    element: str
    severity: Severity
    kind: CheckKind
    facts: Mapping[str, Decimal] = field(default_factory=dict)
    other: str = ""
