"""Videos published in the year (動画配信回数). Those that are a channel of a session are events.sessions_held's."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.library.figures.owners import by_owner, is_of, within
from zaitaku.programme.library.models import Video


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Times, by owner. One query."""
    rows = _rows(indicators, year, as_of)
    return {
        indicator.code: by_owner(
            Wanted.of(indicator, year, as_of), Kind.TIMES, [row.owner for row in rows if is_of(indicator, row.owner)]
        )
        for indicator in indicators
    }


def _rows(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> list[Video]:
    period = window(year, as_of)
    found = Video.objects.filter(within("owner", indicators), published_on__range=(year.start, period.end))
    return list(found.select_related("owner").order_by("published_on", "pk"))


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    return [
        RecordRow(
            what=row.title,
            detail=row.owner.name,
            value=f"1{indicator.unit or '回'}",
            as_of=row.published_on,
            recorded_at=start_of(row.published_on),
            edit_url=reverse("library:video", args=[row.pk]),
        )
        for row in _rows([indicator], year, as_of)
        if is_of(indicator, row.owner)
    ]
