"""What somebody has to see to about orders: to grant, to send, to confirm."""

from datetime import date, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.access import Permission, organisations_for
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import Duty, own_organisations
from zaitaku.programme.materials.choices import TO_DELIVER, OrderStatus
from zaitaku.programme.materials.models import Order
from zaitaku.programme.materials.queries.orders import going_to, mine, open_wishes

SLOW = timedelta(days=7)  # an order that waits longer for an answer is late


def duties_of(person: Person, *, on: date, most: int) -> list[Duty]:
    """Of the person's own organisations; the most urgent first."""
    own = own_organisations(person, on=on) & organisations_for(person, Permission.RECORD, on=on)
    keys = list(own.values_list("pk", flat=True))
    if not keys:
        return []
    orders = Order.objects.filter(destination__owner__in=keys)
    found = [
        *_listed(orders.filter(status=OrderStatus.REQUESTED), _("Answer the order No. %(number)s"), on, most),
        *_listed(orders.filter(status__in=TO_DELIVER), _("Send the order No. %(number)s"), on, most),
        *_to_confirm(person, on, most),
    ]
    wishes = open_wishes(own)[:most]
    found += [
        Duty(_("Asks to receive guidebooks"), str(one.organisation), "materials:wish", one.pk, None, is_late=False)
        for one in wishes
    ]
    return sorted(found, key=lambda duty: duty.due_on or date.max)[:most]


def _listed(orders: QuerySet[Order], what: str, on: date, most: int) -> list[Duty]:
    rows = orders.select_related("destination__merged_into").order_by(
        F("wanted_by").asc(nulls_last=True), "requested_at", "pk"
    )
    return [
        Duty(
            what % {"number": row.pk},
            row.goes_to.name,
            "materials:order",
            row.pk,
            row.wanted_by,
            is_late=(row.wanted_by is not None and row.wanted_by < on)
            or timezone.localdate(row.requested_at) < on - SLOW,
        )
        for row in rows[:most]
    ]


def _to_confirm(person: Person, on: date, most: int) -> list[Duty]:
    sent = going_to(mine(person, on=on)).filter(status=OrderStatus.SENT)
    return [
        Duty(
            _("Confirm that the order No. %(number)s has arrived") % {"number": row.pk},
            row.goes_to.name,
            "materials:my_order",
            row.pk,
            None,
            is_late=False,
        )
        for row in sent.select_related("destination__merged_into").order_by("sent_on", "pk")[:most]
    ]
