"""What paper pages compute: the figures of a paper, its draft, the due days of its marks, its errata."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation

from zaitaku import catalogue
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.council.actions import DueRule
from zaitaku.programme.council.models import Paper
from zaitaku.programme.council.queries import (
    Computed,
    Draft,
    Errata,
    OpenLeaf,
    confirmed,
    draft_of,
    due_day,
    errata,
    events_awaited,
    figures_for_errata,
    frozen_content,
    passport_of,
    recomposed,
)
from zaitaku.programme.plans.queries import measures_of
from zaitaku.workspace.queries import Desk, audit_head, figures_of


def desk_for(paper: Paper, as_of: date) -> Desk:
    """The paper's own plan version and year, as of a day."""
    plan = paper.version.plan
    return Desk(plan.area, plan, paper.version, FiscalYear(paper.fiscal_year), as_of, audit_head())


def computed_for(paper: Paper, as_of: date | None = None) -> Computed:
    desk = desk_for(paper, as_of or paper.as_of)
    indicators = list(measures_of(paper.version))
    with translation.override("ja"):  # the paper is Japanese whoever makes it
        formulas = {one.code: str(catalogue.function_of(one).formula) for one in indicators}
    return Computed(indicators, figures_of(desk), formulas)


def draft_for(paper: Paper, *, created: datetime) -> Draft:
    return draft_of(
        paper,
        computed_for(paper),
        created=created,
        url=passport_of(paper.fiscal_year, paper.as_of),
        base_url=settings.BASE_URL,
    )


def due_rule(paper: Paper, leaves: Iterable[OpenLeaf], *, today: date) -> DueRule:
    """Due days for the leaves, the events they wait for read at once."""
    events = events_awaited(paper, leaves)
    return lambda leaf: due_day(leaf, after=today, event=events.get((leaf.code, leaf.path)))


def errata_for(paper: Paper, *, today: date) -> Errata:
    """What reads differently now: filled marks by today's figures, confirmed corrections by those of the paper's day.

    The errata carry the time of their newest cause, so that the same errata are the same bytes.
    """
    frozen = frozen_content(paper)
    same_day = computed_for(paper)
    later = computed_for(paper, max(today, paper.as_of))
    filled = list(paper.open_marks.exclude(filled_at=None).values_list("indicator", "filled_at"))
    standing = confirmed(same_day.figures, area=paper.version.plan.area, fiscal_year=paper.fiscal_year)
    figures = figures_for_errata(
        frozen, same_day=same_day.figures, later=later.figures, filled={code for code, _ in filled}, confirmed=standing
    )
    times = [when for _, when in filled if when is not None]
    created = max([*times, paper.frozen_at or timezone.now()])
    now = recomposed(
        paper,
        frozen,
        Computed(same_day.indicators, figures, same_day.formulas),
        created=created,
        url=passport_of(paper.fiscal_year, paper.as_of),
        base_url=frozen.document.base_url,
    )
    return errata(frozen, now.content, created=created)
