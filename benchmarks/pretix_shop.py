"""Run within the peer's environment: one organiser, one live event, one free product, one quota of that many seats.

Prints the product's number: `python pretix_shop.py SEATS`.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils.timezone import now  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402
from pretix.base.models import Event, Organizer  # noqa: E402


def make(seats: int) -> int:
    organizer = Organizer.objects.create(name="Bench", slug="bench")
    organizer.create_default_sales_channels()
    day = now() + timedelta(days=60)
    event = Event.objects.create(
        organizer=organizer, name="Lecture", slug="free", date_from=day, currency="EUR", plugins="", live=True
    )
    event.set_defaults()
    event.settings.invoice_address_asked = False
    event.settings.mail_sales_channel_placed_paid = []  # its own setting: no letter is written for an order
    item = event.items.create(name="Seat", default_price=0, admission=True, active=True)
    event.quotas.create(name="Seats", size=seats).items.add(item)
    return int(item.pk)


with scopes_disabled():
    print(make(int(sys.argv[1])))
