"""The year's series behind a group of indicators, as of a day."""

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from zaitaku.analysis.figure import Figure, Kind, State, total
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, below
from zaitaku.core.records.models import Recorded
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.models import Channel, Series, Session
from zaitaku.programme.indicators.figures import Wanted, meant
from zaitaku.programme.indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class Run:
    """One series with its sessions in order (cancelled ones left out); `series` None where none is recorded.

    With the parameter owners = "all" it stands for the series of every organisation that has the code: `each` holds
    their runs, and `sessions` all sessions. With the parameter channels they are the sessions that have a channel of
    those kinds, with the day, place and state that they have there.
    """

    series: Series | None
    sessions: tuple[Session, ...] = ()
    ambiguous: bool = False
    each: tuple["Run", ...] = ()

    def held(self, as_of: date) -> list[Session]:
        return [session for session in self.sessions if was_held(session, as_of)]

    def to_go(self, as_of: date) -> list[Session]:
        """Sessions that lie ahead of `as_of`, or are that day's."""
        return [one for one in self.sessions if not was_held(one, as_of) and not is_unsaid(one, as_of)]

    def unsaid(self, as_of: date) -> list[Session]:
        """Planned sessions that are over without a word whether they were held: 確定後追記, never a settled 0."""
        return [one for one in self.sessions if is_unsaid(one, as_of)]


def runs(indicators: Sequence[Indicator], year: FiscalYear, *, every_channel: bool = False) -> dict[str, Run]:
    """Indicator code → its run of the year. Two queries, and one more where an indicator asks for channels: a session
    with several of those stands once, as in the first of them, or with `every_channel` as often as it has them.

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
    asked = {kind for indicator in indicators for kind in indicator.params.get("channels", ())}
    channels = _channels(found, asked) if asked else {}
    return {
        indicator.code: _through(_run(indicator, found, sessions), indicator, channels, every_channel)
        for indicator in indicators
    }


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


def _channels(series: Collection[Series], kinds: Collection[str]) -> dict[int, list[Channel]]:
    """Session id → its channels of those kinds that were not called off. One query."""
    found: dict[int, list[Channel]] = {}
    rows = Channel.objects.filter(session__series__in=series, kind__in=kinds).exclude(status=SessionStatus.CANCELLED)
    for channel in rows.order_by("session", "position", "pk"):
        found.setdefault(channel.session_id, []).append(channel)
    return found


def _through(run: Run, indicator: Indicator, channels: dict[int, list[Channel]], every_channel: bool) -> Run:
    kinds = indicator.params.get("channels")
    if kinds is None:
        return run
    sessions: list[Session] = []
    for session in run.sessions:
        own = [_in_channel(session, one) for one in channels.get(session.pk, ()) if one.kind in kinds]
        sessions += own if every_channel else sorted(own, key=_held_and_early)[:1]
    each = tuple(_through(one, indicator, channels, every_channel) for one in run.each)
    return replace(run, sessions=tuple(sessions), each=each)


def _in_channel(session: Session, channel: Channel) -> Session:
    one = copy(session)
    one.status = channel.status or session.status
    one.held_on = channel.held_on or session.held_on
    if channel.place_id or channel.venue:
        one.place_id, one.venue = channel.place_id, channel.venue
    return one


def _held_and_early(session: Session) -> tuple[bool, date]:
    return session.status != SessionStatus.HELD, session.day_or_month or date.min


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


def was_held(session: Session, as_of: date) -> bool:
    """Held by `as_of`. Where the day is not known, the month or, failing that, the status alone decides."""
    day = session.day_or_month
    return session.status == SessionStatus.HELD and (day is None or day <= as_of)


def is_unsaid(session: Session, as_of: date) -> bool:
    """Planned, and its day, its month or, where neither is known, its fiscal year is over; as
    `queries.sessions.waiting_for_report` finds them."""
    if session.status != SessionStatus.PLANNED:
        return False
    if session.held_on is not None:
        return session.held_on < as_of
    if session.planned_month is not None:
        return session.planned_month < as_of.replace(day=1)
    return FiscalYear(session.series.fiscal_year).end < as_of


def is_known(row: Recorded, day: date | None, as_of: date) -> bool:
    """Whether the row speaks of a day up to `as_of`: its own as-of date, or else the day of what it was recorded for.

    An open row without a date of its own is a placeholder and counts at once ("実施後追記").
    """
    if row.as_of is not None:
        return row.as_of <= as_of
    return row.is_open or day is None or day <= as_of


def planned_mark(sessions: Sequence[Session]) -> str:
    """2,3月予定, in the order of the fiscal year; 予定 alone where no month is known."""
    days = [day for session in sessions if (day := session.day_or_month) is not None]
    months = dict.fromkeys(day.month for day in sorted(days))
    return f"{','.join(str(month) for month in months)}月予定" if months else "予定"
