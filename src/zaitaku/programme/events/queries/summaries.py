"""Totals of a run."""

from zaitaku.programme.events.models import Series, Summary


def all_of(series: Series) -> list[Summary]:
    """Every total, those that count first, then the earlier ones, the newest first."""
    rows = series.summaries.select_related("recorded_by").order_by("measure", "start", "-recorded_at", "-pk")
    return sorted(rows, key=lambda row: row.superseded_at is not None)
