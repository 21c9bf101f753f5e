"""Which figures stand confirmed, and what was confirmed before."""

from datetime import date

from django.db.models import QuerySet

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.figure_json import digest
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area
from zaitaku.programme.indicators.models import Confirmation, Indicator


def indicators_of(area: Area) -> QuerySet[Indicator]:
    """With area and owner, in the order of their codes. One query."""
    return Indicator.objects.filter(area=area).select_related("area", "owner").order_by("code")


def standing_confirmations(year: FiscalYear, as_of: date, *, area: Area) -> dict[int, Confirmation]:
    """Indicator id → the word that stands for the year as of the day. One query."""
    rows = Confirmation.objects.filter(
        indicator__area=area, fiscal_year=year.year, as_of=as_of, withdrawn_at=None
    ).select_related("confirmed_by", "indicator")
    return {row.indicator_id: row for row in rows}


def history(indicator: Indicator) -> QuerySet[Confirmation]:
    """Every confirmation of the indicator, newest first."""
    return (
        Confirmation.objects.filter(indicator=indicator)
        .select_related("confirmed_by", "withdrawn_by")
        .order_by("-confirmed_at", "-pk")
    )


def stale(confirmation: Confirmation, figure: Figure) -> bool:
    """Whether the figure is no longer the one confirmed: it needs confirming again."""
    return confirmation.digest != digest(figure)
