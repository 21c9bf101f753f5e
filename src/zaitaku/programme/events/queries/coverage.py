"""How evenly a kind of event is spread over the 日常生活圏域: sessions, places and attendance of each area."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from zaitaku.analysis.figure import half_up
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, Organisation, below, exists_on
from zaitaku.programme.events.choices import ChannelKind, SessionStatus
from zaitaku.programme.events.models import Attendance, Session


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
class Coverage:
    """`reached` of `areas` areas had at least one session; `mean` sessions an area."""

    lines: tuple[AreaLine, ...]
    elsewhere: AreaLine | None
    areas: int
    reached: int
    mean: Decimal | None


def coverage(
    organisations: QuerySet[Organisation], *, fiscal_year: int, kind: str, code: str = "", on: date
) -> Coverage:
    """Over the areas that exist on the day within the organisations' municipalities. Three queries."""
    roots = Area.objects.filter(organisations__in=organisations)
    living = Area.objects.filter(below("", roots), exists_on(on), kind=AreaKind.LIVING_AREA)
    areas = list(living.distinct().order_by("code", "pk"))
    sessions: dict[int | None, list[Session]] = {}
    found = Session.objects.filter(series__owner__in=organisations, series__fiscal_year=fiscal_year)
    found = found.filter(series__kind=kind).exclude(status=SessionStatus.CANCELLED)
    if code:
        found = found.filter(series__code=code)
    known = {area.pk for area in areas}
    for session in found.select_related("series"):
        sessions.setdefault(session.area_id if session.area_id in known else None, []).append(session)
    came = _attendance(found)
    held = sum(one.status == SessionStatus.HELD for area in areas for one in sessions.get(area.pk, ()))
    mean = Decimal(held) / len(areas) if areas else None
    lines = tuple(_line(area.code, area.name, sessions.get(area.pk, []), came, mean) for area in areas)
    return Coverage(
        lines=lines,
        elsewhere=_line("", "", sessions[None], came, None) if None in sessions else None,
        areas=len(areas),
        reached=sum(line.held > 0 for line in lines),
        mean=None if mean is None else half_up(mean, 1),
    )


def _attendance(sessions: QuerySet[Session]) -> dict[int, Decimal]:
    rows = Attendance.objects.filter(~Q(channel__kind=ChannelKind.VIDEO), channel__session__in=sessions)
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
