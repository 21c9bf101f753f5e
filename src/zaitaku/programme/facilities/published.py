"""What the public may know of community groups: those listed today, and only the contacts they let be published.

The portal reads nothing else of the directory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Q, QuerySet

from zaitaku.analysis.contacts import searchable
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.facilities.choices import CONTACTS, GroupKind, Weekday
from zaitaku.programme.facilities.models import Directory, Entry, Group
from zaitaku.programme.facilities.queries.groups import is_listed
from zaitaku.programme.facilities.queries.words import LABELS, hours_words, kind_words, phone_words, when_words


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """`kinds`, `weekdays`, `weeks` are values of choices; `phone_digits` is for dialling. Contacts that may not be
    published are empty."""

    key: int
    name: str
    kana: str
    kinds: tuple[str, ...]
    kind_labels: tuple[str, ...]
    kind_words: str
    what: str
    for_whom: str
    venue: str
    address: str
    area: str
    weekdays: tuple[int, ...]
    weeks: tuple[int, ...]
    starts: time | None
    ends: time | None
    when_text: str
    when_words: str
    hours: str
    fee: str
    how_to_join: str
    desk: str
    phone: str
    phone_digits: str
    email: str
    web: str
    confirmed_on: date
    section: str
    section_contact: str
    body: str
    body_code: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for; everything empty is everything."""

    words: str = ""
    kind: str = ""
    area: str = ""
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from: values with their words."""

    kinds: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    weekdays: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublishedDirectory:
    key: int
    section: str
    body: str
    contact: str
    takes_requests: bool


def _directories() -> list[Directory]:
    return list(Directory.objects.select_related("owner__area__parent"))


def labels() -> list[str]:
    """Of what a list says of each group, in the order of their columns."""
    return [str(label) for label in LABELS.values()]


def _listed(today: date, directories: list[Directory]) -> QuerySet[Group]:
    found = Group.objects.filter(is_listed(today, directories))
    return found.select_related("current__area").order_by("current__kana", "current__name", "pk")


def listed(*, today: date, asked: Asked, first: int = 0, count: int | None = None) -> tuple[list[PublishedGroup], int]:
    """From `first` on, at most `count` (None: all), by reading; and how many there are. Three queries."""
    directories = _directories()
    found = _narrowed(_listed(today, directories), asked)
    total = found.count()
    rows = found[first:] if count is None else found[first : first + count]
    return list(_published(rows, directories)), total


def _narrowed(found: QuerySet[Group], asked: Asked) -> QuerySet[Group]:
    for word in searchable(asked.words).split()[:10]:
        found = found.filter(current__words__contains=word)
    if asked.kind:
        found = found.filter(current__tags__contains=f" kind:{asked.kind} ")
    if asked.weekday is not None:
        found = found.filter(current__tags__contains=f" day:{asked.weekday} ")
    if asked.area:
        found = found.filter(below("current__area", Area.objects.filter(_area(asked.area))))
    return found


def _area(code: str) -> Q:
    return Q(code=code, kind__in=[AreaKind.LIVING_AREA, AreaKind.TOWN])


def group(*, key: int, today: date) -> PublishedGroup | None:
    """None where it is not listed today. Two queries."""
    directories = _directories()
    return next(_published(_listed(today, directories).filter(pk=key), directories), None)


def choices(*, today: date) -> Choices:
    """Kinds, areas and weekdays of what is listed: nobody chooses what finds nothing. Three queries."""
    rows = list(_listed(today, _directories()).values_list("current__kinds", "current__weekdays", "current__area"))
    kinds = {kind for one, _days, _area in rows for kind in one}
    days = {day for _kinds, one, _area in rows for day in one}
    wanted = Area.objects.filter(pk__in={area for _kinds, _days, area in rows if area})
    areas = {}
    for area in wanted.select_related("parent"):
        top = area.parent if area.kind == AreaKind.TOWN and area.parent is not None else area
        if top.kind in (AreaKind.LIVING_AREA, AreaKind.TOWN):
            areas[top.code] = top.name
    return Choices(
        tuple((kind.value, str(kind.label)) for kind in GroupKind if kind.value in kinds),
        tuple(sorted(areas.items())),
        tuple((str(day.value), str(day.label)) for day in Weekday if day.value in days),
    )


def directories() -> tuple[PublishedDirectory, ...]:
    """Those that take requests, and whom to ask. One query."""
    return tuple(
        PublishedDirectory(one.pk, one.owner.name, one.owner.municipality.name, one.contact, one.takes_requests)
        for one in _directories()
    )


_OF_ENTRY = (
    "name",
    "kana",
    "what",
    "for_whom",
    "venue",
    "address",
    "starts",
    "ends",
    "when_text",
    "fee",
    "how_to_join",
)


def _published(rows: QuerySet[Group], directories: list[Directory]) -> Iterator[PublishedGroup]:
    by_pk = {one.pk: one for one in directories}
    for row in rows:
        entry, directory = row.current, by_pk[row.directory_id]
        if entry is None or row.confirmed_on is None:  # what is listed has both
            continue
        yield PublishedGroup(
            key=row.pk,
            **{name: getattr(entry, name) for name in _OF_ENTRY},
            **_contacts(entry),
            kinds=tuple(entry.kinds),
            kind_labels=tuple(str(GroupKind(kind).label) for kind in entry.kinds),
            kind_words=kind_words(entry.kinds),
            area=entry.area.name if entry.area else "",
            weekdays=tuple(entry.weekdays),
            weeks=tuple(entry.weeks),
            when_words=when_words(entry),
            hours=hours_words(entry.starts, entry.ends),
            confirmed_on=row.confirmed_on,
            section=directory.owner.name,
            section_contact=directory.contact,
            body=directory.owner.municipality.name,
            body_code=directory.owner.municipality.code,
        )


def _contacts(entry: Entry) -> dict[str, Any]:
    found = {name: getattr(entry, name) if getattr(entry, f"{name}_public") else "" for name in CONTACTS}
    return found | {"phone": phone_words(found["phone"]), "phone_digits": found["phone"]}
