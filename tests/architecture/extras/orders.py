"""Guidebooks that may be ordered, a destination with its private address, orders in several states, a wish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import orders
from zaitaku.programme.materials.actions.order_links import ask_for_destination
from zaitaku.programme.materials.actions.order_steps import send_order
from zaitaku.programme.materials.choices import OrderWay

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner, by = world.nerima.organisation("高齢者支援課"), world.officer
    guide = orders.offer(owner=owner, purpose="在宅療養を始める方へ")
    clinic = orders.place(owner=owner, name="練馬在宅クリニック", contact="練馬 花子", email="clinic@example.jp")
    own = orders.place(owner=owner, name="歯科医師会", organisation=world.nerima.organisation("歯科医師会"))
    waiting = orders.order(wanted={guide: 20}, destination=clinic, contact="練馬 花子", phone="0312345678")
    orders.granted(orders.order(wanted={guide: 30}, destination=clinic), by=by)
    left = orders.granted(orders.order(wanted={guide: 5}, destination=clinic), by=by)
    send_order(order=left, on=timezone.localdate(), by=by, version=left.version, now=timezone.now())
    mine = orders.order(wanted={guide: 10}, destination=own, way=OrderWay.ACCOUNT, by=by)
    asked = {
        "organisation": world.nerima.organisation("医師会"),
        "owner": owner,
        "postal_code": "",
        "address": "練馬区",
    }
    wish = ask_for_destination(**asked, by=by, now=timezone.now())
    return {
        "orders:pk": waiting.pk,
        "my-orders:pk": mine.pk,
        "my-places:pk": own.pk,
        "order-places:pk": clinic.pk,
        "order-wishes:pk": wish.pk,
        "order:key": orders.key_of(clinic, by=by),
        "order:pk": waiting.pk,
    }
