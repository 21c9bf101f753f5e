"""How many groups the directories list on a day: "27団体".

From the day on which a section keeps its directory here, its groups' steps say so (analysis.listing). For earlier days
it is the number of the former list, if one was recorded in the same fiscal year. The indicator's owner counts for
itself where it keeps a directory or recorded a number; else all sections of the area are added up.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce

from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind, Span, State, join
from zaitaku.analysis.period import FiscalYear, Period
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.facilities.choices import GroupKind, StepKind
from zaitaku.programme.facilities.models import Directory, Entry, GroupStep, ListedCount
from zaitaku.programme.facilities.queries.counting import ListedGroup, listed_groups
from zaitaku.programme.facilities.queries.words import kind_words
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, value_text, window
from zaitaku.programme.indicators.models import Indicator

NO_AREA = "圏域の記載なし"
SEVERAL_KINDS = "複数の種別にあたる団体は、それぞれの種別に数える"


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of an area's sections on a day: those who kept their directory here by then, the latest number of
    the former lists of the others, and the groups."""

    day: date
    kept: dict[int, Directory]  # by owner
    not_yet: frozenset[int]
    counts: dict[int, ListedCount]  # by owner
    groups: tuple[ListedGroup, ...]

    def owners(self, indicator: Indicator) -> set[int]:
        every = {*self.kept, *self.not_yet, *self.counts}
        return {indicator.owner_id} if indicator.owner_id in every else every


def _book(indicators: Sequence[Indicator], year: FiscalYear, day: date) -> Book:
    """Four queries."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    directories = list(Directory.objects.filter(below("owner__area", areas)))
    kept = {one.owner_id: one for one in directories if one.kept_since <= day}
    rows = ListedCount.objects.filter(
        below("owner__area", areas), superseded_at=None, as_of__lte=day, as_of__gte=year.start
    )
    counts = {row.owner_id: row for row in rows.order_by("as_of") if row.owner_id not in kept}
    not_yet = frozenset(one.owner_id for one in directories if one.owner_id not in kept)
    return Book(day, kept, not_yet, counts, tuple(listed_groups(kept.values(), day)))


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Groups, on the last day of the year or `as_of`. Four queries."""
    book = _book(indicators, year, window(year, as_of).end)
    return {indicator.code: _figure(Wanted.of(indicator, year, as_of), book) for indicator in indicators}


def _figure(wanted: Wanted, book: Book) -> Figure:
    owners = book.owners(wanted.indicator)
    told = [book.counts[owner] for owner in sorted(owners) if owner in book.counts]
    kept = {book.kept[owner].pk for owner in owners if owner in book.kept}
    groups = [one for one in book.groups if one.directory in kept]
    if not told and not kept:
        return wanted.unknown(Kind.GROUPS, span=Span.POINT, period=Period(book.day, book.day))
    states = [State(row.state) for row in told] + [State.FINAL for _ in kept]
    if len(told) + len(kept) < len(owners):
        states.append(State.TO_FOLLOW)
    state = reduce(join, states)
    values = [row.value for row in told if row.value is not None]
    known = (values or kept) and state is not State.SUPPRESSED
    single = told[0] if len(told) == 1 and not kept else None
    day = min([row.as_of or book.day for row in told], default=book.day)
    whole = wanted.figure(
        Kind.GROUPS,
        sum(values, Decimal(len(groups))) if known else None,
        state,
        span=Span.POINT,
        as_of=day,
        period=Period(day, day),
        mark=single.mark if single else "",
        as_of_text=single.as_of_text if single else "",
        note=single.note if single else "",
        records=len(told) + len(groups),
    )
    return whole if told else _with_parts(wanted, whole, groups)


def _with_parts(wanted: Wanted, whole: Figure, groups: list[ListedGroup]) -> Figure:
    """By kind a group counts under each of its kinds."""
    by = wanted.indicator.params.get("by")
    if not by:
        return whole
    if by == "kind":
        numbers = Counter(kind for one in groups for kind in one.entry.kinds)
        labels = [(str(GroupKind(kind).label), numbers[kind]) for kind in GroupKind.values if kind in numbers]
    else:
        named = Counter(area_name(one.entry) for one in groups)
        labels = sorted(named.items(), key=lambda pair: (pair[0] == NO_AREA, pair[0]))
    parts = tuple(replace(whole, label=label, value=Decimal(number), records=number) for label, number in labels)
    several = by == "kind" and any(len(one.entry.kinds) > 1 for one in groups)
    return replace(whole, parts=parts, note=SEVERAL_KINDS if several else whole.note)


def area_name(entry: Entry) -> str:
    """The 日常生活圏域; of a 町丁目 the one above it."""
    area = entry.area
    if area is None:
        return NO_AREA
    return area.parent.name if area.kind == "town" and area.parent is not None else area.name


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The groups that were listed, then the numbers of former lists and the ones they replaced."""
    day = window(year, as_of).end
    book = _book([indicator], year, day)
    owners = book.owners(indicator)
    kept = {book.kept[owner].pk for owner in owners if owner in book.kept}
    groups = [one for one in book.groups if one.directory in kept]
    rows = [_group_row(one, step, indicator) for one, step in _approved(groups)]
    told = ListedCount.objects.filter(owner__in=owners - {*book.kept}, as_of__lte=day, as_of__gte=year.start)
    for count in told.select_related("owner", "recorded_by").order_by("-as_of", "-recorded_at", "-pk"):
        rows.append(_count_row(count, indicator))
    return rows


def _approved(groups: list[ListedGroup]) -> list[tuple[ListedGroup, GroupStep | None]]:
    """With the step by which the section let the group onto the list."""
    wanted = [one.group for one in groups]
    steps = GroupStep.objects.filter(group__in=wanted, kind=StepKind.APPROVED).select_related("by").order_by("pk")
    first: dict[int, GroupStep] = {}
    for step in steps:
        first.setdefault(step.group_id, step)
    return sorted(((one, first.get(one.group)) for one in groups), key=lambda pair: pair[0].entry.name)


def _group_row(one: ListedGroup, step: GroupStep | None, indicator: Indicator) -> RecordRow:
    return RecordRow(
        what=one.entry.name,
        detail=" ".join(part for part in (kind_words(one.entry.kinds), one.entry.area and one.entry.area.name) if part),
        value=value_text(Decimal(1), indicator.unit or "団体"),
        as_of=one.confirmed_on,
        recorded_by=step.by.name if step and step.by else "",
        recorded_at=step.at if step else start_of(one.confirmed_on),
        edit_url=reverse("facilities:group", args=[one.group]),
    )


def _count_row(row: ListedCount, indicator: Indicator) -> RecordRow:
    return RecordRow.of(
        row,
        what=row.owner.name,
        detail=row.note,
        value=value_text(row.value, indicator.unit or "団体"),
        edit_url=reverse("facilities:counts", args=[row.owner_id]),
    )
