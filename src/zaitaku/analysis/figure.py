"""A figure: one number of the programme with all that must travel with it to the printed page.

A figure knows what it counts (kind), over which stretch (span and period), until when it was counted (as-of date),
and how settled it is (state). The algebra below keeps those apart:

- kinds, and spans, never mix in a sum: 実人数 + 延人数 and a year + a running total are refused;
- a missing part is never 0: a total with an open part is open, and shows the sum so far;
- a suppressed part suppresses its total, for otherwise subtraction would give it away;
- a rate carries its numerator and denominator; rounding is half up, one decimal (the council papers' habit);
- the order and grouping of parts never matter: a total of totals says what the total of all parts says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import reduce

from zaitaku.analysis.period import Period

HUNDRED = Decimal(100)
_EXACT = Context(prec=200)  # sums and roundings of anything that can be recorded stay exact


class Kind(StrEnum):
    """What is counted. The value is stored; `UNITS` gives the usual Japanese unit."""

    PERSONS = "persons"  # 実人数: each person once
    PERSON_TIMES = "person_times"  # 延人数: each attendance
    CASES = "cases"  # 件
    TIMES = "times"  # 回
    COPIES = "copies"  # 部
    PLACES = "places"  # か所
    GROUPS = "groups"  # 団体
    PERCENT = "percent"  # %


UNITS = {
    Kind.PERSONS: "人",
    Kind.PERSON_TIMES: "人",
    Kind.CASES: "件",
    Kind.TIMES: "回",
    Kind.COPIES: "部",
    Kind.PLACES: "か所",
    Kind.GROUPS: "団体",
    Kind.PERCENT: "％",
}


class Span(StrEnum):
    """How the figure lies in time."""

    PERIOD = "period"  # what happened within the period
    RUNNING_TOTAL = "running_total"  # 累計: since the period's start
    POINT = "point"  # how things stood on the period's last day


class State(StrEnum):
    FINAL = "final"  # 確定
    PRELIMINARY = "preliminary"  # 速報
    TALLYING = "tallying"  # 集計中
    TO_FOLLOW = "to_follow"  # 確定後追記
    AFTER_EVENT = "after_event"  # 実施後追記
    PLANNED = "planned"  # 予定
    ASKING = "asking"  # 意向確認中
    SUPPRESSED = "suppressed"  # 秘匿
    NOT_APPLICABLE = "not_applicable"  # 該当なし


OPEN = frozenset({State.TALLYING, State.TO_FOLLOW, State.AFTER_EVENT, State.PLANNED, State.ASKING})
_SETTLED = frozenset({State.FINAL, State.PRELIMINARY})


class CannotCombine(ValueError):
    """Figures that must not be added or divided; the message says which property stands in the way."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its marks.

    `value` is None while nothing is known (or nothing may be said); whole for every kind but percent.
    `mark` words the state where the plain state word says too little ("2,3月予定"); `as_of_text` does the same for
    the as-of date where the source gives only a month ("10月時点"). `records` counts the records the value rests on.
    """

    code: str
    label: str
    kind: Kind
    span: Span
    period: Period
    as_of: date
    value: Decimal | None
    state: State = State.FINAL
    unit: str = ""
    mark: str = ""
    as_of_text: str = ""
    note: str = ""
    area: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    records: int = 0
    parts: tuple["Figure", ...] = field(default=())

    def __post_init__(self) -> None:
        if self.state in _SETTLED and self.value is None:
            raise ValueError(f"{self.code}: a {self.state} figure needs a value")
        if self.state in (State.SUPPRESSED, State.NOT_APPLICABLE) and self.value is not None:
            raise ValueError(f"{self.code}: a {self.state} figure must not carry a value")
        for number in (self.value, self.numerator, self.denominator):
            if number is not None and not number.is_finite():
                raise ValueError(f"{self.code}: {number} is not a number")
        if self.value is not None and self.kind is not Kind.PERCENT and self.value != self.value.to_integral_value():
            raise ValueError(f"{self.code}: {self.kind} are whole, not {self.value}")

    @property
    def is_open(self) -> bool:
        """Whether more is to come; such a figure is printed with its mark."""
        return self.state in OPEN

    @property
    def unit_text(self) -> str:
        return self.unit or UNITS[self.kind]

    @property
    def overall_state(self) -> State:
        """The state; of a figure that only gathers parts (shares of several sessions), that of its parts together."""
        if self.value is None and self.state is State.NOT_APPLICABLE and self.parts:
            return reduce(join, (part.overall_state for part in self.parts))
        return self.state

    @property
    def has_only_parts(self) -> bool:
        """Whether it is no number itself although its parts say something: shares side by side, a range."""
        return self.value is None and self.state is State.NOT_APPLICABLE and self.overall_state is not self.state

    def part(self, *labels: str) -> "Figure":
        """The part reached by its labels, outermost first. Raises KeyError naming the label not found."""
        found = self
        for label in labels:
            match = [part for part in found.parts if part.label == label]
            if not match:
                raise KeyError(f"{self.code} has no part {label}")
            found = match[0]
        return found

    def open_leaves(self) -> tuple["Figure", ...]:
        """The innermost parts that keep this figure open, in order; itself where it has no open part."""
        inner = tuple(leaf for part in self.parts for leaf in part.open_leaves())
        return inner or ((self,) if self.is_open else ())


def join(first: State, second: State) -> State:
    """The state of a total of two parts: associative, commutative, idempotent; 該当なし changes nothing.

    Parts in one open state stay in it; an open part beside anything else makes the total 確定後追記.
    """
    if State.NOT_APPLICABLE in (first, second):
        return second if first is State.NOT_APPLICABLE else first
    if State.SUPPRESSED in (first, second):
        return State.SUPPRESSED
    if first is second:
        return first
    if first in _SETTLED and second in _SETTLED:
        return State.PRELIMINARY
    return State.TO_FOLLOW


def half_up(value: Decimal, decimals: int = 1) -> Decimal:
    """Rounded half away from zero, as the papers do: 0.05 → 0.1."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)


