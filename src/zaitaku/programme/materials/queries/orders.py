"""Orders as pages list them, what may be ordered, and who may order for whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from zaitaku.core.accounts.access import Permission, organisations_for
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import own_organisations
from zaitaku.core.areas.models import Organisation, below, exists_on
from zaitaku.programme.materials.choices import TO_DELIVER, MovementKind, OrderStatus, OrderStepKind
from zaitaku.programme.materials.models import (
    Destination,
    DestinationWish,
    Edition,
    Movement,
    Offer,
    Order,
    OrderLine,
    OrderLink,
    OrderStep,
    Title,
)
from zaitaku.programme.materials.queries.stock import levels

LINES = Prefetch("lines", queryset=OrderLine.objects.select_related("title", "edition").order_by("title__name", "pk"))


@dataclass(frozen=True, slots=True)
class Offered:
    """A title that may be ordered, with the edition that would come where the destination has an older one."""

    offer: Offer
    edition: str


def listed_orders(owners: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Order]:
    """Narrowed by `status`, `q` (destination or number), `kind` of destination, `title`, and days of the request.

    With lines, and `asked` and `granted` copies added up.
    """
    found = _narrowed(Order.objects.filter(destination__owner__in=owners), asked)
    if status := asked.get("status"):
        found = found.filter(status=status)
    return with_lines(found).order_by("-requested_at", "-pk")


def with_lines(orders: QuerySet[Order]) -> QuerySet[Order]:
    sums = {"asked_copies": Sum("lines__asked"), "granted_copies": Coalesce(Sum("lines__granted"), 0)}
    return (
        orders.select_related("destination__owner", "destination__merged_into").prefetch_related(LINES).annotate(**sums)
    )


def _narrowed(found: QuerySet[Order], asked: Mapping[str, Any]) -> QuerySet[Order]:
    if text := asked.get("q"):
        named = Q(destination__name__icontains=text) | Q(destination__merged_into__name__icontains=text)
        is_number = text.isascii() and text.isdigit() and len(text) < 10
        found = found.filter(named | Q(pk=int(text)) if is_number else named)
    if kind := asked.get("kind"):
        found = found.annotate(goes_to_kind=Coalesce("destination__merged_into__kind", "destination__kind"))
        found = found.filter(goes_to_kind=kind)
    if title := asked.get("title"):
        found = found.filter(pk__in=OrderLine.objects.filter(title=title).values("order"))
    if since := asked.get("since"):
        found = found.filter(requested_at__date__gte=since)
    if until := asked.get("until"):
        found = found.filter(requested_at__date__lte=until)
    return found


def counts(owners: QuerySet[Organisation], asked: Mapping[str, Any]) -> dict[str, int]:
    """Orders by status, narrowed by everything but the status."""
    found = _narrowed(Order.objects.filter(destination__owner__in=owners), asked)
    return dict(found.order_by().values_list("status").annotate(number=Count("pk")))


def to_deliver(owners: QuerySet[Organisation]) -> QuerySet[Order]:
    """Granted or packed; those wanted first come first."""
    found = Order.objects.filter(destination__owner__in=owners, status__in=TO_DELIVER)
    return with_lines(found).order_by(Coalesce("wanted_by", date(9999, 12, 31)), "requested_at", "pk")


def steps_of(order: Order) -> QuerySet[OrderStep]:
    return order.steps.select_related("by").order_by("at", "pk")


def offered_to(destination: Destination, *, also_closed: bool = False) -> list[Offered]:
    """What the destination's owner hands out by order. Three queries."""
    offers = Offer.objects.filter(title__owner=destination.owner_id).select_related("title")
    if not also_closed:
        offers = offers.filter(is_open=True)
    found = list(offers.order_by("title__name", "pk"))
    editions = editions_of([offer.title_id for offer in found])
    had = _editions_at(destination)
    return [Offered(offer, _new_to(had, editions.get(offer.title_id, []))) for offer in found]


def _editions_at(destination: Destination) -> set[int]:
    """Those of which copies were delivered there."""
    here = Q(place=destination) | Q(place__merged_into=destination)
    rows = Movement.objects.filter(here, kind=MovementKind.DISTRIBUTED, superseded_at=None, edition__isnull=False)
    return set(rows.order_by().values_list("edition", flat=True).distinct())


def _new_to(had: Collection[int], editions: Sequence[Edition]) -> str:
    return editions[0].name if any(one.pk in had for one in editions[1:]) else ""


def editions_of(titles: Collection[int]) -> dict[int, list[Edition]]:
    """By title, those handed out now first: the newest that nothing supersedes."""
    found: dict[int, list[Edition]] = {}
    rows = Edition.objects.filter(title__in=titles)
    for row in sorted(rows, key=lambda one: (one.superseded_by_id is None, one.issued_on or date.min, one.pk)):
        found.setdefault(row.title_id, []).insert(0, row)
    return found


