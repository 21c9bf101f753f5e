"""Groups as pages list them, and how each stands today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from zaitaku.analysis.contacts import searchable
from zaitaku.analysis.listing import anniversary, last_day, oldest_confirmation
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, Organisation, below, exists_on
from zaitaku.programme.facilities.choices import Listing
from zaitaku.programme.facilities.models import Directory, Entry, Group

NEVER: Q = Q(pk__in=[])
WAITS = Q(pending__isnull=False, returned_because="")
_AGREED = Q(current__isnull=False, has_consent=True, ended_on=None)
DUE = _AGREED & ~WAITS & Q(asked_stage__gt=0)  # asked, no answer yet; where changes wait the section owes the answer


@dataclass(frozen=True, slots=True)
class Row:
    """A group of a list, with the days that matter for its confirmation."""

    group: Group
    entry: Entry
    listing: Listing
    waits: bool
    due_on: date | None
    last_day: date | None


def known(organisations: QuerySet[Organisation]) -> QuerySet[Group]:
    """Groups of the organisations' directories, but for requests that nobody proved."""
    rows = Group.objects.filter(directory__owner__in=organisations, proved_at__isnull=False)
    return rows.select_related("directory__owner", "current__area", "pending__area")


def fresh(today: date, directories: Iterable[Directory]) -> Q:
    """Confirmed recently enough, by each directory's own rule."""
    found = NEVER
    for one in directories:
        found |= Q(directory=one.pk, confirmed_on__gte=oldest_confirmation(today, one.rule))
    return found


def is_listed(today: date, directories: Iterable[Directory]) -> Q:
    """The same as analysis.listing says of the steps, in the database."""
    return _AGREED & fresh(today, directories)


def listing_of(group: Group, today: date) -> Listing:
    if group.ended_on is not None:
        return Listing.ENDED
    if group.current_id is None:
        return Listing.RETURNED if group.returned_because else Listing.WAITING
    if not group.has_consent:
        return Listing.HIDDEN
    is_fresh = group.confirmed_on is not None and today <= last_day(group.confirmed_on, group.directory.rule)
    return Listing.LISTED if is_fresh else Listing.LAPSED


def in_state(state: str, today: date, directories: list[Directory]) -> Q:
    """The condition of a filter's choice; "waiting" and "returned" take changes of listed groups too."""
    match state:
        case Listing.WAITING:
            return WAITS
        case Listing.RETURNED:
            return Q(pending__isnull=False) & ~Q(returned_because="")
        case Listing.ENDED:
            return Q(ended_on__isnull=False)
        case Listing.HIDDEN:
            return Q(current__isnull=False, has_consent=False, ended_on=None)
        case Listing.LISTED:
            return is_listed(today, directories)
        case Listing.LAPSED:
            return _AGREED & ~fresh(today, directories)
        case "due":
            return DUE
    return Q()


def listed(
    organisations: QuerySet[Organisation], asked: Mapping[str, Any], *, today: date, directories: list[Directory]
) -> QuerySet[Group]:
    """Narrowed by `q`, `state`, `kind`, `area`; by reading. What is public counts, or else what waits."""
    found = known(organisations)
    if state := asked.get("state"):
        found = found.filter(in_state(state, today, directories))
    for word in searchable(asked.get("q") or "").split():
        found = found.filter(Q(current__words__contains=word) | Q(current=None, pending__words__contains=word))
    if kind := asked.get("kind"):
        mark = f" kind:{kind} "
        found = found.filter(Q(current__tags__contains=mark) | Q(current=None, pending__tags__contains=mark))
    if area := asked.get("area"):
        roots = Area.objects.filter(pk=area.pk)
        found = found.filter(below("current__area", roots) | Q(current=None) & below("pending__area", roots))
    reading = Coalesce("current__kana", "pending__kana")
    return found.order_by(reading, Coalesce("current__name", "pending__name"), "pk")


def rows_of(groups: Iterable[Group], today: date) -> list[Row]:
    found = []
    for group in groups:
        entry = group.shown
        if entry is None:
            continue
        rule, confirmed = group.directory.rule, group.confirmed_on
        found.append(
            Row(
                group,
                entry,
                listing_of(group, today),
                group.pending_id is not None and not group.returned_because,
                anniversary(confirmed, rule) if confirmed else None,
                last_day(confirmed, rule) if confirmed else None,
            )
        )
    return found


def directories_of(organisations: QuerySet[Organisation]) -> list[Directory]:
    return list(Directory.objects.filter(owner__in=organisations).select_related("owner__area__parent"))


def areas_for(directory: Directory, *, on: date, now: int | None = None) -> QuerySet[Area]:
    """日常生活圏域 and 町丁目 of the municipality; `now` is one that was chosen before and may stay."""
    tree = below("", Area.objects.filter(pk=directory.owner.municipality.pk)) & exists_on(on)
    kinds = [AreaKind.LIVING_AREA, AreaKind.TOWN]
    return Area.objects.filter(tree & Q(kind__in=kinds) | Q(pk=now)).order_by(F("kind").asc(), "code", "pk")


def to_telephone(organisations: QuerySet[Organisation]) -> QuerySet[Group]:
    """Those asked to confirm that have not answered, and all that lapsed: the most urgent first."""
    return known(organisations).filter(DUE).order_by("confirmed_on", "pk")


def by_key(key: str) -> QuerySet[Group]:
    """For the private link."""
    return Group.objects.filter(key=key).select_related(
        "directory__owner__area__parent", "current__area", "pending__area"
    )
