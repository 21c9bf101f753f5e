"""Editions of a title, and the print runs by which copies come into stock."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import Entry
from zaitaku.programme.materials.actions.ledger import Move, save
from zaitaku.programme.materials.actions.low_stock import watch
from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.actions.shelf import locked
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Edition, Movement, PrintRun, Title


@dataclass(frozen=True, slots=True)
class Ordered:
    """A print run as it is ordered; the fields are PrintRun's."""

    edition: Edition | None
    copies: int
    ordered_on: date
    expected_on: date | None = None
    printer: str = ""
    cost_yen: int | None = None

    @classmethod
    def of(cls, run: PrintRun) -> "Ordered":
        return cls(run.edition, run.copies, run.ordered_on, run.expected_on, run.printer, run.cost_yen)

    def as_json(self) -> dict[str, Any]:
        return {
            "edition": self.edition.name if self.edition else "",
            "copies": self.copies,
            "ordered_on": self.ordered_on.isoformat(),
            "expected_on": self.expected_on.isoformat() if self.expected_on else None,
            "printer": self.printer,
            "cost_yen": self.cost_yen,
        }


@transaction.atomic
def add_edition(
    *, title: Title, name: str, issued_on: date | None = None, supersedes: Edition | None = None, by: Person
) -> Edition:
    """`supersedes` is followed by the new one. Raises MaterialRefused (name taken, of another title, followed)."""
    edition = Edition(title=title, name=name, issued_on=issued_on)
    _save_edition(edition)
    if supersedes is not None:
        _follow(edition, supersedes)
    details = {"name": name, "issued_on": _day(issued_on), "supersedes": supersedes.name if supersedes else ""}
    record(by=by, action="materials.add_edition", subject=title, details=details)
    return edition


@transaction.atomic
def change_edition(
    *, edition: Edition, name: str, issued_on: date | None, superseded_by: Edition | None, by: Person
) -> Edition:
    """Raises MaterialRefused (name taken, of another title, followed by itself over several)."""
    before = _edition_json(edition)
    edition.name, edition.issued_on, edition.superseded_by = name, issued_on, None
    step, passed = superseded_by, 0
    while step is not None:
        if step.pk == edition.pk or step.title_id != edition.title_id or passed > 50:
            raise MaterialRefused(_("An edition can only be followed by a later one of the same title."))
        step, passed = step.superseded_by, passed + 1
    edition.superseded_by = superseded_by
    _save_edition(edition)
    if before != _edition_json(edition):
        details = {"before": before, "after": _edition_json(edition)}
        record(by=by, action="materials.change_edition", subject=edition.title, details=details)
    return edition


@transaction.atomic
def order_print_run(*, title: Title, ordered: Ordered, by: Person) -> PrintRun:
    """Raises MaterialRefused (expected before it is ordered, no copies, edition of another title)."""
    held = locked(title)
    run = PrintRun(title=held)
    _fill(run, ordered)
    run.save(force_insert=True)
    record(by=by, action="materials.order_print_run", subject=held, details=ordered.as_json())
    watch(held, now=timezone.now())
    return run


@transaction.atomic
def change_print_run(*, run: PrintRun, ordered: Ordered, by: Person) -> PrintRun:
    """Raises what `order_print_run` raises, and MaterialRefused once it is delivered or cancelled."""
    held, found = _open_run(run)
    before = Ordered.of(found).as_json()
    _fill(found, ordered)
    if before != ordered.as_json():
        found.save()
        details = {"before": before, "after": ordered.as_json()}
        record(by=by, action="materials.change_print_run", subject=held, details=details)
        watch(held, now=timezone.now())
    return found


@transaction.atomic
def deliver_print_run(*, run: PrintRun, on: date, copies: int, by: Person) -> Movement:
    """The copies come into stock as issued. Raises MaterialRefused (delivered or cancelled already, before the order),
    DoesNotFit."""
    now = timezone.now()
    held, found = _open_run(run)
    if on < found.ordered_on:
        raise MaterialRefused(_("It cannot be delivered before it was ordered. Check the day."))
    if copies <= 0:
        raise MaterialRefused(_("Enter how many copies were delivered."))
    move = Move(kind=MovementKind.ISSUED, start=on, end=on, edition=found.edition)
    movement = save(held, move, Entry(Decimal(copies)), None, by=by, at=now)
    found.delivery, found.delivered_on = movement, on
    found.save(update_fields=["delivery", "delivered_on"])
    details = {"print_run": found.pk, "ordered": found.copies, "delivered": copies, "on": on.isoformat()}
    record(by=by, action="materials.deliver_print_run", subject=held, details=details)
    watch(held, now=now)
    return movement


@transaction.atomic
def cancel_print_run(*, run: PrintRun, reason: str, by: Person) -> PrintRun:
    """Raises MaterialRefused without a reason, or once it is delivered or cancelled."""
    held, found = _open_run(run)
    if not reason.strip():
        raise MaterialRefused(_("Say why the print run is cancelled."))
    found.cancelled_because = reason
    found.save(update_fields=["cancelled_because"])
    details = Ordered.of(found).as_json() | {"reason": reason}
    record(by=by, action="materials.cancel_print_run", subject=held, details=details)
    watch(held, now=timezone.now())
    return found


def _open_run(run: PrintRun) -> tuple[Title, PrintRun]:
    held = locked(run.title)
    found = PrintRun.objects.select_related("edition").get(pk=run.pk)
    if found.delivery_id is not None or found.cancelled_because:
        raise MaterialRefused(
            _("This print run is delivered or cancelled already. Withdraw its delivery first if that was wrong.")
        )
    return held, found


def _fill(run: PrintRun, ordered: Ordered) -> None:
    if ordered.copies <= 0:
        raise MaterialRefused(_("Enter how many copies are ordered."))
    if ordered.expected_on is not None and ordered.expected_on < ordered.ordered_on:
        raise MaterialRefused(_("The day it is expected lies before the order. Exchange the two days."))
    if ordered.edition is not None and ordered.edition.title_id != run.title_id:
        raise MaterialRefused(_("The edition is of another title."))
    if ordered.edition is None and run.title.is_stocked and run.title.editions.exists():
        raise MaterialRefused(_("Say which edition is printed."))
    run.edition, run.copies, run.printer = ordered.edition, ordered.copies, ordered.printer
    run.ordered_on, run.expected_on, run.cost_yen = ordered.ordered_on, ordered.expected_on, ordered.cost_yen


def _follow(edition: Edition, earlier: Edition) -> None:
    if earlier.title_id != edition.title_id or earlier.superseded_by_id is not None:
        raise MaterialRefused(_("An edition can only be followed by a later one of the same title."))
    earlier.superseded_by = edition
    earlier.save(update_fields=["superseded_by"])


def _save_edition(edition: Edition) -> None:
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as clash:
        raise MaterialRefused(
            _("The title already has an edition “%(name)s”. Choose another name.") % {"name": edition.name}
        ) from clash


def _edition_json(edition: Edition) -> dict[str, Any]:
    after = edition.superseded_by
    return {"name": edition.name, "issued_on": _day(edition.issued_on), "superseded_by": after.name if after else ""}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