@dataclass(frozen=True, slots=True)
class Shelf:
    """Copies of one title: on the shelf (None where no stock is kept), by edition, and promised to other orders."""

    stock: int | None
    by_edition: dict[int | None, int]
    promised: int

    @property
    def free(self) -> int | None:
        return None if self.stock is None else self.stock - self.promised


def shelves(titles: Collection[Title], *, on: date, without: Order | None = None) -> dict[int, Shelf]:
    """By title. Two queries."""
    kept = [title.pk for title in titles if title.is_stocked]
    found = levels(kept, on=on)
    promised = OrderLine.objects.filter(title__in=[title.pk for title in titles], order__status__in=TO_DELIVER)
    if without is not None:
        promised = promised.exclude(order=without)
    sums = dict(promised.order_by().values_list("title").annotate(copies=Sum("granted")))
    return {
        title.pk: Shelf(
            sum(found.get(title.pk, {}).values()) if title.is_stocked else None,
            found.get(title.pk, {}),
            sums.get(title.pk) or 0,
        )
        for title in titles
    }


def behind(key: str, *, on: date) -> Destination | None:
    """The destination whose private address this is; of a double, the entry it was merged into."""
    links = OrderLink.objects.select_related("destination__owner", "destination__merged_into__owner")
    link = links.filter(key=key).first()
    if link is None:
        return None
    place = link.destination.merged_into or link.destination
    return place if place.exists_on(on) else None


def orders_at(destination: Destination) -> QuerySet[Order]:
    """As `orders_of`, declined ones with the step as `refusals`."""
    refusals = Prefetch("steps", queryset=OrderStep.objects.filter(kind=OrderStepKind.DECLINED), to_attr="refusals")
    return orders_of(Destination.objects.filter(pk=destination.pk)).prefetch_related(refusals)


def mine(person: Person, *, on: date) -> QuerySet[Destination]:
    """Destinations of the organisations the person works for (and of those below them)."""
    own = Organisation.objects.filter(below("", own_organisations(person, on=on)))
    reach = organisations_for(person, Permission.RECORD, on=on)
    places = Destination.objects.filter(exists_on(on), organisation__in=own, merged_into=None)
    return places.filter(organisation__in=reach).select_related("owner", "organisation").order_by("name", "pk")


def going_to(destinations: QuerySet[Destination]) -> QuerySet[Order]:
    """Orders of the destinations and of what was merged into them."""
    here = destinations.order_by().values("pk")
    return Order.objects.filter(Q(destination__in=here) | Q(destination__merged_into__in=here))


def orders_of(destinations: QuerySet[Destination]) -> QuerySet[Order]:
    """The same with their lines, the latest first."""
    return with_lines(going_to(destinations)).order_by("-requested_at", "-pk")


def owners_near(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those with something to order in the areas of the organisations."""
    offering = Offer.objects.filter(is_open=True).values("title__owner")
    return Organisation.objects.filter(pk__in=offering, area__in=organisations.values("area")).order_by("name")


def open_wishes(owners: QuerySet[Organisation]) -> QuerySet[DestinationWish]:
    found = DestinationWish.objects.filter(owner__in=owners, settled_at=None)
    return found.select_related("owner", "organisation", "asked_by").order_by("asked_at", "pk")


def places_of(owners: QuerySet[Organisation], *, on: date) -> QuerySet[Destination]:
    """Destinations that orders can go to."""
    found = Destination.objects.filter(exists_on(on), owner__in=owners, merged_into=None)
    return found.select_related("owner", "order_link").order_by("name", "pk")


def waiting(owners: QuerySet[Organisation]) -> int:
    return Order.objects.filter(destination__owner__in=owners, status=OrderStatus.REQUESTED).count()


def narrowed_places(places: QuerySet[Destination], asked: Mapping[str, Any]) -> QuerySet[Destination]:
    """By `q`, `kind`, and `never`: those that never got a copy, of `title` where it is given."""
    if text := asked.get("q"):
        places = places.filter(Q(name__icontains=text) | Q(address__icontains=text))
    if kind := asked.get("kind"):
        places = places.filter(kind=kind)
    if asked.get("never") or asked.get("title"):
        served = Movement.objects.filter(kind=MovementKind.DISTRIBUTED, superseded_at=None, place__isnull=False)
        if title := asked.get("title"):
            served = served.filter(title=title)
        doubles = served.filter(place__merged_into__isnull=False)  # NOT IN (…, NULL) would find nothing
        places = places.exclude(pk__in=served.values("place")).exclude(pk__in=doubles.values("place__merged_into"))
    return places


def wishes_of(organisations: QuerySet[Organisation]) -> QuerySet[DestinationWish]:
    """What the organisations asked for that was not fulfilled: open or refused, the latest first."""
    found = DestinationWish.objects.filter(Q(settled_at=None) | ~Q(refused_because=""), organisation__in=organisations)
    return found.select_related("owner", "organisation").order_by("-asked_at", "-pk")[:5]
