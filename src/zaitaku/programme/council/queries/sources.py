"""Where each printed figure comes from: the table that closes the paper, and the rows of its machine-readable sheet."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.figure_json import digest
from zaitaku.analysis.wording import number_text
from zaitaku.core.areas.models import Area
from zaitaku.programme.council.queries import phrases
from zaitaku.programme.indicators.models import Confirmation
from zaitaku.reports import document as d

WEIGHTS = (3.6, 0.9, 1.1, 1.3, 1.0, 0.6, 0.6, 1.6, 5.4)


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a figure beyond itself. `confirmed_on` is None unless the very figure was confirmed."""

    label: str
    formula: str
    owner: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None


@dataclass(frozen=True, slots=True)
class Standing:
    by: str
    on: date


def confirmed(figures: Mapping[str, Figure], *, area: Area, fiscal_year: int) -> dict[str, Standing]:
    """Code → who confirmed exactly this figure, and when; figures that changed since are left out. One query."""
    found = Confirmation.objects.filter(
        indicator__area=area, indicator__code__in=figures, fiscal_year=fiscal_year, withdrawn_at=None
    ).select_related("indicator", "confirmed_by")
    digests = {code: digest(figure) for code, figure in figures.items()}
    return {
        row.indicator.code: Standing(row.confirmed_by.name, row.confirmed_at.date())
        for row in found
        if row.digest == digests[row.indicator.code]
    }


def unconfirmed(figures: Mapping[str, Figure], standing: Container[str]) -> tuple[str, ...]:
    """Codes of figures that await their owner's word. An open figure without any record has nothing to confirm yet:
    it is printed by its mark, and its task comes with freezing."""
    return tuple(
        code for code, one in figures.items() if code not in standing and not (one.is_open and one.records == 0)
    )


def sources_table(
    printed: Mapping[str, Figure], sources: Mapping[str, Source], *, url: Callable[[str], str]
) -> d.Table:
    columns = tuple(d.Column(title, weight) for title, weight in zip(phrases.SOURCE_COLUMNS, WEIGHTS, strict=True))
    rows = tuple(_source_row(code, figure, sources[code], url(code)) for code, figure in printed.items())
    return d.Table("", columns, rows)  # the renderers head it


def _source_row(code: str, figure: Figure, source: Source, href: str) -> tuple[d.Cell, ...]:
    name = d.Cell((d.Paragraph((d.Run(phrases.line(f"{code} {source.label}"), href=href, figure=code),)),), header=True)
    who = f"{source.confirmed_by} {source.confirmed_on}" if source.is_confirmed else phrases.UNCONFIRMED
    words = (
        "" if figure.value is None else number_text(figure.value, figure.kind),
        phrases.overall_state_of(figure),
        phrases.as_of_of(figure),
        phrases.KINDS[figure.kind] + ("" if figure.span.value == "period" else f"・{phrases.SPANS[figure.span]}"),
        figure.unit_text,
        str(figure.records),
        who,
        source.formula,
    )
    return (name, *(d.plain(phrases.line(text)) for text in words))


def figure_rows(
    printed: Mapping[str, Figure], sources: Mapping[str, Source], names: Mapping[str, str]
) -> tuple[d.FigureRow, ...]:
    """Every printed figure and, below it, every part of it at any depth. `names` gives the initiative by code."""
    return tuple(
        _figure_row(code, part, path, sources[code], names.get(code, ""))
        for code, figure in printed.items()
        for path, part in walk(figure)
    )


def walk(figure: Figure, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Figure]]:
    yield path, figure
    for part in figure.parts:
        yield from walk(part, (*path, part.label))


def _figure_row(code: str, figure: Figure, path: tuple[str, ...], source: Source, name: str) -> d.FigureRow:
    return d.FigureRow(
        code=code,
        initiative=phrases.line(name),
        label=phrases.line(source.label),
        part=tuple(phrases.line(label) for label in path),
        value=figure.value,
        unit=figure.unit_text,
        kind=phrases.KINDS[figure.kind],
        span=phrases.SPANS[figure.span],
        state=phrases.state_of(figure),
        as_of=figure.as_of,
        numerator=figure.numerator,
        denominator=figure.denominator,
        confirmed=source.confirmed_on,
        source=phrases.line(source.formula),
    )
