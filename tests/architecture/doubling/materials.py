"""Twice of titles with their stock, of destinations, and of orders."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.doubling.rows import again, key
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.materials.models import Destination, DestinationWish, Movement, Order, Title


def double_materials(offices: Mapping[int, Organisation]) -> None:
    titles = {title.pk: _double_title(title) for title in list(Title.objects.all())}
    for order in list(Order.objects.all()):
        for line in list(order.lines.all()):
            again(line, title=titles[line.title_id], edition=None, movement=_moved(line.movement))
        for step in list(order.steps.all()):
            again(step)
        _another_order(order, order.destination)
    for place in list(Destination.objects.all()):
        _another_place(place, offices)
    for wish in list(DestinationWish.objects.all()):
        again(wish, organisation=offices[wish.organisation_id])


def _double_title(title: Title) -> Title:
    """More editions, print runs, movements and counts in it; and another title with all of them."""
    copy = again(title, code=title.code + "x", name=title.name + "の二")
    editions = list(title.editions.all())
    for edition in editions:
        again(edition, title=copy, superseded_by=None)
        again(edition, name=edition.name + "の二")
    counted = [(one, one.movement) for one in title.stocktakes.all()]
    delivered = [(one, one.delivery) for one in title.print_runs.all()]
    others = {"stocktake": None, "print_run": None, "order_line": None}
    plain = list(title.movements.filter(**others, within=None, superseded_at=None))
    for to in (title, copy):
        changes = {"title": to} if to == title else {"title": to, "edition": None}
        for movement in plain:
            _moved(movement, **changes)
        for count, booked in counted:
            again(count, **changes, movement=_moved(booked, **changes))
        for run, came in delivered:
            again(run, **changes, delivery=_moved(came, **changes))
    if hasattr(title, "offer"):
        again(title.offer, title=copy)
    return copy


def _another_order(order: Order, to: Destination) -> None:
    copy = again(order, destination=to, key=key())
    for line in list(order.lines.all()):
        again(line, order=copy, movement=_moved(line.movement))
    for step in list(order.steps.all()):
        again(step, order=copy)


def _another_place(place: Destination, offices: Mapping[int, Organisation]) -> None:
    """With what it ordered and got."""
    office = place.organisation_id and offices[place.organisation_id]
    copy = again(place, name=place.name + "の二", organisation=office or None)
    for movement in list(place.movements.filter(superseded_at=None, within=None)):
        _moved(movement, place=copy)
    for order in list(place.orders.all()):
        _another_order(order, copy)
    if hasattr(place, "order_link"):
        again(place.order_link, destination=copy, key=key())


def _moved(movement: Movement | None, **changes: Any) -> Movement | None:
    return movement and again(movement, replaces=None, **changes)
