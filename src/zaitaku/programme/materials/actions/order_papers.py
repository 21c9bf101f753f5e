"""Papers with addresses and contacts leave the system: who took them is kept, and each bears a working address."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.materials.actions.order_letters import private_address
from zaitaku.programme.materials.actions.order_links import link_of
from zaitaku.programme.materials.models import Destination, Order, OrderLink

WITH_CODE = ("slips", "labels")


@transaction.atomic
def papers_taken(*, orders: Sequence[Order], form: str, by: Person, now: datetime) -> dict[int, str]:
    """Id of the destination → its private address for the QR code, made where there is none; {} for papers without
    codes."""
    if not orders:
        return {}
    places = {one.goes_to.pk: one.goes_to for one in orders}
    numbers = [one.pk for one in orders]
    record(
        by=by,
        action="materials.take_deliveries",
        subject=orders[0].destination.owner,
        details={"form": form, "orders": numbers},
    )
    return links_for(list(places.values()), by=by, now=now) if form in WITH_CODE else {}


@transaction.atomic
def labels_taken(*, places: Sequence[Destination], with_code: bool, by: Person, now: datetime) -> dict[int, str]:
    """The same for labels of destinations that have not ordered."""
    if not places:
        return {}
    record(by=by, action="materials.take_labels", subject=places[0].owner, details={"labels": len(places)})
    return links_for(places, by=by, now=now) if with_code else {}


def links_for(places: Sequence[Destination], *, by: Person, now: datetime) -> dict[int, str]:
    found = {link.destination_id: link for link in OrderLink.objects.filter(destination__in=places)}
    for place in places:
        if place.pk not in found:
            found[place.pk] = link_of(destination=place, by=by, now=now)
    return {pk: private_address(link) for pk, link in found.items()}
