"""Where private addresses for ordering end: renewed, of doubles, and in letters to an address that was removed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, orders
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.materials.actions import destinations as actions
from zaitaku.programme.materials.actions.destinations import DestinationEntry
from zaitaku.programme.materials.actions.order_links import renew_link, send_link
from zaitaku.programme.materials.choices import OrderWay
from zaitaku.programme.materials.models import OrderLink

pytestmark = pytest.mark.django_db


def opens(client, key):
    return client.get(reverse("materials:order_by_link", args=[key])).status_code == 200


def test_renewing_ends_the_addresses_of_doubles_too(client, clinic, owner, by):
    """A double was merged into the entry: its old address is one of those that a stranger may know."""
    old, now = orders.key_of(clinic, by=by), timezone.now()
    send_link(destination=clinic, by=by, now=now)
    whole = orders.place(owner=owner, name="練馬クリニック本院")
    actions.merge_destinations(double=clinic, into=whole, by=by)
    assert opens(client, old)
    renew_link(destination=whole, by=by, now=now)  # the entry has none of its own yet
    assert not opens(client, old)
    assert not Letter.objects.filter(body__contains=old).exists()
    first = OrderLink.objects.get(destination=whole).key
    assert opens(client, first)
    renew_link(destination=whole, by=by, now=now)
    assert not opens(client, first)
    actions.separate_destination(destination=clinic, by=by)
    assert not opens(client, old)


def test_letters_go_with_the_contact_that_is_removed(clinic, by):
    """Those to the destination; what somebody with an account ordered is told to that person."""
    now = timezone.now()
    send_link(destination=clinic, by=by, now=now)
    guide = orders.offer(owner=clinic.owner)
    orders.granted(orders.order(wanted={guide: 5}, destination=clinic), by=by)
    mine = orders.order(wanted={guide: 5}, destination=clinic, way=OrderWay.ACCOUNT, by=by)
    orders.granted(mine, by=by)
    assert Letter.objects.filter(to="clinic@example.jp").count() == 2
    actions.remove_contact(destination=clinic, by=by)
    assert list(Letter.objects.values_list("to", flat=True)) == [by.email]


def test_a_remark_about_a_destination_is_in_no_audit_entry(owner, by):
    """Remarks name people: ask for Mrs. so-and-so."""
    first = DestinationEntry("練馬医院", "clinic", core.LONG_AGO, note="受付の光が丘さんへ", contact="花子")
    [made] = actions.add_destinations(owner=owner, entries=[first], by=by)
    actions.change_destination(
        destination=made,
        entry=DestinationEntry("練馬医院", "clinic", core.LONG_AGO, note="受付の石神井さんへ"),
        seen=made.version,
        by=by,
    )
    kept = str(list(AuditEntry.objects.filter(action__startswith="materials.").values_list("details", flat=True)))
    assert "受付" not in kept
    assert "花子" not in kept
    assert "note_changed" in kept
