"""Made-up orders of guidebooks in every state, a leaflet to order, and a centre that asks to become a destination."""

from collections.abc import Iterable
from datetime import timedelta

from zaitaku.cli.example.making import Maker
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import new_key
from zaitaku.programme.materials.actions import StockRules, create_title
from zaitaku.programme.materials.actions.editions import Ordered, add_edition, deliver_print_run, order_print_run
from zaitaku.programme.materials.actions.order_links import ask_for_destination, link_of, offer_title
from zaitaku.programme.materials.actions.order_steps import (
    Granted,
    decline_order,
    grant_order,
    pack_order,
    send_order,
)
from zaitaku.programme.materials.actions.orders import OrderEntry, Wanted, confirm_received, place_order
from zaitaku.programme.materials.choices import OrderStatus, OrderWay
from zaitaku.programme.materials.models import Destination, Edition, Offer, Order, Title

CODE = "synthetic-leaflet"
PRINTED, DAYS_SINCE = 3000, 60
# To whom, how many days ago, how it came in, copies of (guide, leaflet), and how far it has got.
ORDERS = (
    ("東地域包括支援センター", 12, OrderWay.ACCOUNT, (0, 200), OrderStatus.RECEIVED),
    ("中央町会", 9, OrderWay.LINK, (0, 500), OrderStatus.DECLINED),
    ("訪問看護ステーション", 6, OrderWay.LINK, (0, 100), OrderStatus.SENT),
    ("歯科医師会", 5, OrderWay.FAX, (0, 150), OrderStatus.PACKED),
    ("薬剤師会", 4, OrderWay.PHONE, (0, 400), OrderStatus.GRANTED),
    ("図書館", 3, OrderWay.ACCOUNT, (0, 100), OrderStatus.GRANTED),
    ("医師会", 2, OrderWay.ACCOUNT, (20, 100), OrderStatus.REQUESTED),
    ("西地域包括支援センター", 1, OrderWay.LINK, (40, 0), OrderStatus.REQUESTED),
    ("区民事務所", 1, OrderWay.COUNTER, (20, 50), OrderStatus.REQUESTED),
)
MOST_GRANTED = 200


def orders(maker: Maker, guide: Title, places: list[Destination]) -> None:
    leaflet, edition = _leaflet(maker)
    offers = (
        offer_title(title=guide, purpose="在宅療養の相談に", bundle=20, largest=200, is_open=True, by=maker.by),
        offer_title(title=leaflet, purpose="人生会議の説明に", bundle=50, largest=500, is_open=True, by=maker.by),
    )
    by_name = {place.name: place for place in places}
    for name, days, way, copies, status in ORDERS:
        order = _placed(maker, by_name[f"【架空】{name}"], days, way, zip(offers, copies, strict=True))
        _brought_to(maker, order, status, edition)
    asking = Organisation.objects.filter(
        area=maker.owner.area, kind=OrganisationKind.SUPPORT_CENTER, name__startswith="【架空】"
    )
    for centre in asking.order_by("pk")[:1]:
        address = {"postal_code": "176-0001", "address": "架空町9-9"}
        ask_for_destination(organisation=centre, owner=maker.owner, **address, by=maker.by, now=maker.now)


def _leaflet(maker: Maker) -> tuple[Title, Edition]:
    day = maker.now.date() - timedelta(days=DAYS_SINCE)
    rules = StockRules(safety_copies=200, lead_days=30)
    title = create_title(owner=maker.owner, code=CODE, name="【架空】人生会議のリーフレット", rules=rules, by=maker.by)
    edition = add_edition(title=title, name="初版", issued_on=day, by=maker.by)
    ordered = Ordered(edition=edition, copies=PRINTED, ordered_on=day)
    run = order_print_run(title=title, ordered=ordered, by=maker.by)
    deliver_print_run(run=run, on=day, copies=PRINTED, by=maker.by)
    return title, edition


def _placed(maker: Maker, place: Destination, days: int, way: OrderWay, wanted: Iterable[tuple[Offer, int]]) -> Order:
    at = maker.now - timedelta(days=days)
    if way == OrderWay.LINK:
        link_of(destination=place, by=maker.by, now=at)
    entry = OrderEntry(
        lines=[Wanted(offer, copies) for offer, copies in wanted if copies],
        contact="架空 花子",
        phone="0300000000",
    )
    by = None if way == OrderWay.LINK else maker.by
    return place_order(destination=place, key=new_key(), entry=entry, way=way, by=by, now=at)


def _brought_to(maker: Maker, order: Order, status: OrderStatus, edition: Edition) -> None:
    at = order.requested_at + timedelta(hours=20)
    if status == OrderStatus.REQUESTED:
        return
    if status == OrderStatus.DECLINED:
        reason = "催しでの配布分は、別にお渡しします。"
        decline_order(order=order, reason=reason, by=maker.by, version=order.version, now=at)
        return
    lines = {
        line.pk: Granted(min(line.asked, MOST_GRANTED), "ほかの配布先の分を残すため", edition)
        for line in order.lines.all()
    }
    held = grant_order(order=order, lines=lines, by=maker.by, version=order.version, now=at)
    if status in (OrderStatus.PACKED, OrderStatus.SENT, OrderStatus.RECEIVED):
        held = pack_order(order=held, by=maker.by, version=held.version, now=at)
    if status in (OrderStatus.SENT, OrderStatus.RECEIVED):
        held = send_order(order=held, on=at.date(), by=maker.by, version=held.version, now=at)
    if status == OrderStatus.RECEIVED:
        confirm_received(order=held, by=maker.by, now=at + timedelta(days=2))
