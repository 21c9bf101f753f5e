"""How often information was shared (情報共有の回数)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Figure, Kind
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.library.figures.owners import by_owner, is_of, within
from zaitaku.programme.library.models import Sharing


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Times, by owner of the document. One query."""
    rows = _rows(indicators, year, as_of)
    return {
        indicator.code: by_owner(
            Wanted.of(indicator, year, as_of),
            Kind.TIMES,
            [row.version.document.owner for row in rows if _counts(indicator, row)],
        )
        for indicator in indicators
    }


def _rows(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> list[Sharing]:
    period = window(year, as_of)
    found = Sharing.objects.filter(
        within("version__document__owner", indicators),
        undone_at=None,
        shared_on__range=(year.start, period.end),
    )
    found = found.select_related("version__document__owner").defer("version__content")
    return list(found.annotate(asked=Count("addressees")).order_by("shared_on", "pk"))


def _counts(indicator: Indicator, row: Sharing) -> bool:
    document = row.version.document
    return is_of(indicator, document.owner) and indicator.params.get("kind", document.kind) == document.kind


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """Who sent it stands in the audit chain."""
    return [
        RecordRow(
            what=str(row.version),
            detail=_("%(owner)s, %(count)s addressees")
            % {"owner": row.version.document.owner.name, "count": row.asked},  # type: ignore[attr-defined]
            value=f"1{indicator.unit or '回'}",
            as_of=row.shared_on,
            recorded_at=start_of(row.shared_on),
            edit_url=reverse("library:sharing", args=[row.pk]),
        )
        for row in _rows([indicator], year, as_of)
        if _counts(indicator, row)
    ]
