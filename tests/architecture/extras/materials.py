"""A stock-kept title with editions, print runs, a correction and a stocktake, and a destination with a double."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import materials
from zaitaku.core.records.actions import Entry
from zaitaku.programme.materials.actions.editions import deliver_print_run
from zaitaku.programme.materials.actions.ledger import Move, correct_movement
from zaitaku.programme.materials.actions.stocktakes import take_stock
from zaitaku.programme.materials.choices import MovementKind

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner = world.nerima.organisation("高齢者支援課")
    title = materials.title(owner=owner, code="extra-guide", is_stocked=True, reorder_point=500)
    edition = materials.edition(title=title, name="令和7年度版")
    day = date(2023, 4, 1)
    materials.movement(title=title, edition=edition, start=day, end=day, value=900)
    place = materials.destination(owner=owner, name="架空図書館", postal_code="176-0001", contact="架空 花子")
    materials.destination(owner=owner, name="架空図書館（旧）", merged_into=place)
    materials.movement(title=title, edition=edition, kind="distributed", place=place, start=day, end=day, value=100)
    shelf = materials.edition(title=title, name="令和6年度版", superseded_by=edition)
    run = materials.print_run(title=title, edition=shelf)
    deliver_print_run(run=run, on=day, copies=50, by=world.officer)
    given = {"edition": edition, "kind": MovementKind.DISTRIBUTED, "place": place, "start": day, "end": day}
    corrected = correct_movement(
        movement=materials.movement(title=title, value=100, **given),
        move=Move(**given),
        entry=Entry(Decimal(10)),
        by=world.officer,
    )
    count = take_stock(
        title=title,
        edition=edition,
        counted_on=timezone.localdate(),
        counted=790,
        reason="数え違い",
        by=world.officer,
    )
    return {
        "stocked:pk": title.pk,
        "corrected:pk": corrected.pk,
        "editions:pk": edition.pk,
        "print-runs:pk": materials.print_run(title=title, edition=edition).pk,
        "stocktakes:pk": count.pk,
        "destinations:pk": place.pk,
    }
