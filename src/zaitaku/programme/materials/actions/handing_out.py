"""One day, many destinations, several titles: handed out all or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.records.actions import ChangedMeanwhile, Entry
from zaitaku.programme.materials.actions.ledger import Move, save
from zaitaku.programme.materials.actions.low_stock import watch
from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.actions.shelf import locked
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Destination, Edition, Movement, Title


@dataclass(frozen=True, slots=True)
class Portion:
    """Copies of one title (and edition) for one destination."""

    destination: Destination
    title: Title
    edition: Edition | None
    copies: int


def latest_movement() -> int:
    """What a page was drawn with: movements of a higher key came after it."""
    return Movement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@transaction.atomic
def hand_out(*, portions: Sequence[Portion], on: date, seen: int, by: Person) -> list[Movement]:
    """The titles' rows are held in the order of their keys, so that two of these never wait for each other.

    `seen` is the `latest_movement` the page was drawn with: sending it twice, or handing the same out from two pages,
    is refused. Raises StockTooLow, MaterialRefused, ChangedMeanwhile, DoesNotFit; then nothing is saved.
    """
    now = timezone.now()
    if not portions:
        raise MaterialRefused(_("Enter at least one number of copies."))
    held = {pk: locked(Title(pk=pk)) for pk in sorted({one.title.pk for one in portions})}
    _refuse_twice(portions, on, seen)
    made = []
    for one in portions:
        move = Move(kind=MovementKind.DISTRIBUTED, start=on, end=on, place=one.destination, edition=one.edition)
        made.append(save(held[one.title.pk], move, Entry(Decimal(one.copies)), None, by=by, at=now))
    for title in held.values():
        watch(title, now=now)
    return made


def _refuse_twice(portions: Sequence[Portion], on: date, seen: int) -> None:
    newer = Movement.objects.filter(
        superseded_at=None,
        kind=MovementKind.DISTRIBUTED,
        end=on,
        pk__gt=seen,
        place__in={one.destination.pk for one in portions},
        title__in={one.title.pk for one in portions},
    )
    asked = {(one.destination.pk, one.title.pk) for one in portions}
    doubled = [row for row in newer.select_related("place", "title") if (row.place_id, row.title_id) in asked]
    if doubled:
        first = doubled[0]
        raise ChangedMeanwhile(
            _(
                "“%(title)s” for %(place)s (%(copies)s copies) and %(more)s more were entered for this day since the "
                "page was opened. Look whether yours are among them, and send the rest again."
            )
            % {"title": first.title, "place": first.place, "copies": int(first.value or 0), "more": len(doubled) - 1}
        )
