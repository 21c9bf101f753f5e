"""Run within the peer's environment: one organiser, one live event, one free product, one quota. Prints the item's number.

python pretix_shop.py make SEATS     python pretix_shop.py count
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils.timezone import now  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402
from pretix.base.models import Event, Order, OrderPosition, Organizer  # noqa: E402


def make(seats: int) -> dict[str, int]:
    organizer = Organizer.objects.create(name="Bench", slug="bench")
    organizer.create_default_sales_channels()
    event = Event.objects.create(
        organizer=organizer, name="Lecture", slug="free", date_from=now() + timedelta(days=60), currency="EUR",
        plugins="", is_public=True, live=True,
    )  # fmt: skip
    event.set_defaults()
    event.settings.invoice_address_asked = False
    # Its own setting: no letter is written for an order. Ours writes one, in the same transaction.
    event.settings.mail_sales_channel_placed_paid = []
    item = event.items.create(name="Seat", default_price=0, admission=True, active=True)
    quota = event.quotas.create(name="Seats", size=seats)
    quota.items.add(item)
    return {"item": item.pk}


def count() -> dict[str, int]:
    return {"paid": Order.objects.filter(status=Order.STATUS_PAID).count(), "seats": OrderPosition.objects.count()}


with scopes_disabled():
    print(json.dumps(make(int(sys.argv[2])) if sys.argv[1] == "make" else count()))
