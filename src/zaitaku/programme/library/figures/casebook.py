"""Editions of the casebook and the cases in them. No words of a case are shown."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.library.figures.owners import by_owner, is_of, within
from zaitaku.programme.library.models import Edition, EditionPart


def editions(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Cases (件), by owner. One query."""
    rows = _editions(indicators, year, as_of)
    return {
        indicator.code: by_owner(
            Wanted.of(indicator, year, as_of), Kind.CASES, [row.owner for row in rows if is_of(indicator, row.owner)]
        )
        for indicator in indicators
    }


def _editions(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> list[Edition]:
    period = window(year, as_of)
    found = Edition.objects.filter(within("owner", indicators), issued_on__range=(year.start, period.end))
    return list(found.select_related("owner", "made_by").order_by("issued_on", "pk"))


def cases(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Cases, by owner. One query."""
    parts = _parts(indicators, year, as_of)
    return {
        indicator.code: by_owner(
            Wanted.of(indicator, year, as_of),
            Kind.CASES,
            [part.edition.owner for part in _once(indicator, parts)],
        )
        for indicator in indicators
    }


def _parts(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> list[EditionPart]:
    period = window(year, as_of)
    found = EditionPart.objects.filter(
        within("edition__owner", indicators), edition__issued_on__range=(year.start, period.end)
    )
    texts = ("background", "done", "learnt")
    rows = found.select_related("edition__owner", "edition__made_by").defer(*texts)
    return list(rows.order_by("edition__issued_on", "edition", "position"))


def _once(indicator: Indicator, parts: Sequence[EditionPart]) -> list[EditionPart]:
    """The first time that a case stands in an edition of the year."""
    found: dict[int, EditionPart] = {}
    for part in parts:
        if is_of(indicator, part.edition.owner) and indicator.params.get("scene", part.scene) == part.scene:
            found.setdefault(part.case_id, part)
    return list(found.values())


def edition_records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    rows = [row for row in _editions([indicator], year, as_of) if is_of(indicator, row.owner)]
    return [_row(indicator, row, detail=row.owner.name) for row in rows]


def case_records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    parts = _once(indicator, _parts([indicator], year, as_of))
    return [_row(indicator, part.edition, detail=f"{part.position}. {part.get_scene_display()}") for part in parts]


def _row(indicator: Indicator, edition: Edition, *, detail: str) -> RecordRow:
    return RecordRow(
        what=str(edition),
        detail=detail,
        value=f"1{indicator.unit or '件'}",
        as_of=edition.issued_on,
        recorded_by=edition.made_by.name,
        recorded_at=start_of(edition.issued_on),
        edit_url=reverse("library:edition", args=[edition.pk]),
    )
