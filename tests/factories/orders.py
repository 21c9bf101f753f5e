"""Destinations, offered titles and orders for tests."""

from itertools import count
from typing import Any

from django.utils import timezone

from tests.factories import core, materials
from zaitaku.core.accounts.models import Person
from zaitaku.core.pages.forms import new_key
from zaitaku.programme.materials.actions.order_links import link_of
from zaitaku.programme.materials.actions.order_steps import Granted, grant_order
from zaitaku.programme.materials.actions.orders import OrderEntry, Wanted, place_order
from zaitaku.programme.materials.choices import DestinationKind, OrderWay
from zaitaku.programme.materials.models import Destination, Offer, Order, Title

_next = count(1).__next__


def place(**kw: Any) -> Destination:
    number = _next()
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    defaults = {"name": f"練馬クリニック{number}", "kind": DestinationKind.CLINIC, "valid_from": core.LONG_AGO}
    return Destination.objects.create(**(defaults | {"address": f"練馬区豊玉北６丁目{number}番"} | kw))


def offer(*, stock: int | None = None, **kw: Any) -> Offer:
    """A title that may be ordered; with `stock` its copies are counted, and there are so many."""
    if "title" not in kw:
        fields = {"owner": kw.pop("owner")} if "owner" in kw else {}
        kw["title"] = materials.title(**fields, is_stocked=stock is not None)
    kw.pop("owner", None)
    if stock is not None:
        materials.movement(title=kw["title"], kind="issued", value=stock)
    return Offer.objects.create(**({"largest": 500, "bundle": 50} | kw))


def order(*, wanted: dict[Offer, int], destination: Destination, **kw: Any) -> Order:
    """A new one, by private link unless said otherwise."""
    contact = {name: kw.pop(name) for name in ("wanted_by", "contact", "phone", "remark") if name in kw}
    entry = OrderEntry(lines=[Wanted(one, copies) for one, copies in wanted.items()], **contact)
    defaults = {"key": new_key(), "way": OrderWay.LINK, "by": None, "now": timezone.now()}
    return place_order(destination=destination, entry=entry, **(defaults | kw))


def granted(one: Order, *, by: Person) -> Order:
    """With all that was asked for."""
    lines = {line.pk: Granted(line.asked) for line in one.lines.all()}
    return grant_order(order=one, lines=lines, by=by, version=one.version, now=timezone.now())


def key_of(destination: Destination, *, by: Person) -> str:
    return link_of(destination=destination, by=by, now=timezone.now()).key


def stock_of(title: Title) -> int:
    """By the ledger, as of today."""
    from zaitaku.programme.materials.queries.stock import stock_of as of_ledger

    return of_ledger(title, on=timezone.localdate())
