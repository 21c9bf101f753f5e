"""Copies handed out by kind of destination and fiscal year, as papers list 配布先."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, F, IntegerField, QuerySet, Sum, When
from django.db.models import Value as Constant
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils.translation import gettext as _

from zaitaku.programme.materials.choices import DestinationKind, MovementKind
from zaitaku.programme.materials.models import Movement, Title

MOST_YEARS = 8
Cells = dict[
    str, dict[int | None, int]
]  # label -> fiscal year (None: unknown, several, or before those shown) -> copies


@dataclass(frozen=True, slots=True)
class KindRow:
    """`copies` stand under `KindTable.years`; `rest` is of other years; `total` of all."""

    label: str
    copies: Sequence[int | None]
    rest: int | None
    total: int


@dataclass(frozen=True, slots=True)
class KindTable:
    years: Sequence[int]
    rows: Sequence[KindRow]
    total: KindRow | None

    @property
    def has_rest(self) -> bool:
        return any(row.rest for row in self.rows)


def kind_table(titles: QuerySet[Title]) -> KindTable:
    """Kinds of the register in their order, then the texts of totals. One query.

    A total of unknown or several years stands in the rest, less the shares of it that are known by year.
    """
    cells = _cells(titles)
    found = sorted({year for by_year in cells.values() for year in by_year if year is not None})
    years = found[-MOST_YEARS:]
    order = {str(label): number for number, label in enumerate(DestinationKind.labels)}
    labels = sorted(cells, key=lambda label: (order.get(label, len(order)), label))
    rows = [_row(label, cells[label], years) for label in labels]
    if len(rows) < 2:
        return KindTable(years, rows, None)
    whole: dict[int | None, int] = defaultdict(int)
    for by_year in cells.values():
        for year, copies in by_year.items():
            whole[year] += copies
    return KindTable(years, rows, _row(_("Total"), whole, years))


def _row(label: str, by_year: dict[int | None, int], years: Sequence[int]) -> KindRow:
    rest = sum(copies for year, copies in by_year.items() if year not in years)
    return KindRow(label, [by_year.get(year) for year in years], rest or None, sum(by_year.values()))


def _cells(titles: QuerySet[Title]) -> Cells:
    names = ("start", "end", "within__start", "within__end")
    years = {f"year_{number}": _fiscal(name) for number, name in enumerate(names)}
    rows = (
        Movement.objects.filter(kind=MovementKind.DISTRIBUTED, superseded_at=None, title__in=titles)
        .exclude(value=None)
        .annotate(
            place_kind=Coalesce("place__merged_into__kind", "place__kind"),
            whole_kind=Coalesce("within__place__merged_into__kind", "within__place__kind"),
            **years,
        )
        .order_by()
        .values_list("place_kind", "destination", "within", "whole_kind", "within__destination", *years)
        .annotate(copies=Sum(Cast("value", BigIntegerField())))
    )
    cells: Cells = defaultdict(lambda: defaultdict(int))
    for kind, text, within, whole_kind, whole_text, first, last, whole_first, whole_last, copies in rows:
        year = first if first == last else None
        if within is None:
            cells[_label(kind, text)][year] += copies
        elif year is not None and (whole_first is None or whole_first != whole_last):
            cells[_label(kind, text)][year] += copies
            cells[_label(whole_kind, whole_text)][None] -= copies
    return cells


def _label(kind: str | None, text: str) -> str:
    return text or (str(DestinationKind(kind).label) if kind else _("Unknown destination"))


def _fiscal(field: str) -> Combinable:
    before_april = Case(
        When(**{f"{field}__month__lt": 4, "then": Constant(1)}), default=Constant(0), output_field=IntegerField()
    )
    return ExtractYear(F(field)) - before_april
