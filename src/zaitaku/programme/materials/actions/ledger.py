"""Titles and their movements. A correction follows the movement it replaces; nothing is deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import Entry, changed_meanwhile, checked, close, supersede
from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Destination, Edition, Movement, Title


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
def create_title(*, owner: Organisation, code: str, name: str, counted_since: date | None = None, by: Person) -> Title:
    """Raises MaterialRefused where the owner has the code already."""
    title = Title(owner=owner, code=code, name=name, counted_since=counted_since)
    try:
        with transaction.atomic():
            title.save(force_insert=True)
    except IntegrityError as clash:
        raise MaterialRefused(
            _("%(owner)s already has a title “%(code)s”. Choose another code.") % {"owner": owner, "code": code}
        ) from clash
    record(by=by, action="materials.create_title", subject=title, details={"code": code, "name": name})
    return title


@transaction.atomic
def record_movement(*, title: Title, move: Move, entry: Entry, by: Person) -> Movement:
    """Raises MaterialRefused (days out of order, not within what it is a part of), DoesNotFit."""
    return _save(title, move, entry, None, by=by, at=timezone.now())


@transaction.atomic
def correct_movement(*, movement: Movement, move: Move, entry: Entry, by: Person) -> Movement:
    """The movement as it should have read; shares of the old one become shares of the new one.

    Raises what `record_movement` raises, and ChangedMeanwhile when it was corrected already.
    """
    current = Movement.objects.select_for_update().get(pk=movement.pk)
    if not current.is_current:
        raise changed_meanwhile(current.title.name)
    return _save(current.title, move, entry, current, by=by, at=timezone.now())


@transaction.atomic
def withdraw_movement(*, movement: Movement, reason: str, by: Person) -> Movement:
    """A movement that never was. Raises MaterialRefused without a reason or with shares, ChangedMeanwhile."""
    current = Movement.objects.select_for_update().get(pk=movement.pk)
    if not current.is_current:
        raise changed_meanwhile(current.title.name)
    if not reason.strip():
        raise MaterialRefused(_("Say why the movement is withdrawn."))
    if current.shares.filter(superseded_at=None).exists():
        raise MaterialRefused(_("Other movements are part of this one. Withdraw them first."))
    close(current, at=timezone.now())
    details = {"before": Entry.of(current).as_json() | move_of(current).as_json(), "reason": reason}
    record(by=by, action="materials.withdraw_movement", subject=current.title, details=details)
    return current


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


def _save(title: Title, move: Move, entry: Entry, current: Movement | None, *, by: Person, at: datetime) -> Movement:
    entry = checked(entry, kind=Kind.COPIES, what=title.name)
    _check(title, move, current)
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


def _check(title: Title, move: Move, current: Movement | None) -> None:
    if move.start is not None and move.start > move.end:
        raise MaterialRefused(_("The stretch of time ends before it begins. Exchange the two days."))
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

    Raises StockTooLow with the numbers where the title is stock-kept and has fewer, MaterialRefused, DoesNotFit.
    """
    move = Move(kind=MovementKind.DISTRIBUTED, start=on, end=on, place=destination, edition=edition)
    return record_movement(title=title, move=move, entry=Entry(Decimal(copies), note=order_note), by=by)
