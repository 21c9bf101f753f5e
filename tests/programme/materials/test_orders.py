"""An order's life: asked for, granted, sent with its copies taken from the stock, received; and every refusal."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import override

from tests.factories import core, orders
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.core.pages.forms import new_key
from zaitaku.core.records.actions import Entry
from zaitaku.programme.materials import actions
from zaitaku.programme.materials.actions import order_links as links
from zaitaku.programme.materials.actions import order_steps as steps
from zaitaku.programme.materials.actions.order_refusals import (
    NotSent,
    OrderChanged,
    OrderKeyTaken,
    OrderRefused,
    TooManyOrders,
)
from zaitaku.programme.materials.actions.order_tending import tend
from zaitaku.programme.materials.actions.orders import (
    MOST_WAITING,
    OrderEntry,
    Wanted,
    cancel_order,
    confirm_received,
    place_order,
)
from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.choices import OrderStatus, OrderWay
from zaitaku.programme.materials.models import Movement, Order, OrderStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def by(owner):
    return core.person(organisation=owner)


@pytest.fixture
def clinic(owner):
    return orders.place(owner=owner, email="clinic@example.jp")


@pytest.fixture
def guide(owner):
    return orders.offer(owner=owner, stock=100)


def seen(by, now=None):
    return {"by": by, "now": now or timezone.now()}


def sent(one, by, on=None):
    return steps.send_order(order=one, on=on or timezone.localdate(), version=one.version, **seen(by))


def kinds(one):
    return list(one.steps.values_list("kind", flat=True))


def test_from_asking_to_receiving_the_stock_follows(clinic, guide, by):
    one = orders.order(wanted={guide: 60}, destination=clinic, contact="練馬 花子", phone="0312345678")
    line = one.lines.get()
    lines = {line.pk: steps.Granted(40, "在庫が少ないため")}
    one = steps.grant_order(order=one, lines=lines, version=one.version, **seen(by))
    assert orders.stock_of(guide.title) == 100
    one = steps.pack_order(order=one, version=one.version, **seen(by))
    with override("en"):
        one = sent(one, by)
    assert orders.stock_of(guide.title) == 60
    movement = one.lines.get().movement
    assert (movement.kind, movement.value, movement.place) == ("distributed", 40, clinic)
    assert movement.note == f"注文番号{one.pk}", "what is kept is Japanese, whoever pressed the button"
    one = confirm_received(order=one, by=None, now=timezone.now())
    assert confirm_received(order=one, by=None, now=timezone.now()).version == one.version
    assert kinds(one) == ["requested", "granted", "packed", "sent", "received"]
    told = list(Letter.objects.order_by("pk").values_list("to", "kind"))
    assert told == [("clinic@example.jp", "order_granted"), ("clinic@example.jp", "order_sent")]
    body = Letter.objects.get(kind="order_sent").body
    assert "60部のうち40部" in body
    assert "在庫が少ないため" in body
    entries = AuditEntry.objects.filter(action__startswith="materials.")
    assert not [row for row in entries if "花子" in f"{row.subject_name}{row.details}"]


def test_sending_without_stock_changes_nothing_and_names_each_line_and_number(owner, clinic, guide, by):
    few, none = orders.offer(owner=owner, stock=5), orders.offer(owner=owner)
    one = orders.granted(orders.order(wanted={guide: 10, few: 6, none: 7}, destination=clinic), by=by)
    with pytest.raises(NotSent) as refused:
        sent(one, by)
    assert len(refused.value.lines) == 1
    assert few.title.name in refused.value.lines[0]
    assert "5" in refused.value.lines[0]
    assert "6" in refused.value.lines[0]
    one.refresh_from_db()
    assert one.status == OrderStatus.GRANTED
    assert not Movement.objects.filter(kind="distributed").exists()


def test_undoing_the_sending_brings_the_copies_back(clinic, guide, by):
    one = sent(orders.granted(orders.order(wanted={guide: 30}, destination=clinic), by=by), by)
    with pytest.raises(OrderRefused):
        steps.undo_sending(order=one, reason=" ", version=one.version, **seen(by))
    one = steps.undo_sending(order=one, reason="宛先を間違えた", version=one.version, **seen(by))
    assert (one.status, one.sent_on, one.completed_at) == (OrderStatus.GRANTED, None, None)
    assert orders.stock_of(guide.title) == 100
    assert not Letter.objects.filter(kind="order_sent").exists()
    assert orders.stock_of(sent(one, by).lines.get().title) == 70


def test_what_left_with_an_order_is_corrected_in_the_ledger_and_taken_back_with_the_order_only(clinic, guide, by):
    one = sent(orders.granted(orders.order(wanted={guide: 30}, destination=clinic), by=by), by)
    booked = one.lines.get().movement
    for copies in (28, 29):
        move, entry = actions.move_of(booked), Entry(Decimal(copies), note="数え直し")
        booked = actions.correct_movement(movement=booked, move=move, entry=entry, by=by)
        assert one.lines.get().movement == booked
    with pytest.raises(MaterialRefused, match=f"注文番号{one.pk}"):
        actions.withdraw_movement(movement=booked, reason="誤り", by=by)
    steps.undo_sending(order=one, reason="宛先を間違えた", version=one.version, **seen(by))
    assert (orders.stock_of(guide.title), one.lines.get().movement) == (100, None)


@pytest.mark.parametrize(("copies", "reason"), [(61, "多い"), (-1, "少ない"), (59, ""), (59, "  "), (0, "在庫なし")])
def test_what_cannot_be_granted(clinic, guide, by, copies, reason):
    one = orders.order(wanted={guide: 60}, destination=clinic)
    lines = {one.lines.get().pk: steps.Granted(copies, reason)}
    with pytest.raises(OrderRefused):
        steps.grant_order(order=one, lines=lines, version=one.version, **seen(by))
    assert kinds(one) == ["requested"]


def test_each_step_is_possible_in_its_states_only(clinic, guide, by):
    """Every step from every state, against a table written by hand."""
    now = timezone.now()
    fields = {"by": by, "now": now}
    reason = {"reason": "誤り"}
    able = {
        "grant": {"requested", "granted"},
        "decline": {"requested", "granted", "packed"},
        "pack": {"granted"},
        "unpack": {"packed"},
        "send": {"granted", "packed"},
        "undo": {"sent", "received"},
        "cancel": {"requested"},
        "receive": {"sent", "received"},
    }
    all_of = {
        "grant": lambda one, v: steps.grant_order(
            order=one, lines={line.pk: steps.Granted(line.asked) for line in one.lines.all()}, **v, **fields
        ),
        "decline": lambda one, v: steps.decline_order(order=one, **reason, **v, **fields),
        "pack": lambda one, v: steps.pack_order(order=one, **v, **fields),
        "unpack": lambda one, v: steps.unpack_order(order=one, **v, **fields),
        "send": lambda one, v: steps.send_order(order=one, on=timezone.localdate(), **v, **fields),
        "undo": lambda one, v: steps.undo_sending(order=one, **reason, **v, **fields),
        "cancel": lambda one, _v: cancel_order(order=one, **fields),
        "receive": lambda one, _v: confirm_received(order=one, **fields),
    }
    for status in OrderStatus:
        for name, act in all_of.items():
            one = in_state(status, clinic, guide, by)
            version = {"version": one.version}
            if status in able[name]:
                act(one, version)
            else:
                with pytest.raises(OrderChanged):
                    act(one, version)


def in_state(status, clinic, guide, by):
    one = orders.order(wanted={guide: 1}, destination=clinic, way=OrderWay.PHONE, by=by)
    path = {
        "requested": [],
        "granted": ["grant"],
        "packed": ["grant", "pack"],
        "sent": ["grant", "send"],
        "received": ["grant", "send", "receive"],
    }
    if status == "declined":
        return steps.decline_order(order=one, reason="在庫なし", version=one.version, **seen(by))
    if status == "cancelled":
        return cancel_order(order=one, **seen(by))
    for step in path[status]:
        if step == "grant":
            one = orders.granted(one, by=by)
        elif step == "pack":
            one = steps.pack_order(order=one, version=one.version, **seen(by))
        elif step == "send":
            one = sent(one, by)
        else:
            one = confirm_received(order=one, **seen(by))
    return one


def test_who_saw_an_older_version_is_told(clinic, guide, by):
    one = orders.order(wanted={guide: 5}, destination=clinic)
    orders.granted(one, by=by)
    with pytest.raises(OrderChanged, match="承認済み"):
        steps.decline_order(order=one, reason="在庫なし", version=one.version, **seen(by))


def test_the_same_form_sent_twice_is_one_order(clinic, guide, owner):
    key = new_key()
    first = orders.order(wanted={guide: 5}, destination=clinic, key=key)
    assert orders.order(wanted={guide: 9}, destination=clinic, key=key) == first
    with pytest.raises(OrderKeyTaken):
        orders.order(wanted={guide: 5}, destination=orders.place(owner=owner), key=key)
    assert Order.objects.count() == 1


def test_limits_bind_the_public_and_not_the_staff(clinic, guide, by):
    with pytest.raises(OrderRefused, match="500"):
        orders.order(wanted={guide: 501}, destination=clinic)
    orders.order(wanted={guide: 501}, destination=clinic, way=OrderWay.PHONE, by=by)
    for _number in range(MOST_WAITING - 1):
        orders.order(wanted={guide: 1}, destination=clinic)
    with pytest.raises(TooManyOrders):
        orders.order(wanted={guide: 1}, destination=clinic)
    guide.is_open = False
    guide.save()
    with pytest.raises(OrderRefused):
        orders.order(wanted={guide: 1}, destination=clinic)


def test_a_title_of_another_owner_cannot_be_ordered(clinic):
    other = orders.offer()
    entry = OrderEntry(lines=[Wanted(other, 1)])
    fields = {"destination": clinic, "key": new_key(), "entry": entry, "way": OrderWay.PHONE}
    with pytest.raises(OrderRefused):
        place_order(**fields, by=None, now=timezone.now())


def test_steps_cannot_be_changed_even_by_hand(clinic, guide):
    one = orders.order(wanted={guide: 5}, destination=clinic)
    for change in (lambda rows: rows.update(text="別"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(OrderStep.objects.filter(order=one))


def test_the_nightly_round_receives_and_removes_contacts_and_is_in_no_hurry(clinic, guide, by):
    contact = {"contact": "練馬 花子", "phone": "0312345678", "remark": "花子まで"}
    one = sent(orders.granted(orders.order(wanted={guide: 5}, destination=clinic, **contact), by=by), by)
    now = timezone.now()
    assert tend(by=by, now=now + timedelta(days=13)) == {"received": 0, "removed": 0}
    with override("en"):
        assert tend(by=by, now=now + timedelta(days=15)) == {"received": 1, "removed": 0}
    assert one.steps.get(kind="received").text == "発送から14日たったため自動"
    one.refresh_from_db()
    assert (one.status, one.contact) == (OrderStatus.RECEIVED, "練馬 花子")
    assert tend(by=by, now=now + timedelta(days=100)) == {"received": 0, "removed": 0}
    assert tend(by=by, now=now + timedelta(days=106)) == {"received": 0, "removed": 1}
    assert tend(by=by, now=now + timedelta(days=107)) == {"received": 0, "removed": 0}
    one.refresh_from_db()
    assert (one.contact, one.phone, one.remark) == ("", "", "")
    assert kinds(one)[-2:] == ["received", "removed"]
    assert not Letter.objects.filter(about=f"materials.order:{one.pk}").exists()
    assert AuditEntry.objects.filter(action="materials.remove_order_contact").count() == 1


def test_a_renewed_address_ends_the_one_before_with_its_letter(clinic, by):
    first = links.send_link(destination=clinic, **seen(by)).key
    assert first in Letter.objects.get().body
    second = links.renew_link(destination=clinic, **seen(by)).key
    assert second != first
    assert not Letter.objects.exists()
    with pytest.raises(OrderRefused):
        links.send_link(destination=orders.place(owner=clinic.owner), **seen(by))


def test_a_wish_makes_a_destination_once_or_is_refused(owner, by):
    near = core.organisation(area=owner.area)
    asked = {"organisation": near, "owner": owner, "postal_code": "176-8501", "address": "豊玉北６丁目12番1号"}
    wish = links.ask_for_destination(**asked, **seen(by))
    assert links.ask_for_destination(**asked, **seen(by)) == wish
    made = links.grant_wish(wish=wish, kind="support_center", **seen(by))
    assert (made.organisation, made.owner, made.address) == (near, owner, "豊玉北６丁目12番1号")
    with pytest.raises(OrderRefused):
        links.grant_wish(wish=wish, kind="support_center", **seen(by))
    with pytest.raises(OrderRefused):
        links.refuse_wish(wish=wish, reason="対象外", **seen(by))
