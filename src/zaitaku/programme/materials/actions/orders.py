"""Ordering copies: by a private link, by somebody signed in, or by staff for who telephoned; cancelling, receiving."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.materials.actions.order_refusals import OrderRefused, changed, key_taken, too_many
from zaitaku.programme.materials.choices import COMPLETED, OrderStatus, OrderStepKind, OrderWay
from zaitaku.programme.materials.models import Destination, Offer, Order, OrderLine, OrderStep

MOST_WAITING = 10  # orders of one destination that the public can leave unanswered


@dataclass(frozen=True, slots=True)
class Wanted:
    """Copies of one offered title."""

    offer: Offer
    copies: int


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """What somebody writes into the order form."""

    lines: Sequence[Wanted]
    wanted_by: date | None = None
    contact: str = ""
    phone: str = ""
    remark: str = ""

    def facts(self) -> dict[str, Any]:
        """Everything but the lines, as an order keeps it."""
        names = ("wanted_by", "contact", "phone", "remark")
        return {name: getattr(self, name) for name in names}


def place_order(
    *, destination: Destination, key: str, entry: OrderEntry, way: OrderWay, by: Person | None, now: datetime
) -> Order:
    """The same key again gives the same order.

    Largest order and number of waiting orders bind those who are no staff of the owner (`way` is link or account).
    Raises OrderRefused, TooManyOrders, OrderKeyTaken.
    """
    try:
        with transaction.atomic():
            held = Destination.objects.select_for_update().get(pk=destination.pk)
            same = Order.objects.filter(key=key).first()
            if same is not None:
                return _same(same, held)
            _check(held, entry, way)
            made = Order(destination=held, key=key, way=way, requested_at=now, requested_by=by, **entry.facts())
            return _placed(made, entry)
    except IntegrityError as clash:
        if Order.objects.filter(key=key).exists():  # of another destination, at the same moment
            raise key_taken() from clash
        raise


def _same(order: Order, destination: Destination) -> Order:
    if order.destination_id != destination.pk:
        raise key_taken()
    return order


def _check(destination: Destination, entry: OrderEntry, way: OrderWay) -> None:
    if not entry.lines:
        raise OrderRefused(_("Enter how many copies you need of at least one title."))
    is_public = way in (OrderWay.LINK, OrderWay.ACCOUNT)
    for line in entry.lines:
        offer = line.offer
        if offer.title.owner_id != destination.owner_id or not (offer.is_open or not is_public):
            raise OrderRefused(_("“%(title)s” cannot be ordered any more.") % {"title": offer.title})
        if is_public and line.copies > offer.largest:
            raise OrderRefused(
                _("%(title)s: at most %(most)s copies in one order. Telephone if you need more.")
                % {"title": offer.title, "most": f"{offer.largest:,}"}
            )
    waiting = Order.objects.filter(destination=destination, status=OrderStatus.REQUESTED)
    if is_public and waiting.count() >= MOST_WAITING:
        raise too_many(MOST_WAITING)


def _placed(made: Order, entry: OrderEntry) -> Order:
    made.save(force_insert=True)
    OrderLine.objects.bulk_create(
        OrderLine(order=made, title=line.offer.title, bundle=line.offer.bundle, asked=line.copies)
        for line in entry.lines
    )
    by = made.requested_by
    told(made, OrderStepKind.REQUESTED, by=by, now=made.requested_at)
    if by is not None:
        lines = {line.offer.title.code: line.copies for line in entry.lines}
        record(by=by, action="materials.place_order", subject=made, details={"way": made.way, "copies": lines})
    return made


def held(order: Order, states: Collection[OrderStatus], *, version: int | None = None) -> Order:
    """The order as it is now, its row kept until the end of the transaction. Raises OrderChanged."""
    current = Order.objects.select_for_update(of=("self",)).select_related("destination__owner").get(pk=order.pk)
    if current.status not in states or (version is not None and current.version != version):
        raise changed(current)
    return current


def move_on(order: Order, status: OrderStatus, *, now: datetime, **fields: Any) -> None:
    """Saves the order in its new state, with `fields`."""
    order.status = status
    order.completed_at = now if status in COMPLETED else None
    order.version += 1
    for name, value in fields.items():
        setattr(order, name, value)
    order.save()


def told(order: Order, kind: OrderStepKind, *, by: Person | None, now: datetime, text: str = "") -> None:
    """Writes the step down."""
    OrderStep.objects.create(order=order, kind=kind, at=now, by=by, text=text[:300])


@transaction.atomic
def cancel_order(*, order: Order, by: Person | None, now: datetime) -> Order:
    """By the orderer, until it was granted. Raises OrderChanged."""
    current = held(order, (OrderStatus.REQUESTED,))
    move_on(current, OrderStatus.CANCELLED, now=now)
    told(current, OrderStepKind.CANCELLED, by=by, now=now)
    if by is not None:
        record(by=by, action="materials.cancel_order", subject=current, details={})
    return current


@transaction.atomic
def confirm_received(*, order: Order, by: Person | None, now: datetime, text: str = "") -> Order:
    """By link, by somebody signed in, or by itself. Confirming twice changes nothing. Raises OrderChanged."""
    current = held(order, (OrderStatus.SENT, OrderStatus.RECEIVED))
    if current.status == OrderStatus.RECEIVED:
        return current
    move_on(current, OrderStatus.RECEIVED, now=now)
    told(current, OrderStepKind.RECEIVED, by=by, now=now, text=text)
    if by is not None:
        record(by=by, action="materials.receive_order", subject=current, details={})
    return current
