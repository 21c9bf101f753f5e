"""Movements of copies. A correction follows the movement it replaces; nothing is deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.pages.forms import shown_date
from zaitaku.core.records.actions import Entry, changed_meanwhile, checked, close, supersede
from zaitaku.programme.materials.actions.low_stock import watch
from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.actions.shelf import locked, refuse_what_the_shelf_cannot_give
from zaitaku.programme.materials.choices import WITH_PLACE, WITH_REASON, MovementKind
from zaitaku.programme.materials.models import Destination, Edition, Movement, OrderLine, PrintRun, Stocktake, Title


@dataclass(frozen=True, slots=True)
class Move:
    """What was moved where, between two days. `start` None: only the running total up to `end` is known."""

    kind: MovementKind
    start: date | None
    end: date
    destination: str = ""
    within: Movement | None = None
    place: Destination | None = None
    edition: Edition | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat(),
            "destination": self.destination,
            "within": self.within.pk if self.within else None,
            "place": self.place.pk if self.place else None,
            "edition": self.edition.name if self.edition else "",
        }


@transaction.atomic
def record_movement(*, title: Title, move: Move, entry: Entry, by: Person) -> Movement:
    """Raises MaterialRefused (days out of order or of two fiscal years, not within what it is a part of, a closed
    day), StockTooLow with the numbers where the title is stock-kept, DoesNotFit."""
    now = timezone.now()
    held = locked(title)
    row = save(held, move, entry, None, by=by, at=now)
    watch(held, now=now)
    return row


@transaction.atomic
def correct_movement(*, movement: Movement, move: Move, entry: Entry, by: Person) -> Movement:
    """The movement as it should have read; shares, print run and order of the old one become those of the new one.

    Raises what `record_movement` raises, and ChangedMeanwhile when it was corrected already.
    """
    now = timezone.now()
    held, current = _current(movement)
    _refuse_booked(current, move)
    row = save(held, move, entry, current, by=by, at=now)
    if row != current:
        PrintRun.objects.filter(delivery=current).update(delivery=row, delivered_on=row.end)
        OrderLine.objects.filter(movement=current).update(movement=row)
    watch(held, now=now)
    return row


@transaction.atomic
def withdraw_movement(*, movement: Movement, reason: str, by: Person) -> Movement:
    """A movement that never was; a print run whose delivery it was is on its way again.

    Raises MaterialRefused without a reason, with shares, or for what a stocktake or an order booked; StockTooLow,
    ChangedMeanwhile.
    """
    now = timezone.now()
    held, current = _current(movement)
    if not reason.strip():
        raise MaterialRefused(_("Say why the movement is withdrawn."))
    if current.shares.filter(superseded_at=None).exists():
        raise MaterialRefused(_("Other movements are part of this one. Withdraw them first."))
    _refuse_booked(current, None)
    if (line := OrderLine.objects.filter(movement=current).first()) is not None:
        raise MaterialRefused(
            _("These copies left with the order No. %(number)s. Undo its sending there.") % {"number": line.order_id}
        )
    PrintRun.objects.filter(delivery=current).update(delivery=None, delivered_on=None)
    return take_out(held, current, reason=reason, by=by, now=now)


@transaction.atomic
def distribute(
    *,
    title: Title,
    edition: Edition | None,
    destination: Destination,
    copies: int,
    on: date,
    by: Person,
    order_note: str = "",
) -> Movement:
    """Copies handed out to a destination of the register on one day.

    Raises StockTooLow with the numbers where the title is stock-kept and has fewer, MaterialRefused, DoesNotFit. Who
    hands out several titles in one transaction takes them in the order of their keys, as `locked` holds their rows.
    """
    move = Move(kind=MovementKind.DISTRIBUTED, start=on, end=on, place=destination, edition=edition)
    return record_movement(title=title, move=move, entry=Entry(Decimal(copies), note=order_note), by=by)


def take_out(title: Title, current: Movement, *, reason: str, by: Person, now: datetime) -> Movement:
    """The end of a withdrawal, with the title's row held."""
    refuse_what_the_shelf_cannot_give(title, leaves=current, comes=None)
    close(current, at=now)
    details = {"before": Entry.of(current).as_json() | move_of(current).as_json(), "reason": reason}
    record(by=by, action="materials.withdraw_movement", subject=title, details=details)
    watch(title, now=now)
    return current


def _current(movement: Movement) -> tuple[Title, Movement]:
    held = locked(movement.title)
    current = Movement.objects.select_related("place", "edition", "within").get(pk=movement.pk)
    if not current.is_current:
        raise changed_meanwhile(held.name)
    return held, current


