"""Pages of orders: who reaches what, what is refused in place, and files."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import pairwise

import openpyxl
import pypdfium2
import pytest
from django.utils import timezone

from tests.factories import core, materials, orders
from tests.programme.materials.ordering import filled, to
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.materials.choices import OrderWay
from zaitaku.programme.materials.models import DestinationWish, Offer, Order, OrderLink
from zaitaku.programme.materials.queries.order_duties import duties_of

pytestmark = pytest.mark.django_db


def test_the_edition_on_the_shelf_is_proposed_with_its_copies(officer, clinic, guide, by):
    old = materials.edition(title=guide.title, name="旧版")
    new = materials.edition(title=guide.title, name="新版")
    old.superseded_by = new
    old.save()
    materials.movement(title=guide.title, kind="issued", value=30, edition=old)
    one = orders.order(wanted={guide: 20}, destination=clinic)
    field = officer.get(to("order", one.pk)).context["grant_form"][f"edition_{one.lines.get().pk}"]
    assert field.initial == str(old.pk)
    assert [name for _key, name in field.field.choices] == ["新版（在庫0）", "旧版（在庫30）"]


def test_a_partner_finds_the_way_to_ordering_and_back(client, partner, guide, clinic):
    client.force_login(partner)
    way = [to("titles"), to("my_orders"), to("add_my_order", clinic.pk), to("my_orders"), to("titles")]
    for here, there in pairwise(way):
        assert f'href="{there}"' in client.get(here).content.decode()


def test_staff_grant_send_and_undo_in_the_browser(officer, clinic, guide):
    one = orders.order(wanted={guide: 60}, destination=clinic)
    line = one.lines.get().pk
    page = to("order", one.pk)
    grant = {"version": 0, f"copies_{line}": "50", f"reason_{line}": ""}
    refused = officer.post(to("grant_order", one.pk), grant)
    assert refused.status_code == 422
    assert refused.context["grant_form"].errors
    assert officer.post(to("grant_order", one.pk), grant | {f"reason_{line}": "梱包に合わせて"}).status_code == 302
    assert officer.post(to("pack_order", one.pk), {"version": 1}).status_code == 302
    today = timezone.localdate().isoformat()
    assert officer.post(to("send_order", one.pk), {"version": 1, "on": today}).status_code == 422  # seen before packing
    assert officer.post(to("send_order", one.pk), {"version": 2, "on": "2099-01-01"}).status_code == 422
    assert officer.post(to("send_order", one.pk), {"version": 2, "on": today}).status_code == 302
    assert orders.stock_of(guide.title) == 950
    assert officer.get(page).context["may_undo"]
    assert officer.post(to("undo_sending", one.pk), {"version": 3, "reason": ""}).status_code == 422
    assert officer.post(to("undo_sending", one.pk), {"version": 3, "reason": "誤配送"}).status_code == 302
    assert orders.stock_of(guide.title) == 1000
    assert officer.post(to("decline_order", one.pk), {"version": 4, "reason": "中止"}).status_code == 302
    assert Order.objects.get().status == "declined"
    for name in ("pack_order", "unpack_order", "receive_order"):
        assert officer.post(to(name, one.pk), {"version": "x"}).status_code == 302
    assert Order.objects.get().status == "declined"


def test_deliveries_are_printed_and_sent_together_but_for_those_without_stock(officer, owner, clinic, guide, by):
    few = orders.offer(owner=owner, stock=5)
    good = orders.granted(orders.order(wanted={guide: 60}, destination=clinic), by=by)
    bad = orders.granted(orders.order(wanted={few: 6}, destination=clinic), by=by)
    chosen = {"pick": [good.pk, bad.pk], f"version_{good.pk}": good.version, f"version_{bad.pk}": bad.version}
    labelled = chosen | {"per_sheet": "12", "first": "12", "with_code": "on"}
    for name, pages in (("delivery_pdf", 1), ("delivery_slips", 2)):
        assert len(pypdfium2.PdfDocument(officer.post(to(name), chosen).content)) == pages
    assert len(pypdfium2.PdfDocument(officer.post(to("delivery_labels"), labelled).content)) == 2
    assert officer.post(to("delivery_labels"), labelled | {"first": "13"}).status_code == 422
    book = openpyxl.load_workbook(BytesIO(officer.post(to("delivery_excel"), chosen).content))
    assert [len(list(sheet.rows)) for sheet in book] == [3, 3]
    for name in ("delivery_pdf", "delivery_slips", "delivery_excel", "delivery_labels", "send_deliveries"):
        assert officer.post(to(name), {"pick": ["x", "9" * 30, "-1"]}).status_code == 302
    assert officer.post(to("send_deliveries"), chosen | {"on": timezone.localdate().isoformat()}).status_code == 302
    assert [Order.objects.get(pk=one.pk).status for one in (good, bad)] == ["sent", "granted"]
    assert officer.post(to("pack_deliveries"), {"pick": bad.pk, f"version_{bad.pk}": bad.version}).status_code == 302
    assert Order.objects.get(pk=bad.pk).status == "packed"


def test_the_list_is_narrowed_paged_exported_and_constant(officer, owner, guide, django_assert_max_num_queries):
    many = [orders.order(wanted={guide: 5}, destination=orders.place(owner=owner)) for _number in range(55)]
    url, name = to("orders"), many[7].destination.name
    today = timezone.localdate()
    for query, count in (
        ("", 55),
        (f"q={name}", 1),
        (f"q={many[3].pk}", None),
        ("status=requested", 55),
        ("status=sent", 0),
        ("kind=pharmacy", 0),
        (f"title={guide.title_id}", 55),
        (f"since={today}&until={today}", 55),
        (f"until={today - timedelta(days=1)}", 0),
    ):
        found = officer.get(f"{url}?{query}").context["listed"].paginator.count
        assert found == count if count is not None else found >= 1
    for odd in ("status=x", "title=x", "page=99", "q=" + "9" * 30, "since=x"):
        assert officer.get(f"{url}?{odd}").status_code == 200
    for place in ("orders", "deliveries", "choose_place", "place_labels"):
        with django_assert_max_num_queries(22):
            officer.get(to(place))
    book = openpyxl.load_workbook(BytesIO(officer.get(to("export_orders")).content))
    assert len(list(book.active.rows)) == 56


def test_staff_of_another_owner_find_nothing(client, guide, clinic, by):
    one = orders.granted(orders.order(wanted={guide: 5}, destination=clinic), by=by)
    client.force_login(core.person(role=Role.SECTION_OFFICER))
    for name in ("orders", "deliveries", "choose_place", "place_labels", "offers"):
        assert clinic.name not in client.get(to(name)).content.decode()
        assert guide.title.name not in client.get(to(name)).content.decode()
    for name in ("order", "my_order"):
        assert client.get(to(name, one.pk)).status_code == 404
    for name in ("grant_order", "decline_order", "pack_order", "unpack_order", "send_order", "undo_sending"):
        assert client.post(to(name, one.pk), {"version": one.version, "reason": "x"}).status_code == 404
    for name in ("add_order", "order_link", "add_my_order"):
        assert client.get(to(name, clinic.pk)).status_code == 404
    assert client.get(to("offer", guide.title_id)).status_code == 404
    client.post(to("send_deliveries"), {"pick": one.pk, f"version_{one.pk}": one.version, "on": "R8.11.22"})
    assert Order.objects.get().status == "granted"


def test_a_partner_orders_sees_and_cancels_for_the_own_organisation_only(client, partner, clinic, guide, owner):
    client.force_login(partner)
    other = orders.order(wanted={guide: 5}, destination=orders.place(owner=owner))
    assert client.get(to("my_orders")).context["listed"].paginator.count == 0
    made = client.post(to("add_my_order", clinic.pk), filled(guide))
    one = Order.objects.exclude(pk=other.pk).get()
    assert made["Location"] == to("my_order", one.pk)
    assert (one.way, one.requested_by) == (OrderWay.ACCOUNT, partner)
    assert client.get(to("my_order", one.pk)).status_code == 200
    assert client.get(to("order", one.pk)).status_code == 404
    for name in ("my_order", "order"):
        assert client.get(to(name, other.pk)).status_code == 404
    for name in ("cancel_my_order", "receive_my_order"):
        assert client.post(to(name, other.pk)).status_code == 404
    assert client.get(to("add_my_order", other.destination_id)).status_code == 404
    assert client.post(to("cancel_my_order", one.pk)).status_code == 302
    assert {row.pk: row.status for row in Order.objects.all()} == {one.pk: "cancelled", other.pk: "requested"}


def test_who_has_no_destination_asks_once_and_can_order_then(client, guide, owner, by):
    near = core.organisation(area=owner.area)
    partner = core.person(role=Role.PARTNER, organisation=near)
    client.force_login(partner)
    assert client.get(to("my_orders")).context["may_ask"]
    asked = {"organisation": near.pk, "owner": owner.pk, "postal_code": "１７６８５０１", "address": "豊玉北６丁目"}
    assert client.post(to("ask_for_place"), asked | {"organisation": owner.pk}).status_code == 422
    assert client.post(to("ask_for_place"), asked).status_code == 302
    wish = DestinationWish.objects.get()
    assert client.get(to("wish", wish.pk)).status_code == 404
    client.force_login(by)
    assert client.post(to("refuse_wish", wish.pk), {"reason": ""}).status_code == 422
    assert client.post(to("wish", wish.pk), {"kind": "support_center"}).status_code == 302
    assert client.get(to("wish", wish.pk)).status_code == 404
    client.force_login(partner)
    assert [place.organisation for place in client.get(to("my_orders")).context["places"]] == [near]


def test_staff_enter_who_telephoned_and_say_what_may_be_ordered(officer, clinic, guide, owner):
    page = officer.post(to("add_order", clinic.pk), filled(guide, "900", way="phone"))
    assert page.status_code == 302
    assert (Order.objects.get().way, Order.objects.get().lines.get().asked) == ("phone", 900)
    rules = {"purpose": "初めての方へ", "bundle": "30", "largest": "60"}
    assert officer.post(to("offer", guide.title_id), rules | {"bundle": "0"}).status_code == 422
    assert officer.post(to("offer", guide.title_id), rules).status_code == 302
    found = Offer.objects.get()
    assert (found.bundle, found.largest, found.is_open) == (30, 60, False)


def test_the_address_is_made_sent_and_renewed_by_buttons(officer, clinic):
    for name in ("make_order_link", "send_order_link", "renew_order_link"):
        before = OrderLink.objects.filter(destination=clinic).values_list("key", flat=True).first()
        assert officer.post(to(name, clinic.pk)).status_code == 302
    assert OrderLink.objects.get().key != before
    assert OrderLink.objects.get().key in officer.get(to("order_link", clinic.pk)).content.decode()


def test_labels_of_those_that_never_got_a_copy(officer, owner, clinic, guide, by):
    orders.place(owner=owner, name="未配布クリニック")
    one = orders.granted(orders.order(wanted={guide: 5}, destination=clinic), by=by)
    today = timezone.localdate().isoformat()
    officer.post(to("send_order", one.pk), {"version": one.version, "on": today})
    url = f"{to('print_labels')}?never=on"
    made = officer.post(url, {"per_sheet": "24", "first": "1"})
    text = pypdfium2.PdfDocument(made.content)[0].get_textpage().get_text_range()
    assert "未配布クリニック" in text
    assert clinic.name not in text
    assert officer.post(f"{to('print_labels')}?q=無い", {"per_sheet": "24", "first": "1"}).status_code == 422


def test_duties_of_the_owner_and_of_who_ordered(clinic, guide, by, partner):
    today = timezone.localdate()
    one = orders.order(wanted={guide: 5}, destination=clinic, wanted_by=today + timedelta(days=3))
    assert [(duty.page, duty.pk, duty.is_late) for duty in duties_of(by, on=today, most=5)] == [
        ("materials:order", one.pk, False)
    ]
    assert duties_of(partner, on=today, most=5) == []
    assert duties_of(by, on=today + timedelta(days=9), most=5)[0].is_late
    asked_at = datetime(2023, 11, 30, 15, 30, tzinfo=UTC)  # 1 December in Japan
    Order.objects.filter(pk=one.pk).update(requested_at=asked_at, wanted_by=None)
    late = [duties_of(by, on=date(2023, 12, day), most=5)[0].is_late for day in (8, 9)]
    assert late == [False, True], "the days are those of the installation's time zone"
    Order.objects.filter(pk=one.pk).update(status="sent", sent_on=today)
    assert duties_of(by, on=today, most=5) == []
    assert [duty.page for duty in duties_of(partner, on=today, most=5)] == ["materials:my_order"]


def test_labels_of_those_without_one_title(officer, owner, clinic, guide, by):
    """Another title does not count, and the register and the list of a title lead here."""
    other = orders.offer(owner=owner)
    one = orders.granted(orders.order(wanted={other: 5}, destination=clinic), by=by)
    today = timezone.localdate().isoformat()
    officer.post(to("send_order", one.pk), {"version": one.version, "on": today})
    for offer, count in ((guide, 1), (other, 0)):
        listed = officer.get(f"{to('place_labels')}?title={offer.title_id}").context["listed"]
        assert listed.paginator.count == count
    labels_page = to("place_labels")
    for place in (to("destinations"), to("unserved", guide.title_id)):
        assert labels_page in officer.get(place).content.decode()
    assert to("order_link", clinic.pk) in officer.get(to("destination", clinic.pk)).content.decode()
