"""What leaves the store room, as PDF: the picking list with the list of deliveries, and the slips that go along.

A4, tagged, equal bytes for equal lists. Words are those of the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from zaitaku.reports.document import check_text
from zaitaku.reports.pdf_fonts import printable
from zaitaku.reports.qr import qr_svg
from zaitaku.reports.typeset import typeset

CONTENT_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """`bundle`: copies in one bundle, 1 where they come loose; `asked` and `note` say why there are fewer."""

    title: str
    edition: str
    copies: int
    bundle: int = 1
    asked: int | None = None
    note: str = ""

    @property
    def bundles(self) -> int:
        """Whole bundles; 0 where the thing is not bundled."""
        return self.copies // self.bundle if self.bundle > 1 else 0

    @property
    def loose(self) -> int:
        return self.copies - self.bundles * self.bundle


@dataclass(frozen=True, slots=True)
class Delivery:
    """One order on its way. `link` is the private address for the next order, "" for none."""

    number: str
    name: str
    address: str
    phone: str
    contact: str
    lines: tuple[DeliveryLine, ...]
    wanted_by: str = ""
    remark: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryList:
    """`when` is one line under the title: the day and who delivers. `sender` stands on slips."""

    title: str
    when: str
    deliveries: Sequence[Delivery]
    sender: str = ""

    def __post_init__(self) -> None:
        for words in (self.title, self.when, self.sender):
            check_text(words)
        if not self.title.strip():
            raise ValueError("a list needs a title")


@dataclass(frozen=True, slots=True)
class Picked:
    """What to take from one shelf for all deliveries together; bundles are opened for `loose` copies of each order."""

    title: str
    edition: str
    copies: int
    bundles: int
    loose: int
    stops: int


def picking(deliveries: Sequence[Delivery]) -> list[Picked]:
    """Sums by title and edition, in the order of their names."""
    found: dict[tuple[str, str], list[DeliveryLine]] = {}
    for delivery in deliveries:
        for line in delivery.lines:
            found.setdefault((line.title, line.edition), []).append(line)
    return [
        Picked(
            title,
            edition,
            copies=sum(line.copies for line in lines),
            bundles=sum(line.bundles for line in lines),
            loose=sum(line.loose for line in lines),
            stops=len(lines),
        )
        for (title, edition), lines in sorted(found.items())
    ]


def render(sheet: DeliveryList, *, created: datetime) -> bytes:
    """The picking list, then one block for each delivery with a field to sign in; a delivery is not torn apart."""
    return typeset("delivery_list", _data(sheet) | {"what": "list"}, created=created)


def slips(sheet: DeliveryList, *, created: datetime) -> bytes:
    """One page for each delivery, with the code for the next order."""
    return typeset("delivery_list", _data(sheet) | {"what": "slips"}, created=created)


def _data(sheet: DeliveryList) -> dict[str, Any]:
    return {
        "title": printable(sheet.title),
        "when": printable(sheet.when),
        "sender": printable(sheet.sender),
        "picking": [_printed(asdict(one)) for one in picking(sheet.deliveries)],
        "deliveries": [_delivery(one) for one in sheet.deliveries],
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("number", "name", "address", "phone", "contact", "wanted_by")}
    lines = [
        _printed({"title": line.title, "edition": line.edition, "note": line.note})
        | {"copies": line.copies, "bundles": line.bundles, "loose": line.loose, "bundle": line.bundle}
        | {"asked": line.copies if line.asked is None else line.asked}
        for line in one.lines
    ]
    code = qr_svg(one.link).decode() if one.link else ""
    return _printed(plain | {"remark": one.remark}) | {"lines": lines, "qr": code, "copies": _copies(one)}


def _copies(one: Delivery) -> int:
    return sum(line.copies for line in one.lines)


def _printed(values: dict[str, Any]) -> dict[str, Any]:
    return {name: printable(value) if isinstance(value, str) else value for name, value in values.items()}