def _refuse_booked(current: Movement, move: Move | None) -> None:
    if Stocktake.objects.filter(movement=current, withdrawn_at=None).exists():
        raise MaterialRefused(_("A stocktake booked this. Withdraw the stocktake, and count again if need be."))
    if move is not None and move.kind != MovementKind.ISSUED and PrintRun.objects.filter(delivery=current).exists():
        raise MaterialRefused(_("This is the delivery of a print run, which can only be issued copies."))


def move_of(movement: Movement) -> Move:
    return Move(
        kind=MovementKind(movement.kind),
        start=movement.start,
        end=movement.end,
        destination=movement.destination,
        within=movement.within,
        place=movement.place,
        edition=movement.edition,
    )


def save(title: Title, move: Move, entry: Entry, current: Movement | None, *, by: Person, at: datetime) -> Movement:
    """One row more, with the title's row held; who calls it looks after the low stock."""
    entry = checked(entry, kind=Kind.COPIES, what=title.name)
    _check(title, move, current)
    _check_ends(title, move, entry)
    new = Movement(
        title=title,
        kind=move.kind,
        destination=move.destination,
        start=move.start,
        end=move.end,
        within=move.within,
        place=move.place,
        edition=move.edition,
        replaces=current,
    )
    refuse_what_the_shelf_cannot_give(title, leaves=current, comes=_with_value(new, entry))
    before = Entry.of(current).as_json() | move_of(current).as_json() if current else None
    expected = current.pk if current else None
    row = supersede(current, entry, new=new, expected=expected, by=by, at=at, what=title.name)
    if row is current:
        return row
    if current is not None:
        Movement.objects.filter(within=current).update(within=row)
    action = "materials.correct_movement" if current else "materials.record_movement"
    details = {"before": before, "after": entry.as_json() | move.as_json()}
    record(by=by, action=action, subject=title, details=details)
    return row


def _with_value(new: Movement, entry: Entry) -> Movement:
    new.value = entry.value
    return new


def _check_ends(title: Title, move: Move, entry: Entry) -> None:
    """Who stands at the other end, which edition, and why."""
    if move.place is not None:
        if move.kind not in WITH_PLACE or move.destination:
            raise MaterialRefused(
                _("Only copies handed out or come back have a destination, and either one of the register or a text.")
            )
        if move.place.valid_to is not None and move.place.valid_to < move.end:
            raise MaterialRefused(
                _("The destination “%(name)s” ended on %(day)s. Check the day, or choose another.")
                % {"name": move.place.name, "day": shown_date(move.place.valid_to)}
            )
    if move.edition is not None and move.edition.title_id != title.pk:
        raise MaterialRefused(_("The edition is of another title."))
    is_kept = title.is_stocked and (title.stocked_since is None or move.end >= title.stocked_since)
    if is_kept and move.edition is None and title.editions.exists():
        raise MaterialRefused(_("“%(title)s” is kept by edition. Say which edition was moved.") % {"title": title.name})
    if move.kind in WITH_REASON and is_kept and not entry.note:
        raise MaterialRefused(_("Say why the copies were written off or booked."))


def _check_stretch(title: Title, move: Move) -> None:
    """Copies of two years at once would count in neither; only the total since counting began may hold several."""
    start, since = move.start, title.counted_since
    if start is None or start == since:
        return
    if since is not None and start < since <= move.end:
        raise MaterialRefused(
            _(
                "The stretch of time begins before %(since)s, since when the running total counts. Enter it in two "
                "parts: until the day before, and from that day."
            )
            % {"since": shown_date(since)}
        )
    last = FiscalYear.of(start).end
    if move.end > last:
        raise MaterialRefused(
            _(
                "The stretch of time reaches over the end of the fiscal year on %(last)s and would count in no year. "
                "Enter one part for each fiscal year. Where only a running total is known, leave the first day empty."
            )
            % {"last": shown_date(last)}
        )


def _check(title: Title, move: Move, current: Movement | None) -> None:
    if move.start is not None and move.start > move.end:
        raise MaterialRefused(_("The stretch of time ends before it begins. Exchange the two days."))
    _check_stretch(title, move)
    whole = move.within
    if whole is None:
        return
    if whole.title_id != title.pk or not whole.is_current or whole.kind != move.kind:
        raise MaterialRefused(_("A movement can only be part of a current one of the same title and kind."))
    if whole.within_id is not None or (current is not None and whole.pk == current.pk):
        raise MaterialRefused(_("A movement can only be part of one that is not itself a part."))
    if current is not None and current.shares.filter(superseded_at=None).exists():
        raise MaterialRefused(_("Other movements are part of this one; it cannot become a part itself."))
    if move.end > whole.end or (whole.start is not None and (move.start is None or move.start < whole.start)):
        raise MaterialRefused(
            _("The stretch of time does not lie within the movement it is a part of (%(start)s – %(end)s).")
            % {"start": whole.start or "", "end": whole.end}
        )
