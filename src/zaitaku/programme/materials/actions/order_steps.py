"""What the owner does with an order: granting, declining, packing, sending, and taking a step back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.materials.actions import order_letters as letters
from zaitaku.programme.materials.actions.ledger import distribute, withdraw_movement
from zaitaku.programme.materials.actions.order_refusals import NotSent, OrderRefused
from zaitaku.programme.materials.actions.orders import held, move_on, told
from zaitaku.programme.materials.choices import TO_DELIVER, OrderStatus, OrderStepKind
from zaitaku.programme.materials.models import Edition, Movement, Order, OrderLine, Title

OPEN = (OrderStatus.REQUESTED, *TO_DELIVER)


@dataclass(frozen=True, slots=True)
class Granted:
    """What one line gets. A `reason` says why it is less than was asked for."""

    copies: int
    reason: str = ""
    edition: Edition | None = None


@transaction.atomic
def grant_order(*, order: Order, lines: Mapping[int, Granted], by: Person, version: int, now: datetime) -> Order:
    """`lines`: id of the line → what it gets. An order that was granted can be granted anew until it is packed.

    Raises OrderChanged, and OrderRefused for more than asked, nothing at all, fewer without a reason.
    """
    current = held(order, (OrderStatus.REQUESTED, OrderStatus.GRANTED), version=version)
    rows = list(current.lines.select_related("title"))
    for row in rows:
        _grant(row, lines.get(row.pk, Granted(0)))
    if not any(row.granted for row in rows):
        raise OrderRefused(_("Nothing is granted. Decline the order instead, and say why."))
    OrderLine.objects.bulk_update(rows, ["granted", "reason", "edition"])
    move_on(current, OrderStatus.GRANTED, now=now)
    told(current, OrderStepKind.GRANTED, by=by, now=now)
    copies = {row.title.code: row.granted for row in rows}
    record(by=by, action="materials.grant_order", subject=current, details={"copies": copies})
    letters.tell(current, letters.News.GRANTED, now=now)
    return current


def _grant(row: OrderLine, wanted: Granted) -> None:
    if not 0 <= wanted.copies <= row.asked:
        raise OrderRefused(
            _("%(title)s: grant at most the %(asked)s copies that were asked for.")
            % {"title": row.title, "asked": f"{row.asked:,}"}
        )
    if wanted.copies < row.asked and not wanted.reason.strip():
        raise OrderRefused(_("%(title)s: say why there are fewer copies.") % {"title": row.title})
    if wanted.edition is not None and wanted.edition.title_id != row.title_id:
        raise OrderRefused(_("%(title)s has no such edition.") % {"title": row.title})
    row.granted, row.edition = wanted.copies, wanted.edition
    row.reason = wanted.reason.strip() if wanted.copies < row.asked else ""


@transaction.atomic
def decline_order(*, order: Order, reason: str, by: Person, version: int, now: datetime) -> Order:
    """Until it was sent. Raises OrderChanged, OrderRefused without a reason."""
    current = held(order, OPEN, version=version)
    if not reason.strip():
        raise OrderRefused(_("Say why the order is declined."))
    letters.withdraw_unsent(current)
    move_on(current, OrderStatus.DECLINED, now=now)
    told(current, OrderStepKind.DECLINED, by=by, now=now, text=reason)
    record(by=by, action="materials.decline_order", subject=current, details={"reason": reason})
    letters.tell(current, letters.News.DECLINED, now=now, reason=reason)
    return current


@transaction.atomic
def pack_order(*, order: Order, by: Person, version: int, now: datetime) -> Order:
    current = held(order, (OrderStatus.GRANTED,), version=version)
    move_on(current, OrderStatus.PACKED, now=now)
    told(current, OrderStepKind.PACKED, by=by, now=now)
    record(by=by, action="materials.pack_order", subject=current, details={})
    return current


@transaction.atomic
def unpack_order(*, order: Order, by: Person, version: int, now: datetime) -> Order:
    """Packed by mistake: it can be granted anew."""
    current = held(order, (OrderStatus.PACKED,), version=version)
    move_on(current, OrderStatus.GRANTED, now=now)
    told(current, OrderStepKind.UNPACKED, by=by, now=now)
    record(by=by, action="materials.unpack_order", subject=current, details={})
    return current


@transaction.atomic
def send_order(*, order: Order, on: date, by: Person, version: int, now: datetime) -> Order:
    """Books a movement for each line. Either all lines leave or none.

    Raises OrderChanged, NotSent naming title and numbers of every line that the stock does not cover.
    """
    current = held(order, TO_DELIVER, version=version)
    rows = list(current.lines.filter(granted__gt=0).select_related("title__owner", "edition").order_by("title_id"))
    _hold_titles(rows)
    wrong = [reason for row in rows if (reason := _take(row, current, on, by))]
    if wrong:
        raise NotSent(wrong)
    OrderLine.objects.bulk_update(rows, ["movement"])
    move_on(current, OrderStatus.SENT, now=now, sent_on=on)
    told(current, OrderStepKind.SENT, by=by, now=now)
    copies = {row.title.code: row.granted for row in rows}
    record(by=by, action="materials.send_order", subject=current, details={"copies": copies, "on": on.isoformat()})
    letters.tell(current, letters.News.SENT, now=now)
    return current


def _hold_titles(rows: Sequence[OrderLine]) -> None:
    """In the order of their ids and before anything is written down: two orders sent at once wait for each other
    instead of blocking each other."""
    keys = [row.title_id for row in rows]
    list(Title.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))


def _take(row: OrderLine, order: Order, on: date, by: Person) -> str:
    """Why the line's copies cannot leave, or ""."""
    with override(settings.LANGUAGE_CODE):  # it stays with the movement, whoever sent the order
        note = _("Order No. %(number)s") % {"number": order.pk}
    try:
        with transaction.atomic():
            row.movement = distribute(
                title=row.title,
                edition=row.edition,
                destination=order.goes_to,
                copies=row.granted or 0,
                on=on,
                by=by,
                order_note=note,
            )
    except RecordRefused as refused:
        return str(refused)
    return ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one of several orders; `refusal` "" where it was done."""

    order: Order
    refusal: str = ""


def send_many(*, orders: Iterable[tuple[Order, int]], on: date, by: Person, now: datetime) -> list[Attempt]:
    """Orders with the version that was seen, one after the other: one that cannot be sent keeps no other back."""
    found = []
    for order, version in orders:
        try:
            found.append(Attempt(send_order(order=order, on=on, by=by, version=version, now=now)))
        except RecordRefused as refused:
            found.append(Attempt(order, str(refused)))
    return found


@transaction.atomic
def undo_sending(*, order: Order, reason: str, by: Person, version: int, now: datetime) -> Order:
    """The copies come back into stock: their movements are withdrawn. The order is granted again.

    Raises OrderChanged, OrderRefused without a reason.
    """
    current = held(order, (OrderStatus.SENT, OrderStatus.RECEIVED), version=version)
    if not reason.strip():
        raise OrderRefused(_("Say why the sending is undone."))
    sent = current.lines.filter(movement__isnull=False)
    _hold_titles(list(sent))
    movements = list(Movement.objects.filter(order_line__in=sent).order_by("title_id"))
    sent.update(movement=None)
    for movement in movements:
        withdraw_movement(movement=movement, reason=reason, by=by)
    letters.withdraw_unsent(current)
    move_on(current, OrderStatus.GRANTED, now=now, sent_on=None)
    told(current, OrderStepKind.SENT_BACK, by=by, now=now, text=reason)
    record(by=by, action="materials.undo_sending", subject=current, details={"reason": reason})
    return current
