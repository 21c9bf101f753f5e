"""How evenly a kind of event is spread over the 日常生活圏域: sessions, places and attendance of each area."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from zaitaku.analysis.figure import half_up
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, Organisation, below, exists_on
from zaitaku.programme.events.choices import Measure, SessionStatus, counting
from zaitaku.programme.events.models import Attendance, Session, Summary


@dataclass(frozen=True, slots=True)
class AreaLine:
    """`code` and `name` are empty on the line of sessions that name no area. `attendance` counts each time (延) and
    is None where nothing is recorded; `apart` is held sessions less the mean over all areas, one decimal."""

    code: str
    name: str
    held: int
    planned: int
    places: int
    attendance: Decimal | None
    apart: Decimal | None


@dataclass(frozen=True, slots=True)
class Reported:
    """What organisers report as totals, which name no area: times held and attendance, as far as these are known."""

    held: int
    attendance: Decimal | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """`reached` of `areas` areas had at least one session; `mean` sessions an area. `elsewhere` names no area; what is
    `reported` is part of it, and leaves open how the areas compare: no `mean`, nothing `apart`."""

    lines: tuple[AreaLine, ...]
    elsewhere: AreaLine | None
    reported: Reported | None
    areas: int
    reached: int
    mean: Decimal | None


def coverage(
    organisations: QuerySet[Organisation], *, fiscal_year: int, kind: str, code: str = "", on: date
) -> Coverage:
    """Over the areas that exist on the day within the organisations' municipalities. Four queries."""
    roots = Area.objects.filter(organisations__in=organisations)
    living = Area.objects.filter(below("", roots), exists_on(on), kind=AreaKind.LIVING_AREA)
    areas = list(living.distinct().order_by("code", "pk"))
    found = Session.objects.filter(series__owner__in=organisations, series__fiscal_year=fiscal_year)
    found = found.filter(series__kind=kind).exclude(status=SessionStatus.CANCELLED)
    totals = Summary.objects.filter(series__owner__in=organisations, series__fiscal_year=fiscal_year)
    totals = totals.filter(series__kind=kind, superseded_at=None)
    if code:
        found, totals = found.filter(series__code=code), totals.filter(series__code=code)
    sessions, came, reported = _single(found, totals)
    by_area: dict[int | None, list[Session]] = {}
    known = {area.pk for area in areas}
    for session in sessions:
        by_area.setdefault(session.area_id if session.area_id in known else None, []).append(session)
    held = sum(one.status == SessionStatus.HELD for area in areas for one in by_area.get(area.pk, ()))
    mean = Decimal(held) / len(areas) if areas and reported is None else None
    lines = tuple(_line(area.code, area.name, by_area.get(area.pk, []), came, mean) for area in areas)
    elsewhere = _line("", "", by_area.get(None, []), came, None)
    return Coverage(
        lines=lines,
        elsewhere=_with(elsewhere, reported) if None in by_area or reported else None,
        reported=reported,
        areas=len(areas),
        reached=sum(line.held > 0 for line in lines),
        mean=None if mean is None else half_up(mean, 1),
    )


def _single(
    found: QuerySet[Session], totals: QuerySet[Summary]
) -> tuple[list[Session], dict[int, Decimal], Reported | None]:
    """The sessions and the attendance (session id → people) that no total stands for, and the totals together."""
    rows: dict[tuple[int, str], list[Summary]] = {}
    for row in totals.filter(measure__in=(Measure.SESSIONS, Measure.ATTENDANCE)):
        rows.setdefault((row.series_id, row.measure), []).append(row)

    def is_told(session: Session, measure: Measure) -> bool:
        return any(row.covers(session) for row in rows.get((session.series_id, measure), ()))

    every = list(found)
    came = _attendance(found)
    came = {one.pk: came[one.pk] for one in every if one.pk in came and not is_told(one, Measure.ATTENDANCE)}
    told: dict[str, list[Decimal]] = {Measure.SESSIONS: [], Measure.ATTENDANCE: []}
    for (_series, measure), own in rows.items():
        told[measure] += [row.value for row in own if row.value is not None]
    people = half_up(sum(told[Measure.ATTENDANCE], Decimal(0)), 0) if told[Measure.ATTENDANCE] else None
    reported = Reported(int(sum(told[Measure.SESSIONS])), people) if rows else None
    return [one for one in every if not is_told(one, Measure.SESSIONS)], came, reported


def _with(line: AreaLine, reported: Reported | None) -> AreaLine:
    if reported is None:
        return line
    known = [one for one in (line.attendance, reported.attendance) if one is not None]
    attendance = sum(known, Decimal(0)) if known else None
    return replace(line, held=line.held + reported.held, attendance=attendance)


def _attendance(sessions: QuerySet[Session]) -> dict[int, Decimal]:
    rows = Attendance.objects.filter(channel__kind__in=counting(Measure.ATTENDANCE), channel__session__in=sessions)
    rows = rows.filter(superseded_at=None, value__isnull=False)
    return dict(rows.values_list(F("channel__session")).annotate(Sum("value")).order_by())


def _line(code: str, name: str, sessions: list[Session], came: dict[int, Decimal], mean: Decimal | None) -> AreaLine:
    held = [one for one in sessions if one.status == SessionStatus.HELD]
    counted = [came[one.pk] for one in sessions if one.pk in came]
    return AreaLine(
        code=code,
        name=name,
        held=len(held),
        planned=len(sessions) - len(held),
        places=len({key for one in held if (key := one.place_key)}),
        attendance=half_up(sum(counted, Decimal(0)), 0) if counted else None,
        apart=None if mean is None else half_up(len(held) - mean, 1),
    )
