"""The year's series behind a group of indicators, as of a day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from zaitaku.analysis.figure import Figure, Kind, State, total
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, below
from zaitaku.core.records.models import Recorded
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.models import Series, Session
from zaitaku.programme.indicators.figures import Wanted, meant
from zaitaku.programme.indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class Run:
    """One series with its sessions in order (cancelled ones left out); `series` None where none is recorded.

    With the parameter owners = "all" it stands for the series of every organisation that has the code: `each` holds
    their runs, and `sessions` all sessions.
    """

    series: Series | None
    sessions: tuple[Session, ...] = ()
    ambiguous: bool = False
    each: tuple["Run", ...] = ()

    def held(self, as_of: date) -> list[Session]:
        return [session for session in self.sessions if was_held(session, as_of)]

    def to_go(self, as_of: date) -> list[Session]:
        """Sessions that lie ahead of `as_of`; those without any date are taken to lie ahead until held."""
        return [session for session in self.sessions if not was_held(session, as_of) and not _is_past(session, as_of)]


def runs(indicators: Sequence[Indicator], year: FiscalYear) -> dict[str, Run]:
    """Indicator code → its run of the year. Two queries.

    Of several series with the code in the area, the one of the organisation in params "owner" counts, or else the
    indicator's owner's, or else the only one.
    """
    codes = {indicator.params["series"] for indicator in indicators}
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    found = list(
        Series.objects.filter(below("owner__area", areas), code__in=codes, fiscal_year=year.year)
        .select_related("owner")
        .order_by("pk")
    )
    wanted = Session.objects.filter(series__in=found).filter(~Q(status=SessionStatus.CANCELLED))
    sessions: dict[int, list[Session]] = {}
    by_id = {series.pk: series for series in found}
    for session in wanted.order_by("series", "number"):
        session.series = by_id[session.series_id]
        sessions.setdefault(session.series_id, []).append(session)
    return {indicator.code: _run(indicator, found, sessions) for indicator in indicators}


def _run(indicator: Indicator, found: Iterable[Series], sessions: dict[int, list[Session]]) -> Run:
    if indicator.params.get("owners") == "all":
        each = tuple(Run(one, tuple(sessions.get(one.pk, ()))) for one in found if _has_code(indicator, one))
        return Run(None, tuple(session for run in each for session in run.sessions), each=each)
    if wanted := indicator.params.get("owner"):
        found = [series for series in found if series.owner.code == wanted]
    choice = meant(indicator, indicator.params["series"], found)
    if len(choice) != 1:
        return Run(None, ambiguous=bool(choice))
    return Run(choice[0], tuple(sessions.get(choice[0].pk, ())))


def _has_code(indicator: Indicator, series: Series) -> bool:
    return bool(series.code == indicator.params["series"])


def all_series(found: Iterable[Run]) -> list[Series]:
    """The series behind the runs."""
    return [one.series for run in found for one in (run.each or (run,)) if one.series is not None]


def of_each(wanted: Wanted, run: Run, kind: Kind, figure: Callable[[Run], Figure]) -> Figure:
    """One figure per organisation, added up; those that planned nothing this year have no part in it."""
    parts = [replace(figure(one), label=one.series.owner.name) for one in run.each if one.series is not None]
    if not parts:
        return wanted.unknown(kind)
    return together(wanted, parts)


def together(wanted: Wanted, parts: Sequence[Figure]) -> Figure:
    """The sum of the parts; none of persons, for the same one may be in several, nor where a part has only parts."""
    if parts[0].kind is Kind.PERSONS or any(part.has_only_parts for part in parts):
        return without_sum(wanted, parts)
    return total(parts, code=wanted.indicator.code, label=wanted.indicator.label, unit=wanted.indicator.unit)


def without_sum(wanted: Wanted, parts: Sequence[Figure]) -> Figure:
    """Figures that may count the same ones stand side by side; together they have no number (not: not yet)."""
    records = sum(part.records for part in parts)
    return wanted.figure(parts[0].kind, None, State.NOT_APPLICABLE, records=records, parts=tuple(parts))


def day_of(session: Session) -> date | None:
    """Its day, or while that is not fixed or known the first of its month."""
    return session.held_on or session.planned_month


def was_held(session: Session, as_of: date) -> bool:
    """Held by `as_of`. Where the day is not known, the month or, failing that, the status alone decides."""
    day = day_of(session)
    return session.status == SessionStatus.HELD and (day is None or day <= as_of)


def _is_past(session: Session, as_of: date) -> bool:
    """A planned session whose day or month is over without a word that it was held."""
    if session.held_on is not None:
        return session.held_on <= as_of
    month = session.planned_month
    return month is not None and (month.year, month.month) < (as_of.year, as_of.month)


def is_known(row: Recorded, day: date | None, as_of: date) -> bool:
    """Whether the row speaks of a day up to `as_of`: its own as-of date, or else the day of what it was recorded for.

    An open row without a date of its own is a placeholder and counts at once ("実施後追記").
    """
    if row.as_of is not None:
        return row.as_of <= as_of
    return row.is_open or day is None or day <= as_of


def planned_mark(sessions: Sequence[Session]) -> str:
    """2,3月予定, in the order of the fiscal year; 予定 alone where no month is known."""
    days = [day for session in sessions if (day := day_of(session)) is not None]
    months = dict.fromkeys(day.month for day in sorted(days))
    return f"{','.join(str(month) for month in months)}月予定" if months else "予定"