def percent(numerator: Decimal, denominator: Decimal, decimals: int = 1) -> Decimal:
    """100 × numerator ÷ denominator, rounded once and half up: 8 of 18 is 44.4. Raises ZeroDivisionError."""
    exact = Fraction(numerator) * 100 * 10**decimals / Fraction(denominator)
    sign = -1 if exact < 0 else 1
    rounded = sign * ((2 * abs(exact) + 1) // 2)
    return Decimal(rounded).scaleb(-decimals, context=_EXACT)


def total(parts: Sequence[Figure], *, code: str, label: str = "", note: str = "", unit: str = "") -> Figure:
    """The sum of parts of one kind and span, keeping them as breakdown.

    As-of is the oldest of the parts', for the total is complete only up to there; its wording and the area are kept
    where the parts agree. Raises CannotCombine.
    """
    if not parts:
        raise CannotCombine(f"{code}: nothing to add up; a missing part is not 0")
    first = parts[0]
    for name in ("kind", "span"):
        found = {str(getattr(part, name)) for part in parts}
        if len(found) > 1:
            raise CannotCombine(f"{code}: cannot add different {name}s: {', '.join(sorted(found))}")
    if first.kind is Kind.PERCENT:
        raise CannotCombine(f"{code}: percentages are not added; add their numerators and denominators")
    if gathered := [part for part in parts if part.has_only_parts]:
        raise CannotCombine(f"{code}: {gathered[0].label or gathered[0].code} has only parts and no number to add")
    state = reduce(join, (part.state for part in parts))
    oldest = min(part.as_of for part in parts)
    values = [part.value for part in parts if part.value is not None]
    return Figure(
        code=code,
        label=label,
        kind=first.kind,
        span=first.span,
        period=_period(parts, code),
        as_of=oldest,
        value=reduce(_EXACT.add, values) if values and state is not State.SUPPRESSED else None,
        state=state,
        unit=unit or _common(part.unit for part in parts),
        as_of_text=_common(part.as_of_text for part in parts if part.as_of == oldest),
        note=note,
        area=_common(part.area for part in parts),
        records=sum(part.records for part in parts),
        parts=tuple(parts),
    )


def _common(texts: Iterable[str]) -> str:
    """What all say; empty where they differ."""
    different = set(texts)
    return different.pop() if len(different) == 1 else ""


def _period(parts: Iterable[Figure], code: str) -> Period:
    """The stretch a total covers; running totals must begin together, points must lie on one day."""
    periods = [part.period for part in parts]
    span = next(iter(parts)).span
    starts = {period.start for period in periods}
    if span is Span.RUNNING_TOTAL and len(starts) > 1:
        raise CannotCombine(f"{code}: running totals since different dates")
    if span is Span.POINT and len({period.end for period in periods}) > 1:
        raise CannotCombine(f"{code}: stands of different days")
    known = [start for start in starts if start is not None]
    start = min(known) if len(known) == len(starts) else None
    return Period(start, max(period.end for period in periods))


def rate(
    numerator: Figure, denominator: Figure, *, code: str, label: str = "", note: str = "", decimals: int = 1
) -> Figure:
    """100 × numerator ÷ denominator, half up; 該当なし where there is nothing to divide (by).

    A denominator of 0 that is not settled keeps the rate open. Raises CannotCombine when the two count different
    things, or percentages.
    """
    if Kind.PERCENT in (numerator.kind, denominator.kind) or numerator.kind is not denominator.kind:
        raise CannotCombine(f"{code}: {numerator.kind} are no share of {denominator.kind}")
    above, below = numerator.value, denominator.value
    state = _state_of_rate(numerator, denominator)
    sayable = state not in (State.SUPPRESSED, State.NOT_APPLICABLE)
    oldest = min(numerator.as_of, denominator.as_of)
    return Figure(
        code=code,
        label=label,
        kind=Kind.PERCENT,
        span=numerator.span,
        period=numerator.period,
        as_of=oldest,
        as_of_text=_common(part.as_of_text for part in (numerator, denominator) if part.as_of == oldest),
        value=percent(above, below, decimals) if sayable and above is not None and below else None,
        state=state,
        note=note,
        area=_common((numerator.area, denominator.area)),
        numerator=None if state is State.SUPPRESSED else above,
        denominator=None if state is State.SUPPRESSED else below,
        records=numerator.records + denominator.records,
        parts=(
            replace(numerator, label=numerator.label or "分子"),
            replace(denominator, label=denominator.label or "分母"),
        ),
    )


def _state_of_rate(numerator: Figure, denominator: Figure) -> State:
    """Secret beside anything is secret; 該当なし beside anything else leaves no rate; else as in a total."""
    states = (numerator.state, denominator.state)
    if State.SUPPRESSED in states:
        return State.SUPPRESSED
    if State.NOT_APPLICABLE in states or (denominator.value == 0 and not denominator.is_open):
        return State.NOT_APPLICABLE
    return join(*states)


def shares_gap(shares: Iterable[Figure]) -> Decimal | None:
    """100 minus the sum of shares: what rounding left over (99.8 → 0.2); None while a share is unknown."""
    values = [share.value for share in shares]
    if any(value is None for value in values):
        return None
    return HUNDRED - sum((value for value in values if value is not None), Decimal(0))
