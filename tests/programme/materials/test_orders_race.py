"""Two people send at the same moment: an order leaves once, and the last copies leave once. Nobody waits for ever."""

import pytest
from django.utils import timezone

from tests.factories import core, orders
from tests.racing import at_once
from zaitaku.core.pages.forms import new_key
from zaitaku.programme.materials.actions.order_refusals import NotSent, OrderChanged, OrderRefused
from zaitaku.programme.materials.actions.order_steps import send_order, undo_sending
from zaitaku.programme.materials.models import Movement, Order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def owner(by):
    return by.memberships.get().organisation


def sending(one, by):
    return lambda: send_order(order=one, on=timezone.localdate(), by=by, version=one.version, now=timezone.now())


def test_one_order_is_sent_once(owner, by):
    guide = orders.offer(owner=owner, stock=100)
    one = orders.granted(orders.order(wanted={guide: 30}, destination=orders.place(owner=owner)), by=by)
    found = at_once(*[sending(one, by)] * 4, refusal=OrderRefused)
    assert sum(isinstance(row, Order) for row in found) == 1
    assert sum(isinstance(row, OrderChanged) for row in found) == 3
    assert Movement.objects.filter(kind="distributed").count() == 1
    assert orders.stock_of(guide.title) == 70


def test_the_last_copies_leave_once_whatever_the_order_of_the_lines(owner, by):
    """Titles are asked for in either order, which must not end in two waiting for each other."""
    one, two = orders.offer(owner=owner, stock=50), orders.offer(owner=owner, stock=50)
    wanted = [{one: 30, two: 30}, {two: 30, one: 30}, {two: 30}, {one: 30}]
    made = [orders.granted(orders.order(wanted=some, destination=orders.place(owner=owner)), by=by) for some in wanted]
    found = at_once(*[sending(order, by) for order in made], refusal=OrderRefused)
    left = {guide: orders.stock_of(guide.title) for guide in (one, two)}
    assert all(isinstance(row, Order | NotSent) for row in found)
    assert set(left.values()) == {20}
    for order, row in zip(made, found, strict=True):
        has_left = order.lines.filter(movement__isnull=False).count()
        assert has_left == (order.lines.count() if isinstance(row, Order) else 0)


def test_sending_and_undoing_the_same_order(owner, by):
    guide = orders.offer(owner=owner, stock=100)
    one = orders.granted(orders.order(wanted={guide: 30}, destination=orders.place(owner=owner)), by=by)
    one = sending(one, by)()

    def undo():
        return undo_sending(order=one, reason="誤り", by=by, version=one.version, now=timezone.now())

    found = at_once(undo, undo, undo, refusal=OrderRefused)
    assert sum(isinstance(row, Order) for row in found) == 1
    assert orders.stock_of(guide.title) == 100


def test_the_same_form_sent_by_two_tabs_is_one_order(owner):
    guide, place = orders.offer(owner=owner), orders.place(owner=owner)
    fields = {"wanted": {guide: 5}, "destination": place, "key": new_key()}
    found = at_once(*[lambda: orders.order(**fields)] * 4, refusal=OrderRefused)
    assert len({row.pk for row in found}) == 1
    other = {"wanted": {guide: 5}, "key": new_key()}
    places = [orders.place(owner=owner) for _number in range(3)]
    found = at_once(*[lambda to=to: orders.order(destination=to, **other) for to in places], refusal=OrderRefused)
    assert sum(isinstance(row, Order) for row in found) == 1
    assert Order.objects.count() == 2
