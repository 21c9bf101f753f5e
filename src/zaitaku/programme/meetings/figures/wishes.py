"""Wishes of Team Orange: how many were voiced, found a supporter, came true. The passport shows no words of a wish."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Min
from django.urls import reverse

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.meetings.choices import WishStatus
from zaitaku.programme.meetings.figures.owners import by_owner
from zaitaku.programme.meetings.models import Wish

ENDED = "ended"


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Cases, by centre. One query."""
    wishes = _wishes(indicators, year, as_of)
    return {indicator.code: _figure(Wanted.of(indicator, year, as_of), year, wishes) for indicator in indicators}


def _wishes(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> list[Wish]:
    """Voiced by the end of the part of the year that had passed, in whatever year, with `found_on`, the day of the
    first supporter."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    rows = Wish.objects.filter(below("center__area", areas), voiced_on__lte=window(year, as_of).end)
    return list(
        rows.annotate(found_on=Min("matches__matched_on")).select_related("center").order_by("center__code", "pk")
    )


def _considered(indicator: Indicator, year: FiscalYear, wishes: list[Wish]) -> list[Wish]:
    """Voiced in the year, unless it is the end that counts."""
    return [wish for wish in wishes if _is_by_end(indicator) or wish.voiced_on >= year.start]


def _is_by_end(indicator: Indicator) -> bool:
    return bool(indicator.params.get("by") == "ended")


def _counts(wish: Wish, indicator: Indicator, year: FiscalYear, as_of: date) -> bool:
    """Whether the wish had got as far as asked by the day; by the end: whether it got there in the year."""
    reached = _reached(wish, indicator.params.get("status", ENDED if _is_by_end(indicator) else WishStatus.VOICED))
    if reached is None or reached > as_of:
        return False
    return not _is_by_end(indicator) or year.start <= reached <= year.end


def _reached(wish: Wish, status: str) -> date | None:
    """The day on which it got as far; ENDED is either end."""
    if status == WishStatus.MATCHED:
        found: date | None = wish.found_on  # type: ignore[attr-defined]  # annotated above
        return found
    if status == WishStatus.VOICED:
        return wish.voiced_on
    return wish.done_on if status in (ENDED, wish.status) else None


def _figure(wanted: Wanted, year: FiscalYear, wishes: list[Wish]) -> Figure:
    indicator, as_of = wanted.indicator, wanted.as_of
    considered = _considered(indicator, year, wishes)
    return by_owner(wanted, [(wish.center.name, _counts(wish, indicator, year, as_of)) for wish in considered])


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    considered = _considered(indicator, year, _wishes([indicator], year, as_of))
    wishes = [wish for wish in considered if _counts(wish, indicator, year, as_of)]
    return [
        RecordRow(
            what=wish.center.name,
            detail=str(wish.get_status_display()),
            value="1件",
            as_of=wish.voiced_on,
            recorded_at=start_of(wish.voiced_on),
            edit_url=reverse("meetings:wish", args=[wish.pk]),
        )
        for wish in wishes
    ]
