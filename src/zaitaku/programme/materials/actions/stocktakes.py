"""Counting the shelf. What the count differs by is booked, with a reason, as found or missing."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.pages.forms import shown_date
from zaitaku.core.records.actions import ChangedMeanwhile, Entry
from zaitaku.programme.materials.actions.ledger import Move, save, take_out
from zaitaku.programme.materials.actions.low_stock import watch
from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.actions.shelf import locked
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Edition, Stocktake, Title
from zaitaku.programme.materials.queries.stock import levels


@transaction.atomic
def take_stock(
    *,
    title: Title,
    edition: Edition | None,
    counted_on: date,
    counted: int,
    reason: str,
    by: Person,
) -> Stocktake:
    """Raises MaterialRefused: stock is not kept, a later stocktake, a difference without a reason."""
    now = timezone.now()
    held = locked(title)
    _check(held, edition, counted_on)
    computed = levels([held.pk], on=counted_on).get(held.pk, {}).get(edition.pk if edition else None, 0)
    movement = None
    if counted != computed:
        if not reason.strip():
            raise MaterialRefused(
                _("Counted are %(counted)s, the ledger says %(computed)s: say why they differ.")
                % {"counted": f"{counted:,}", "computed": f"{computed:,}"}
            )
        kind = MovementKind.FOUND if counted > computed else MovementKind.LOST
        move = Move(kind=kind, start=counted_on, end=counted_on, edition=edition)
        entry = Entry(Decimal(abs(counted - computed)), note=reason)
        movement = save(held, move, entry, None, by=by, at=now)
    found = Stocktake(title=held, edition=edition, counted_on=counted_on, counted=counted, computed=computed)
    found.reason, found.movement, found.recorded_at, found.recorded_by = reason, movement, now, by
    found.save(force_insert=True)
    details = {
        "edition": edition.name if edition else "",
        "on": counted_on.isoformat(),
        "counted": counted,
        "computed": computed,
        "reason": reason,
    }
    record(by=by, action="materials.take_stock", subject=held, details=details)
    watch(held, now=now)
    return found


@transaction.atomic
def withdraw_stocktake(*, stocktake: Stocktake, reason: str, by: Person) -> Stocktake:
    """It never was, and what it booked neither; only the latest of an edition can go.

    Raises MaterialRefused (no reason, not the latest), ChangedMeanwhile, StockTooLow.
    """
    now = timezone.now()
    held = locked(stocktake.title)
    found = Stocktake.objects.select_related("movement").get(pk=stocktake.pk)
    if found.withdrawn_at is not None:
        raise ChangedMeanwhile(_("This stocktake is withdrawn already."))
    if not reason.strip():
        raise MaterialRefused(_("Say why the stocktake is withdrawn."))
    others = held.stocktakes.filter(withdrawn_at=None, edition=found.edition_id).exclude(pk=found.pk)
    if others.filter(counted_on__gt=found.counted_on).exists() or others.filter(pk__gt=found.pk).exists():
        raise MaterialRefused(_("There is a later stocktake. Withdraw that one first."))
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    if found.movement is not None:
        take_out(held, found.movement, reason=reason, by=by, now=now)
    details = {"on": found.counted_on.isoformat(), "counted": found.counted, "reason": reason}
    record(by=by, action="materials.withdraw_stocktake", subject=held, details=details)
    return found


def _check(title: Title, edition: Edition | None, counted_on: date) -> None:
    if not title.is_stocked or (title.stocked_since is not None and counted_on < title.stocked_since):
        raise MaterialRefused(_("No stock is kept of this title on that day. Change how its stock is kept first."))
    if edition is not None and edition.title_id != title.pk:
        raise MaterialRefused(_("The edition is of another title."))
    if edition is None and title.editions.exists():
        raise MaterialRefused(_("Say which edition was counted."))
    later = title.stocktakes.filter(withdrawn_at=None, edition=edition, counted_on__gt=counted_on).first()
    if later is not None:
        raise MaterialRefused(
            _("There is a later stocktake, of %(day)s. Count as of that day or later.")
            % {"day": shown_date(later.counted_on)}
        )
