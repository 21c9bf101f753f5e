"""How often the library's videos were watched in the year, by video.

A month counts on its last day; one that is not entered, of a video that was published in it, leaves the number to
follow. Views of a session's channel are events.views.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind, State, total
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.indicators.figures import RecordRow, Wanted, shown, value_text, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.library.figures.owners import is_of, within
from zaitaku.programme.library.models import Video, ViewCount
from zaitaku.programme.library.queries.videos import next_month

Rows = dict[tuple[int, date], ViewCount]
ONE_DAY = timedelta(days=1)


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Times. Two queries: videos, months that count now."""
    videos = _videos(indicators, year, as_of)
    rows: Rows = {
        (row.video_id, row.month): row
        for row in ViewCount.objects.filter(
            video__in=[video.pk for video in videos],
            superseded_at=None,
            month__range=(year.start, window(year, as_of).end),
        )
        if row.as_of is None or row.as_of <= as_of
    }
    return {
        indicator.code: _whole(
            Wanted.of(indicator, year, as_of), [one for one in videos if is_of(indicator, one.owner)], rows
        )
        for indicator in indicators
    }


def _videos(indicators: Iterable[Indicator], year: FiscalYear, as_of: date) -> list[Video]:
    """Published at some time of the year."""
    lasting = Q(published_to=None) | Q(published_to__gte=year.start)
    found = Video.objects.filter(within("owner", list(indicators)), lasting, published_on__lte=window(year, as_of).end)
    return list(found.select_related("owner").order_by("published_on", "pk"))


def _months(video: Video, year: FiscalYear, as_of: date) -> list[date]:
    """Of the year, their last day not after the day asked for, with a day on which the video was published."""
    month = max(video.published_on.replace(day=1), year.start)
    last = min(video.published_to or year.end, year.end)
    found = []
    while month <= last and next_month(month) - ONE_DAY <= as_of:
        found.append(month)
        month = next_month(month)
    return found


def _whole(wanted: Wanted, videos: Sequence[Video], rows: Rows) -> Figure:
    year = FiscalYear.of(wanted.period.start or wanted.as_of)
    parts = []
    for video in videos:
        months = _months(video, year, wanted.as_of)
        if months:
            leaves = [_leaf(wanted, month, rows.get((video.pk, month))) for month in months]
            unit = wanted.indicator.unit
            parts.append(total(leaves, code=wanted.indicator.code, label=video.title, unit=unit))
    if not parts:
        return wanted.unknown(Kind.TIMES)
    whole = total(parts, code=wanted.indicator.code, label=wanted.indicator.label, unit=wanted.indicator.unit)
    # The months of a video are on its own page; a passport of twelve rows for each video would hide the videos.
    return replace(whole, parts=tuple(replace(part, parts=()) for part in whole.parts))


def _leaf(wanted: Wanted, month: date, row: ViewCount | None) -> Figure:
    label = f"{month.month}月"
    if row is None:
        return wanted.unknown(Kind.TIMES, label=label)
    value: Decimal | None = shown(row.value, Kind.TIMES)
    return wanted.figure(
        Kind.TIMES, value, State(row.state), label=label, as_of=row.as_of or wanted.as_of, mark=row.mark, records=1
    )


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """Every month of the year, corrected rows included."""
    videos = [one for one in _videos([indicator], year, as_of) if is_of(indicator, one.owner)]
    rows = ViewCount.objects.filter(video__in=videos, month__range=(year.start, window(year, as_of).end))
    return [
        RecordRow.of(
            row,
            what=row.video.title,
            detail=f"{row.month:%Y-%m}",
            value=value_text(row.value, indicator.unit or "回"),
            edit_url=reverse("library:video", args=[row.video_id]),
        )
        for row in rows.select_related("video", "recorded_by").order_by("video", "month", "-recorded_at", "-pk")
    ]
