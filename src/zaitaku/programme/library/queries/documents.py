"""Documents as pages list them, the acts of sharing, and who opened what."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zaitaku.core.accounts.access import GRANTS, Permission
from zaitaku.core.accounts.models import Membership, Person
from zaitaku.core.areas.models import Area, Organisation, below, exists_on
from zaitaku.programme.library.choices import VersionState
from zaitaku.programme.library.models import Addressee, Document, Opening, Sharing, Tag, Version
from zaitaku.programme.library.queries.reach import with_state

READERS = [role for role, grant in GRANTS.items() if Permission.VIEW_PROGRAMME in grant.permissions]


def listed_versions(seen: QuerySet[Any], asked: Mapping[str, Any], *, person: Person) -> QuerySet[Any]:
    """Narrowed by `q` (each word in title, description, changes or subject), `kind`, `owner`, `state` (current unless
    given), `tag`, `unread`; with `is_opened` by the person."""
    found: QuerySet[Any] = seen.filter(state=asked.get("state") or VersionState.CURRENT)
    for word in (asked.get("q") or "").split():
        text = Q(title__icontains=word) | Q(document__title__icontains=word) | Q(changes__icontains=word)
        text |= Q(document__description__icontains=word)
        text |= Q(document__in=Tag.objects.filter(word__icontains=word).values("document"))
        found = found.filter(text)
    for name, field in (("kind", "document__kind"), ("owner", "document__owner")):
        if asked.get(name):
            found = found.filter(**{field: asked[name]})
    if asked.get("tag"):
        found = found.filter(document__in=Tag.objects.filter(word=asked["tag"]).values("document"))
    opened = Opening.objects.filter(version=OuterRef("pk"), person=person)
    found = found.annotate(is_opened=Exists(opened))
    if asked.get("unread"):
        found = found.filter(is_opened=False)
    return found.prefetch_related("document__tags").order_by("-issued_on", "document__title", "-number", "pk")


def tags_of(seen: QuerySet[Any]) -> list[str]:
    """Those in use, in order."""
    rows = Tag.objects.filter(document__in=seen.values("document")).order_by("word")
    return list(rows.values_list("word", flat=True).distinct())


def owners_of(seen: QuerySet[Any]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=seen.values("document__owner"))


def current_of(document: Document) -> Version | None:
    found = document.versions.filter(withdrawn_at=None).select_related("document__owner").defer("content")
    return found.order_by("-number").first()


def sharings_of(document: Document) -> QuerySet[Sharing]:
    """With `asked` addressees and how many of them `opened`, the newest first."""
    return (
        Sharing.objects.filter(version__document=document)
        .select_related("version__document")
        .defer("version__content")
        .annotate(asked=Count("addressees"), opened=Count("addressees", filter=Q(addressees__opened_at__isnull=False)))
        .order_by("-shared_on", "-pk")
    )


def listed_addressees(sharing: Sharing, asked: Mapping[str, Any]) -> QuerySet[Addressee]:
    """Narrowed by `opened`: "no" or "yes"."""
    found = sharing.addressees.select_related("organisation", "opened_by", "sending").order_by(
        F("organisation__kind").asc(nulls_last=True), "organisation__code", "pk"
    )
    if asked.get("opened"):
        found = found.filter(opened_at__isnull=asked["opened"] == "no")
    return found


def by_key(key: str) -> QuerySet[Addressee]:
    """Whoever stands behind a private link."""
    found = Addressee.objects.filter(key=key, removed_at=None, sharing__undone_at=None)
    return found.select_related("sending", "sharing__version__document__owner").defer("sharing__version__content")


def people_of(organisations: QuerySet[Any, Any], *, on: date) -> QuerySet[Person]:
    """Who reads for these organisations on a day."""
    held = Membership.objects.holding(on).filter(organisation__in=organisations, role__in=READERS)
    return Person.objects.filter(is_active=True, is_system=False, pk__in=held.values("person")).order_by("pk")


def readers_of(document: Document, *, on: date) -> QuerySet[Person]:
    """Whoever opened a version of it, and whoever reads for an organisation that it was addressed to. Of those who
    opened it only who still holds a role in the owner's area, below or above it."""
    shared = Addressee.objects.filter(sharing__version__document=document, sharing__undone_at=None)
    organisations = shared.exclude(organisation=None).values("organisation")
    opened = Opening.objects.filter(version__document=document).exclude(person=None).values("person")
    around = below("organisation__area", Area.objects.filter(pk=document.owner.area_id))
    around |= Q(organisation__area__in=_above(document.owner.area))
    holding = Membership.objects.holding(on).filter(around, role__in=READERS).values("person")
    return Person.objects.filter(
        Q(pk__in=people_of(organisations, on=on).values("pk")) | (Q(pk__in=opened) & Q(pk__in=holding)),
        is_active=True,
        is_system=False,
    ).distinct()


def _above(area: Area) -> list[int]:
    """One query for each level of the tree."""
    found = []
    step = area.parent
    while step is not None:
        found.append(step.pk)
        step = step.parent
    return found


def private_readers_of(document: Document) -> list[Addressee]:
    """Behind private links: one for each address, the latest."""
    found = (
        Addressee.objects.filter(sharing__version__document=document, sharing__undone_at=None)
        .exclude(email="")
        .order_by("-pk")
    )
    latest: dict[str, Addressee] = {}
    for one in found:
        latest.setdefault(one.email.lower(), one)
    return list(latest.values())


def to_remind(sharing: Sharing, *, before: datetime) -> QuerySet[Addressee]:
    """Not opened, with somebody to write to, and not reminded since."""
    found = sharing.addressees.filter(opened_at=None, removed_at=None)
    return found.filter(Q(reminded_at=None) | Q(reminded_at__lt=before))


def existing(organisations: QuerySet[Organisation], *, on: date) -> QuerySet[Organisation]:
    return organisations.filter(exists_on(on)).order_by("kind", "code", "pk")


def state_of(version: Version) -> VersionState:
    return VersionState(with_state(Version.objects.filter(pk=version.pk)).values_list("state", flat=True).get())
