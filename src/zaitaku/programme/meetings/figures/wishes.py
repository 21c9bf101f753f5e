"""Wishes of Team Orange: how many were voiced, found a supporter, came true. The passport shows no words of a wish."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Min
from django.urls import reverse

from zaitaku.analysis.figure import Figure, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.meetings.choices import WishStatus
from zaitaku.programme.meetings.figures.owners import by_owner
from zaitaku.programme.meetings.models import Wish


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Cases, by centre. One query."""
    wishes = _wishes(indicators, year, as_of)
    return {indicator.code: _figure(Wanted.of(indicator, year, as_of), wishes) for indicator in indicators}


def _wishes(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> list[Wish]:
    """Voiced in the part of the year that had passed, with `found_on`, the day of the first supporter."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    period = window(year, as_of)
    rows = Wish.objects.filter(below("center__area", areas), voiced_on__range=(year.start, period.end))
    return list(
        rows.annotate(found_on=Min("matches__matched_on")).select_related("center").order_by("center__code", "pk")
    )


def _counts(wish: Wish, status: str, as_of: date) -> bool:
    """Whether the wish had got as far as `status` by the day; every wish was voiced."""
    if status == WishStatus.MATCHED:
        found: date | None = wish.found_on  # type: ignore[attr-defined]  # annotated above
        return found is not None and found <= as_of
    if status in (WishStatus.DONE, WishStatus.CLOSED):
        return wish.status == status and wish.done_on is not None and wish.done_on <= as_of
    return True


def _figure(wanted: Wanted, wishes: list[Wish]) -> Figure:
    status = wanted.indicator.params.get("status", WishStatus.VOICED)
    return by_owner(wanted, [(wish.center.name, _counts(wish, status, wanted.as_of)) for wish in wishes])


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    status = indicator.params.get("status", WishStatus.VOICED)
    wishes = [wish for wish in _wishes([indicator], year, as_of) if _counts(wish, status, as_of)]
    return [
        RecordRow(
            what=wish.center.name,
            detail=str(wish.get_status_display()),
            value="1件",
            state=State.FINAL,
            as_of=wish.voiced_on,
            recorded_by="",
            recorded_at=start_of(wish.voiced_on),
            superseded_at=None,
            edit_url=reverse("meetings:wish", args=[wish.pk]),
        )
        for wish in wishes
    ]
