"""What a figure function is: how the catalogue calls it, and how it shows the records it rests on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.utils import timezone

from zaitaku.analysis.figure import Figure, Kind, Span, State, half_up
from zaitaku.analysis.period import FiscalYear, Period
from zaitaku.core.records.models import Recorded
from zaitaku.programme.indicators.models import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One record behind a figure, in words, as the passport lists it; earlier rows have `superseded_at`."""

    what: str
    detail: str
    value: str
    state: State = State.FINAL
    as_of: date | None
    recorded_by: str = ""
    recorded_at: datetime
    superseded_at: datetime | None = None
    edit_url: str
    mark: str = ""

    @classmethod
    def of(
        cls, row: Recorded, *, what: str, detail: str, value: str, edit_url: str, state: State | None = None
    ) -> "RecordRow":
        """Of a recorded value, with `recorded_by`; `state` where it counts otherwise than it was recorded."""
        return cls(
            what=what,
            detail=detail,
            value=value,
            state=state or State(row.state),
            as_of=row.as_of,
            recorded_by=row.recorded_by.name,
            recorded_at=row.recorded_at,
            superseded_at=row.superseded_at,
            edit_url=edit_url,
            mark=row.mark,
        )


Compute = Callable[[Sequence[Indicator], FiscalYear, date], dict[str, Figure]]
Records = Callable[[Indicator, FiscalYear, date], list[RecordRow]]


@dataclass(frozen=True, slots=True)
class FigureFunction:
    """A line of the catalogue.

    `compute` takes all its indicators (of one area) at once and needs a number of queries that does not grow with
    them. `version` goes up whenever the formula changes. `params` must be given, `optional` may be; `choices` are the
    values that a parameter can have, where it does not name a record.
    """

    compute: Compute
    records: Records
    version: int
    formula: Any  # lazily translated text
    params: tuple[str, ...]
    optional: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class BadParams(ValueError):
    """The indicator's parameters do not fit its function; the message names the parameter."""


class Owned(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def owner_id(self) -> int: ...


Row = TypeVar("Row", bound=Owned)


def meant(indicator: Indicator, code: str, rows: Iterable[Row]) -> list[Row]:
    """The rows with the code: those of the indicator's owner where it has any, else those of everybody."""
    of_code = [row for row in rows if row.code == code]
    return [row for row in of_code if row.owner_id == indicator.owner_id] or of_code


def window(year: FiscalYear, as_of: date) -> Period:
    """The part of the year that had passed by `as_of`; its first day alone before it began."""
    return Period(year.start, max(year.start, min(as_of, year.end)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One indicator, wanted over a stretch of time as of a day; makes its figures and their parts."""

    indicator: Indicator
    period: Period
    as_of: date

    @classmethod
    def of(cls, indicator: Indicator, year: FiscalYear, as_of: date) -> "Wanted":
        return cls(indicator, window(year, as_of), as_of)

    def figure(self, kind: Kind, value: Decimal | None, state: State, **more: Any) -> Figure:
        """`more` are further fields of the figure; what is not given is the indicator's own."""
        own: dict[str, Any] = {
            "code": self.indicator.code,
            "label": self.indicator.label,
            "span": Span.PERIOD,
            "period": self.period,
            "as_of": self.as_of,
            "unit": self.indicator.unit,
            "area": self.indicator.area.code,
        }
        return Figure(**(own | more), kind=kind, value=value, state=state)

    def unknown(self, kind: Kind, **more: Any) -> Figure:
        """Nothing is recorded yet: open, and not 0."""
        return self.figure(kind, None, more.pop("state", State.TO_FOLLOW), **more)


def start_of(day: date) -> datetime:
    """The moment that stands for records which keep a day only."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def shown(value: Decimal | None, kind: Kind, decimals: int = 0) -> Decimal | None:
    """The value at the precision it is printed with: counts whole, percentages with `decimals`."""
    if value is None:
        return None
    return half_up(value, decimals if kind is Kind.PERCENT else 0)


def value_text(value: Decimal | None, unit: str, decimals: int = 0) -> str:
    """1,234件; empty where nothing is known."""
    return "" if value is None else f"{half_up(value, decimals):,}{unit}"
