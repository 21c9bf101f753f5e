"""A paper made anew from the plan, the texts and the figures handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from zaitaku.analysis.figure import Figure
from zaitaku.programme.council.models import Paper
from zaitaku.programme.council.queries import phrases
from zaitaku.programme.council.queries.composing import Composed, Url, compose_document, compose_rows
from zaitaku.programme.council.queries.due import OpenLeaf, open_leaves
from zaitaku.programme.council.queries.frozen import PaperContent, content_of
from zaitaku.programme.council.queries.sources import Source, confirmed, unconfirmed
from zaitaku.programme.council.queries.table import Words, YearTable, row_texts, table_of
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.plans.models import PlanVersion
from zaitaku.programme.plans.queries import tree


@dataclass(frozen=True, slots=True)
class Computed:
    """Indicators of an area with their figures and formulas in words, both by code."""

    indicators: Sequence[Indicator]
    figures: Mapping[str, Figure]
    formulas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper not frozen yet, and what stands in the way of freezing it."""

    composed: Composed
    content: PaperContent
    sources: Mapping[str, Source]

    @property
    def problems(self) -> dict[str, tuple[str, ...]]:
        return self.composed.problems

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        return unconfirmed(self.content.figures, {code for code, one in self.sources.items() if one.is_confirmed})

    @property
    def open(self) -> tuple[OpenLeaf, ...]:
        return tuple(leaf for code, figure in self.content.figures.items() for leaf in open_leaves(code, figure))


def draft_of(paper: Paper, computed: Computed, *, created: datetime, url: Url, base_url: str = "") -> Draft:
    """As many queries for a large paper as for a small one."""
    table = year_table_of(paper.version, paper.fiscal_year)
    return _draft(paper, table, computed, paper.as_of, created=created, url=url, base_url=base_url)


def year_table_of(version: PlanVersion, fiscal_year: int) -> YearTable:
    texts = row_texts(version.plan, fiscal_year)
    return table_of(tree(version), fiscal_year, {t.key: Words(t.key, t.result, t.issues) for t in texts.values()})


def recomposed(
    paper: Paper, frozen: PaperContent, computed: Computed, *, created: datetime, url: Url, base_url: str = ""
) -> Draft:
    """The frozen paper's own words and plan over other figures; its cover stays."""
    words = {one.key: one for row in frozen.rows for one in row.words}
    table = table_of(tree(paper.version), paper.fiscal_year, words)
    return _draft(paper, table, computed, frozen.cover, created=created, url=url, base_url=base_url)


def new_paper(*, version: PlanVersion, fiscal_year: int, as_of: date, label: str = phrases.LABEL) -> Paper:
    """A paper that is not saved, with the title that follows from plan, year and as-of date."""
    title = phrases.paper_title(
        area=version.plan.area.name, plan=version.plan.title, fiscal_year=fiscal_year, as_of=as_of
    )
    return Paper(version=version, fiscal_year=fiscal_year, as_of=as_of, label=label, title=title)


def passport_of(fiscal_year: int, as_of: date) -> Url:
    """Where a printed figure leads: its passport in the workspace, found by name."""

    def url(code: str) -> str:
        address = reverse("workspace:figure", kwargs={"year": fiscal_year, "code": code})
        return f"{address}?as_of={as_of.isoformat()}"

    return url


def _draft(
    paper: Paper,
    table: YearTable,
    computed: Computed,
    cover: date,
    *,
    created: datetime,
    url: Url,
    base_url: str,
) -> Draft:
    composed = compose_rows(table, computed.figures, cover=cover)
    sources = _sources(paper, computed, composed)
    document = compose_document(
        composed, label=paper.label, title=paper.title, created=created, sources=sources, url=url, base_url=base_url
    )
    return Draft(composed, content_of(composed, document), sources)


def _sources(paper: Paper, computed: Computed, composed: Composed) -> dict[str, Source]:
    printed = composed.printed()
    standing = confirmed(printed, area=paper.version.plan.area, fiscal_year=paper.fiscal_year)
    by_code = {indicator.code: indicator for indicator in computed.indicators}
    found: dict[str, Source] = {}
    for code in printed:
        who = standing.get(code)
        found[code] = Source(
            label=by_code[code].label if code in by_code else printed[code].label or code,
            formula=computed.formulas.get(code, ""),
            owner=by_code[code].owner.name if code in by_code else "",
            confirmed_by=who.by if who else "",
            confirmed_on=who.on if who else None,
        )
    return found
