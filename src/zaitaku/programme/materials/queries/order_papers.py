"""Orders in the shapes of delivery lists, slips and labels."""

from collections.abc import Sequence

from zaitaku.analysis.wareki import format_wareki
from zaitaku.programme.materials.models import Destination, Order
from zaitaku.reports.delivery_list import Delivery, DeliveryLine
from zaitaku.reports.labels import Label
from zaitaku.reports.xlsx_list import Value


def delivery(order: Order, link: str) -> Delivery:
    place = order.goes_to
    return Delivery(
        number=str(order.pk),
        name=place.name,
        address=_address(place),
        phone=order.phone or place.phone,
        contact=order.contact or place.contact,
        lines=tuple(lines(order)),
        wanted_by=format_wareki(order.wanted_by) if order.wanted_by else "",
        remark=order.remark,
        link=link,
    )


def lines(order: Order) -> list[DeliveryLine]:
    """What leaves: lines of which nothing was granted stay on the slip with their reason, not on the shelf list."""
    return [
        DeliveryLine(
            title=line.title.name,
            edition=line.edition.name if line.edition else "",
            copies=line.granted or 0,
            bundle=line.bundle,
            asked=line.asked,
            note=line.reason,
        )
        for line in order.lines.all()
        if line.granted
    ]


def rows(orders: Sequence[Order]) -> list[tuple[Value, ...]]:
    """Number, destination, postal code, address, telephone, contact, title, edition, copies, bundles, loose, day,
    remark."""
    return [
        (
            order.pk,
            place.name,
            place.postal_code,
            place.address,
            order.phone or place.phone,
            order.contact or place.contact,
            line.title,
            line.edition,
            line.copies,
            line.bundles,
            line.loose,
            order.wanted_by,
            order.remark,
        )
        for order, place in ((one, one.goes_to) for one in orders)
        for line in lines(order)
    ]


def label(order: Order, link: str) -> Label:
    """For the parcel of an order."""
    place = order.goes_to
    note = f"冊子在中　注文番号 {order.pk}"
    return Label(place.name, place.postal_code, place.address, order.contact or place.contact, note, link)


def place_label(place: Destination, link: str) -> Label:
    """For a letter to a destination."""
    return Label(place.name, place.postal_code, place.address, place.contact, link=link)


def _address(place: Destination) -> str:
    return f"〒{place.postal_code} {place.address}" if place.postal_code else place.address
