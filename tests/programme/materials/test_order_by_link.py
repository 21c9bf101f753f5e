"""Ordering by the private address: once, within bounds, and by nobody else."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from tests.factories import materials, orders
from tests.programme.materials.ordering import filled, to
from zaitaku.programme.materials.actions.order_links import renew_link
from zaitaku.programme.materials.models import Destination, Order, OrderLink

pytestmark = pytest.mark.django_db


def test_the_private_address_takes_an_order_once_and_shows_its_state(client, address, guide):
    page = client.get(address)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    sent = filled(guide, "６０")
    for _time in range(2):
        assert client.post(address, sent).status_code == 302
    one = Order.objects.get()
    assert (one.way, one.requested_by, one.phone, one.lines.get().asked) == ("link", None, "0312345678", 60)
    assert [row.pk for row in client.get(address).context["under_way"]] == [one.pk]
    key = address.rstrip("/").rpartition("/")[2]
    assert client.post(to("cancel_by_link", key, one.pk)).status_code == 302
    one.refresh_from_db()
    assert one.status == "cancelled"
    assert client.get(to("cancel_by_link", key, one.pk)).status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [
        {"copies": ""},
        {"copies": "0"},
        {"copies": "501"},
        {"copies": "-1"},
        {"copies": "1.5"},
        {"copies": "多数"},
        {"wanted_by": "R5.4.1"},
        {"wanted_by": "2099-01-01"},
        {"contact": "https://example.jp"},
        {"contact": "長" * 101},
        {"phone": "なし"},
        {"remark": "\x00"},
        {"key": "1"},
    ],
)
def test_what_does_not_fit_is_refused_in_place_and_kept(client, address, guide, wrong):
    page = client.post(address, filled(guide, **wrong))
    assert page.status_code == 422
    assert page.context["form"].errors
    assert not Order.objects.exists()


def test_addresses_that_are_not_ours_are_all_the_same(client, clinic, guide, by, address):
    renew_link(destination=clinic, by=by, now=timezone.now())
    ended = orders.place(owner=clinic.owner, valid_to=timezone.localdate() - timedelta(days=1))
    other = orders.order(wanted={guide: 1}, destination=orders.place(owner=clinic.owner))
    key = OrderLink.objects.get(destination=clinic).key
    gone = [address, to("order_by_link", orders.key_of(ended, by=by)), to("order_by_link", "x" * 32)]
    gone += [to("cancel_by_link", key, other.pk), to("receive_by_link", key, other.pk)]
    for one in gone:
        assert client.post(one, filled(guide)).status_code == 404
    assert Order.objects.get().status == "requested"


def test_an_address_of_a_double_orders_for_the_entry_it_was_merged_into(client, clinic, guide, by, address):
    whole = orders.place(owner=clinic.owner)
    Destination.objects.filter(pk=clinic.pk).update(merged_into=whole)
    assert client.post(address, filled(guide)).status_code == 302
    assert Order.objects.get().destination == whole


def test_a_new_edition_is_named_where_an_older_one_was_delivered(client, address, clinic, guide):
    old = materials.edition(title=guide.title, name="旧版")
    new = materials.edition(title=guide.title, name="新版")
    old.superseded_by = new
    old.save()
    materials.movement(title=guide.title, kind="distributed", value=30, edition=new, place=clinic)
    assert "<small>新版" not in client.get(address).content.decode(), "the edition that it has"
    double = orders.place(owner=clinic.owner)
    Destination.objects.filter(pk=double.pk).update(merged_into=clinic)
    materials.movement(title=guide.title, kind="distributed", value=30, edition=old, place=double)
    assert "<small>新版" in client.get(address).content.decode()


def test_machines_that_order_are_stopped(client, address, guide, settings):
    settings.POSTS_PER_ADDRESS = 2
    caches["posts"].clear()
    codes = [client.post(address, filled(guide)).status_code for _time in range(3)]
    caches["posts"].clear()
    assert codes == [302, 302, 429]
    assert Order.objects.count() == 2
