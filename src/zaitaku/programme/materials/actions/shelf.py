"""What the ledger asks of the shelf before a movement is written.

Whoever changes a title's movements holds its row first (SQLite: the transaction is the only writer), so that of two who
hand out the last copies one is refused.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from zaitaku.analysis import stock
from zaitaku.analysis.stock import Flow
from zaitaku.core.pages.forms import shown_date
from zaitaku.programme.materials.actions.refused import MaterialRefused, StockTooLow
from zaitaku.programme.materials.choices import SIGN, MovementKind
from zaitaku.programme.materials.models import Edition, Movement, Title
from zaitaku.programme.materials.queries.stock import flows


def locked(title: Title) -> Title:
    """The title as it is now, its row held until the end of the transaction."""
    if connection.features.has_select_for_update:
        return Title.objects.select_for_update().get(pk=title.pk)
    return Title.objects.get(pk=title.pk)  # SQLite does not wait within a statement


def refuse_what_the_shelf_cannot_give(title: Title, *, leaves: Movement | None, comes: Movement | None) -> None:
    """`leaves` counts no longer, `comes` (not saved yet) counts from now on; `title` is locked.

    Raises StockTooLow where some day would end with fewer copies than none, and MaterialRefused for days that a
    stocktake has closed.
    """
    if not title.is_stocked:
        return
    rows = flows(title)
    new = _flow(title, comes)
    closed = dict(
        title.stocktakes.filter(withdrawn_at=None).order_by().values_list("edition").annotate(last=Max("counted_on"))
    )
    for edition in {one.edition_id for one in (leaves, comes) if one is not None}:
        before = [flow for _pk, of, flow in rows if of == edition]
        after = [flow for pk, of, flow in rows if of == edition and (leaves is None or pk != leaves.pk)]
        if new is not None and comes is not None and comes.edition_id == edition:
            after.append(new)
        _refuse_closed(title, edition, before, after, closed.get(edition))
        if (short := stock.shortfall(before, after)) is not None:
            raise _too_low(title, edition, stock.level(before, short.day), short, comes)


def _flow(title: Title, row: Movement | None) -> Flow | None:
    if row is None or row.value is None or row.within_id is not None:
        return None
    if title.stocked_since is not None and row.end < title.stocked_since:
        return None
    return Flow(row.end, SIGN[MovementKind(row.kind)] * int(row.value))


def _refuse_closed(
    title: Title, edition: int | None, before: Sequence[Flow], after: Sequence[Flow], counted_on: date | None
) -> None:
    changed = stock.first_difference(before, after)
    if counted_on is not None and changed is not None and changed < counted_on:
        raise MaterialRefused(
            _(
                "%(what)s was counted on %(day)s, so that the days before are closed. Enter the movement with the day "
                "of the stocktake or a later one, or withdraw the stocktake first."
            )
            % {"what": _what(title, edition), "day": shown_date(counted_on)}
        )


def _too_low(title: Title, edition: int | None, there: int, short: Flow, comes: Movement | None) -> StockTooLow:
    facts = {"what": _what(title, edition), "day": shown_date(short.day), "there": f"{there:,}"}
    facts |= {"missing": f"{-short.copies:,}"}
    value = comes.value if comes is not None and comes.end <= short.day else None
    if comes is not None and value is not None and SIGN[MovementKind(comes.kind)] < 0:
        return StockTooLow(
            _(
                "%(what)s: %(asked)s copies are asked for, but on %(day)s there are %(there)s (%(missing)s short). "
                "Reduce the number, or enter what was delivered or found first."
            )
            % {**facts, "asked": f"{_whole(value):,}"}
        )
    return StockTooLow(
        _("%(what)s: without these copies, %(missing)s would be missing on %(day)s. Look at what was handed out since.")
        % facts
    )


def _whole(value: Decimal) -> int:
    return int(value)


def _what(title: Title, edition: int | None) -> str:
    if edition is None:
        return f"「{title.name}」"
    return f"「{title.name} {Edition.objects.get(pk=edition).name}」"
