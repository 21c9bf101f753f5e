"""What goes into the check and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    PARTS_SUM = "parts_sum"  # a total and its parts
    OPEN_TOTAL = "open_total"  # a total of which a part is still to come
    TOTAL_OVER_SESSIONS = "total_over_sessions"
    RATE_FRACTION = "rate_fraction"
    NUMERATORS_SUM = "numerators_sum"
    DENOMINATORS_SUM = "denominators_sum"
    SHARES_100 = "shares_100"
    FOLLOW_UP_BASE = "follow_up_base"
    EQUAL_TITLES = "equal_titles"
    AS_OF_BEFORE_COVER = "as_of_before_cover"
    AS_OF_AFTER_COVER = "as_of_after_cover"
    PLANNED_ZERO = "planned_zero"


class Verdict(StrEnum):
    AGREE = "agree"
    ROUNDING = "rounding"  # differs, but no more than the rounding of the parts explains
    DIFFERS = "differs"
    CANNOT_TELL = "cannot_tell"
    NOTICE = "notice"  # nothing to compute; a careful reader wants to know


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one source line. `line` counts the given lines from 1; `start` and `end` are positions in the
    line's own text as it was given, so that `text == line.text[start:end]`."""

    location: str
    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One number that takes part; `value` None where it is still to come."""

    label: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Finding:
    """`spans` are all the places of the statement in reading order, one per line a wrapped piece stands on.

    `stated` is the number printed, `computed` the same number from the parts, rounded as printed; None where there
    is none. `message` and `params` are turned into words by `explain`."""

    kind: Kind
    verdict: Verdict
    spans: tuple[Span, ...]
    message: str
    stated: Decimal | None = None
    computed: Decimal | None = None
    unit: str = ""
    parts: tuple[Part, ...] = ()
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A place whose numbers were not understood; `reason` is a message key as in a finding."""

    spans: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
