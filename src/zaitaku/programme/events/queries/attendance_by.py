"""Attendance by profession, office, area of residence and age group, with what is not known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from zaitaku.programme.events.choices import AgeGroup, Dimension, Measure, Profession, counting
from zaitaku.programme.events.models import Attendance, AttendancePart, Channel, CheckIn, Series, Session

_FIXED = {Dimension.PROFESSION: Profession, Dimension.AGE_GROUP: AgeGroup}


@dataclass(frozen=True, slots=True)
class Row:
    """`counts` one for each column, then `total`."""

    label: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`whole` is the attendance of each column; `unknown` what of it no category tells."""

    dimension: Dimension
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unknown: Row
    whole: Row


def breakdowns(series: Series, session: Session | None = None) -> list[Breakdown]:
    """One for each dimension; columns are the sessions of a series or the channels of a session. Four queries.

    Channels counted by hand tell by their parts, the others by their check-ins: of a party only the one who signed up
    is known, those with them are not. Videos have views, calls are cases; both are left out.
    """
    rows: QuerySet[Channel] = Channel.objects.filter(session__series=series).filter(
        kind__in=counting(Measure.ATTENDANCE)
    )
    if session is not None:
        rows = rows.filter(session=session)
    channels = list(rows.select_related("session").order_by("session__number", "position", "pk"))
    columns = {channel.pk: channel.label if session else channel.session.label for channel in channels}
    people = _people(channels)
    parts = _parts(channels)
    check_ins = CheckIn.objects.filter(channel__in=channels, undone_at=None).select_related("sign_up__area", "area")
    arrivals = list(check_ins.order_by("pk"))
    return [_breakdown(dimension, columns, people, parts, arrivals) for dimension in Dimension]


def checked_in_by(channel: Channel, dimension: Dimension) -> dict[str, int]:
    """Category → people of whom it is known, as the tables count a channel without parts."""
    rows = (
        CheckIn.objects.filter(channel=channel, undone_at=None).select_related("sign_up__area", "area").order_by("pk")
    )
    return dict(Counter(category for one in rows if (category := _category(dimension, one))))


def views(series: Series, session: Session | None = None) -> int | None:
    """How often its videos were viewed; None where nobody has said."""
    rows = Attendance.objects.filter(channel__session__series=series, superseded_at=None)
    if session is not None:
        rows = rows.filter(channel__session=session)
    found = rows.filter(channel__kind__in=counting(Measure.VIEWS)).aggregate(views=Sum("value"))["views"]
    return None if found is None else int(found)


def _people(channels: Sequence[Channel]) -> dict[int, int]:
    rows = Attendance.objects.filter(channel__in=channels, superseded_at=None).exclude(value=None)
    return {row.channel_id: int(row.value or 0) for row in rows}


def _parts(channels: Sequence[Channel]) -> dict[tuple[str, int], list[AttendancePart]]:
    found: dict[tuple[str, int], list[AttendancePart]] = {}
    for row in AttendancePart.objects.filter(channel__in=channels, superseded_at=None).exclude(value=None):
        found.setdefault((row.dimension, row.channel_id), []).append(row)
    return found


def _breakdown(
    dimension: Dimension,
    columns: dict[int, str],
    people: dict[int, int],
    parts: dict[tuple[str, int], list[AttendancePart]],
    arrivals: Sequence[CheckIn],
) -> Breakdown:
    names = tuple(dict.fromkeys(columns.values()))
    counts: Counter[tuple[str, str]] = Counter()
    came: Counter[int] = Counter()
    for arrival in arrivals:
        came[arrival.channel_id] += arrival.people
        category = _category(dimension, arrival)
        if category and (dimension, arrival.channel_id) not in parts:
            counts[category, columns[arrival.channel_id]] += 1
    for (of, channel), rows in parts.items():
        if of == dimension:
            for row in rows:
                counts[row.category, columns[channel]] += int(row.value or 0)
    whole: Counter[str] = Counter()
    for channel, name in columns.items():
        whole[name] += people.get(channel, came[channel])
    known: Counter[str] = Counter()
    for (_category_name, name), count in counts.items():
        known[name] += count
    unknown = [max(whole[name] - known[name], 0) for name in names]
    rows_of = [
        _row(_label(dimension, category), [counts[category, name] for name in names])
        for category in _ordered(dimension, counts)
    ]
    return Breakdown(
        dimension, names, tuple(rows_of), _row("", unknown), _row("", [max(whole[name], known[name]) for name in names])
    )


def _row(label: str, counts: Sequence[int]) -> Row:
    return Row(label, tuple(counts), sum(counts))


def _category(dimension: Dimension, arrival: CheckIn) -> str:
    """What the walk-in said, or else the sign-up."""
    for one in (arrival, arrival.sign_up):
        if one is None:
            continue
        if dimension is Dimension.AREA:
            found = one.area.name if one.area is not None else ""
        else:
            found = str(getattr(one, dimension.value))
        if found:
            return found
    return ""


def _ordered(dimension: Dimension, counts: Counter[tuple[str, str]]) -> list[str]:
    """Fixed categories in their own order; offices and areas by how many came."""
    totals: Counter[str] = Counter()
    for (category, _name), count in counts.items():
        totals[category] += count
    if dimension in _FIXED:
        return [value for value in _FIXED[dimension].values if totals[value]]
    return sorted((one for one in totals if totals[one]), key=lambda one: (-totals[one], one))


def _label(dimension: Dimension, category: str) -> str:
    fixed = _FIXED.get(dimension)
    return str(fixed(category).label) if fixed is not None and category in fixed.values else category
