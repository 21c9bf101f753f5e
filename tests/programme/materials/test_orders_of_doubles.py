"""Orders of a destination that was merged into another are that one's orders."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, orders
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.programme.materials.actions.destinations import merge_destinations
from zaitaku.programme.materials.actions.order_steps import send_order
from zaitaku.programme.materials.models import Order
from zaitaku.programme.materials.queries import order_papers as papers
from zaitaku.programme.materials.queries.order_duties import duties_of

pytestmark = pytest.mark.django_db


def to(name, *args):
    return reverse(f"materials:{name}", args=args)


def test_they_are_seen_delivered_and_confirmed_there(client):
    owner = core.organisation()
    by = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    home = core.organisation(area=owner.area)
    partner = core.person(role=Role.PARTNER, organisation=home)
    guide = orders.offer(owner=owner, stock=1000)
    clinic = orders.place(owner=owner, email="clinic@example.jp", organisation=home)
    double = orders.place(owner=owner, name="旧クリニック", address="旧住所", kind="other", email="old@example.jp")
    one = orders.order(wanted={guide: 60}, destination=double)
    merge_destinations(double=double, into=clinic, by=by)

    client.force_login(by)
    assert list(client.get(to("destination", clinic.pk)).context["orders"]) == [one]
    page = client.get(to("order", one.pk)).content.decode()
    assert to("order_link", clinic.pk) in page
    assert "旧クリニック" in page
    for asked in ({"q": clinic.name}, {"q": "旧クリニック"}, {"kind": clinic.kind}):
        assert [row.pk for row in client.get(to("orders"), asked).context["listed"]] == [one.pk]
    assert not client.get(to("orders"), {"kind": "other"}).context["listed"].object_list

    one = orders.granted(one, by=by)
    listed = papers.delivery(Order.objects.get(), "")
    assert (listed.name, listed.address) == (clinic.name, clinic.address)
    send_order(order=one, on=timezone.localdate(), by=by, version=one.version, now=timezone.now())
    assert one.lines.get().movement.place == clinic
    assert set(Letter.objects.values_list("to", flat=True)) == {"clinic@example.jp"}

    client.force_login(partner)
    duties = duties_of(partner, on=timezone.localdate(), most=5)
    assert [(duty.page, duty.pk) for duty in duties] == [("materials:my_order", one.pk)]
    assert client.post(to("receive_my_order", one.pk)).status_code == 302
