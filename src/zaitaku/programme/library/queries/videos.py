"""Videos with their views, as pages list them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from zaitaku.analysis.period import FiscalYear, fiscal_year_of
from zaitaku.programme.library.models import Video, ViewCount


def listed_videos(seen: QuerySet[Video], asked: Mapping[str, Any]) -> QuerySet[Any]:
    """Narrowed by `q`, `owner`, `audience`, `year` (published in it); with `watched` and `months` recorded."""
    found: QuerySet[Any] = seen
    for word in (asked.get("q") or "").split():
        found = found.filter(Q(title__icontains=word) | Q(description__icontains=word))
    for name in ("owner", "audience"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("year"):
        year = FiscalYear(asked["year"])
        found = found.filter(published_on__range=(year.start, year.end))
    counts = Q(views__superseded_at=None)
    counted: QuerySet[Any] = found.annotate(
        watched=Sum("views__value", filter=counts), months=Count("views", filter=counts)
    )
    return counted.order_by("-published_on", "-pk")


def years_of(seen: QuerySet[Video]) -> list[int]:
    days = seen.order_by("-published_on").values_list("published_on", flat=True)
    return list(dict.fromkeys(fiscal_year_of(day) for day in days))


def months_of(video: Video, *, on: date) -> list[tuple[date, ViewCount | None]]:
    """Every month from publication until the end or the day, the newest first, with the row that counts."""
    rows = {row.month: row for row in video.views.filter(superseded_at=None).select_related("recorded_by")}
    end = min(on, video.published_to or on)
    months = []
    month = video.published_on.replace(day=1)
    while month <= end:
        months.append((month, rows.get(month)))
        month = next_month(month)
    return months[::-1]


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def history_of(video: Video) -> QuerySet[ViewCount]:
    """Rows that were corrected, the newest first."""
    rows = video.views.exclude(superseded_at=None).select_related("recorded_by")
    return rows.order_by(F("superseded_at").desc(), "-pk")
