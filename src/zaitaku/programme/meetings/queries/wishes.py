"""Wishes and supporters as pages list them, and where every centre stands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from zaitaku.analysis.period import FiscalYear, fiscal_year_of
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation, exists_on
from zaitaku.programme.events.choices import SessionStatus, Tool, kinds_with
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.choices import WishStatus
from zaitaku.programme.meetings.models import Match, Supporter, Wish


@dataclass(frozen=True, slots=True)
class CentreLine:
    """One centre in one year; counts are of wishes voiced in it. `found`: with a supporter, whatever came of them."""

    centre: Organisation
    meetings: int
    voiced: int
    found: int
    done: int
    closed: int

    @property
    def waiting(self) -> int:
        return self.voiced - self.done - self.closed


@dataclass(frozen=True, slots=True)
class Overview:
    lines: tuple[CentreLine, ...]
    whole: CentreLine | None
    with_meeting: int
    with_done: int


def centres(organisations: QuerySet[Organisation], *, on: date) -> QuerySet[Organisation]:
    """The support centres among them that exist on the day."""
    return organisations.filter(exists_on(on), kind=OrganisationKind.SUPPORT_CENTER).order_by("code", "pk")


def listed_wishes(organisations: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Wish]:
    """Wishes of the organisations, narrowed by `q`, `center`, `year`, `status`, the newest first."""
    found = Wish.objects.filter(center__in=organisations)
    if text := asked.get("q"):
        found = found.filter(Q(text__icontains=text) | Q(outcome__icontains=text))
    for name in ("center", "status"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("year"):
        year = FiscalYear(int(asked["year"]))
        found = found.filter(voiced_on__range=(year.start, year.end))
    matches = Match.objects.select_related("supporter").order_by("matched_on", "pk")
    return found.select_related("center").prefetch_related(Prefetch("matches", matches, to_attr="found"))


def status_counts(wishes: QuerySet[Wish]) -> dict[str, int]:
    """Status → number of wishes, every status named."""
    rows = wishes.order_by().values_list("status").annotate(Count("pk"))
    return dict.fromkeys(WishStatus.values, 0) | dict(rows)


def years_of_wishes(organisations: QuerySet[Organisation], *, today: date) -> list[int]:
    """Fiscal years in which wishes were voiced, and the present one; the latest first."""
    days = Wish.objects.filter(center__in=organisations).order_by().values_list("voiced_on", flat=True).distinct()
    return sorted({fiscal_year_of(day) for day in days} | {fiscal_year_of(today)}, reverse=True)


def listed_supporters(organisations: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Supporter]:
    found = Supporter.objects.filter(center__in=organisations).select_related("center")
    if text := asked.get("q"):
        found = found.filter(Q(label__icontains=text) | Q(offers__icontains=text))
    if asked.get("center"):
        found = found.filter(center=asked["center"])
    if not asked.get("with_former"):
        found = found.filter(is_active=True)
    done = Count("matches", filter=Q(matches__wish__status=WishStatus.DONE))
    return found.annotate(helped=done, asked=Count("matches")).order_by("center__code", "label", "pk")


def peer_meetings(year: FiscalYear) -> dict[int, int]:
    """Centre's id → peer meetings held in the year: at the centre that is their place, or else by the one that owns
    the series."""
    held = Session.objects.filter(
        series__kind__in=kinds_with(Tool.WISHES), series__fiscal_year=year.year, status=SessionStatus.HELD
    )
    rows = held.values_list("place_id", "place__kind", "series__owner_id")
    return Counter(place if place and kind == OrganisationKind.SUPPORT_CENTER else owner for place, kind, owner in rows)


def overview(organisations: QuerySet[Organisation], year: FiscalYear, *, on: date) -> Overview:
    """Every centre that exists on the day, in order. Three queries."""
    listed = list(centres(organisations, on=on))
    met = peer_meetings(year)
    rows = Wish.objects.filter(center__in=organisations, voiced_on__range=(year.start, year.end)).order_by()
    has_match = Exists(Match.objects.filter(wish=OuterRef("pk")))
    counted: dict[int, Any] = {
        row["center"]: row
        for row in rows.values("center").annotate(
            voiced=Count("pk"),
            found=Count("pk", filter=Q(has_match)),
            done=Count("pk", filter=Q(status=WishStatus.DONE)),
            closed=Count("pk", filter=Q(status=WishStatus.CLOSED)),
        )
    }
    lines = tuple(_line(centre, met.get(centre.pk, 0), counted.get(centre.pk, {})) for centre in listed)
    return Overview(
        lines,
        _sum(lines),
        sum(1 for line in lines if line.meetings),
        sum(1 for line in lines if line.done),
    )


def _line(centre: Organisation, meetings: int, row: Mapping[str, int]) -> CentreLine:
    counts = {name: row.get(name, 0) for name in ("voiced", "found", "done", "closed")}
    return CentreLine(centre, meetings, **counts)


def _sum(lines: tuple[CentreLine, ...]) -> CentreLine | None:
    if not lines:
        return None
    names = ("meetings", "voiced", "found", "done", "closed")
    return CentreLine(lines[0].centre, **{name: sum(getattr(line, name) for line in lines) for name in names})
