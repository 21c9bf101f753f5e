"""What a person's pages are about: the area, the plan version, the year, the day, and the year's figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from threading import RLock
from typing import TypeVar, cast

from django.core.cache import caches
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import Http404
from django.urls import reverse

from zaitaku import catalogue
from zaitaku.analysis.figure import Figure
from zaitaku.analysis.figure_json import from_json
from zaitaku.analysis.period import FiscalYear
from zaitaku.analysis.wording import full_text
from zaitaku.core.accounts.access import Permission, areas_for
from zaitaku.core.accounts.models import Membership, Person
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.core.audit.models import AuditEntry, ChainHead
from zaitaku.programme.council.choices import PaperStatus
from zaitaku.programme.council.models import Paper
from zaitaku.programme.council.queries import papers_seen_by
from zaitaku.programme.indicators.queries import stale, standing_confirmations
from zaitaku.programme.plans.models import Plan, PlanVersion
from zaitaku.programme.plans.queries import PlanTree, measures_of, plan_for, tree, version_in_force


@dataclass(frozen=True, slots=True)
class Desk:
    """The year a person looks at. `as_of` is the day up to which records count."""

    area: Area
    plan: Plan
    version: PlanVersion
    year: FiscalYear
    as_of: date
    head: str  # the end of the audit chain when the desk was laid

    @property
    def years(self) -> list[int]:
        return list(range(self.plan.first_year, self.plan.last_year + 1))


def desk_of(person: Person, *, today: date, year: int | None = None, as_of: date | None = None) -> Desk | None:
    """None where no plan covers the year, or none is in force. Raises Http404 for a year outside every calendar.

    Without a year: today's, or the last of the newest plan. Without a day: that of the year's newest paper, or
    today inside the year.
    """
    area = areas_for(person, Permission.VIEW_PROGRAMME, on=today).order_by("pk").first()
    if area is None:
        return None
    plan = plan_for(area, year if year is not None else FiscalYear.of(today).year)
    if plan is None and year is None:
        plan = Plan.objects.filter(area=area).order_by("-last_year").first()
    if plan is None:
        return None
    wanted = _fiscal_year(year if year is not None else min(plan.last_year, FiscalYear.of(today).year))
    day = as_of or _usual_day(plan, wanted, today)
    version = version_in_force(plan, max(day, wanted.start)) or plan.versions.order_by("number").first()
    return None if version is None else Desk(area, plan, version, wanted, day, audit_head())


def _fiscal_year(year: int) -> FiscalYear:
    try:
        return FiscalYear(year)
    except ValueError as error:
        raise Http404(str(error)) from error


def _usual_day(plan: Plan, year: FiscalYear, today: date) -> date:
    paper = Paper.objects.filter(version__plan=plan, fiscal_year=year.year).order_by("-as_of").first()
    return paper.as_of if paper is not None else max(year.start, min(today, year.end))


def audit_head() -> str:
    """The digest at the end of the audit chain; one short query."""
    return ChainHead.objects.filter(pk=1).values_list("digest", flat=True).first() or "empty"


Made = TypeVar("Made")
_making = RLock()


def remembered(what: str, desk: Desk, make: Callable[[], Made]) -> Made:
    """What `make` gives, kept for as long as nothing is written.

    Every change appends to the audit chain in its own transaction, so an equal head means equal records. One thread
    makes it while others wait, so that a change does not set all of them to the same work.
    """
    key = f"{what}:{desk.version.pk}:{desk.year.year}:{desk.as_of}:{desk.head}"
    cache = caches["computed"]
    found = cache.get(key)
    if found is None:
        with _making:
            found = cache.get(key)
            if found is None:
                found = make()
                cache.set(key, found)
    return cast(Made, found)


def figures_of(desk: Desk) -> dict[str, Figure]:
    """Code → figure for everything the plan version measures, as computed from the records."""
    return remembered(
        "figures",
        desk,
        lambda: catalogue.compute(list(measures_of(desk.version)), year=desk.year, as_of=desk.as_of),
    )


def tree_of(desk: Desk) -> PlanTree:
    return remembered("tree", desk, lambda: tree(desk.version))


@dataclass(frozen=True, slots=True)
class Standing:
    """The owner's word on a figure of the desk's year and day. Not current: the figure has changed since."""

    by: str
    at: datetime
    is_current: bool


def standings(desk: Desk) -> dict[str, Standing]:
    """Code → confirmation that stands; one query."""
    figures = figures_of(desk)
    words = standing_confirmations(desk.year, desk.as_of, area=desk.area)
    return {
        word.indicator.code: Standing(
            word.confirmed_by.name, word.confirmed_at, not stale(word, figures[word.indicator.code])
        )
        for word in words.values()
        if word.indicator.code in figures
    }


# What a person of the programme may see of the chain: who came and went is the administrator's business.
PROGRAMME_SUBJECTS = ("events.", "returns.", "materials.", "plans.", "indicators.", "council.")


def recent_changes(person: Person, limit: int, *, today: date) -> list[AuditEntry]:
    """Of the areas within reach: what their people wrote, and what commands wrote where there is no other area.

    Drafts of papers are named only to those who may open them.
    """
    about = reduce(or_, (Q(subject_type__startswith=prefix) for prefix in PROGRAMME_SUBJECTS))
    areas = areas_for(person, Permission.VIEW_PROGRAMME, on=today).values("pk")
    wrote = Q(by__in=Membership.objects.filter(organisation__area__in=areas).values("person"))
    if not Organisation.objects.exclude(area__in=areas).exists():
        wrote |= Q(by__is_system=True)
    seen = papers_seen_by(Paper.objects.order_by(), person, on=today)
    drafts = Paper.objects.exclude(pk__in=seen.values("pk")).annotate(key=Cast("pk", CharField())).values("key")
    unseen = Q(subject_type=Paper._meta.label_lower, subject_id__in=drafts)
    found = AuditEntry.objects.filter(about, wrote).exclude(unseen)
    return list(found.select_related("by").order_by("-number")[:limit])


@dataclass(frozen=True, slots=True)
class Printed:
    """A frozen paper that prints a figure, and the value as it stands there."""

    title: str
    url: str
    text: str


def printed_in(plan: Plan, code: str) -> list[Printed]:
    """Newest first."""
    papers = Paper.objects.filter(
        version__plan=plan, status=PaperStatus.FROZEN, content__figures__has_key=code
    ).order_by("-frozen_at")
    return [
        Printed(
            paper.title,
            reverse("council:paper", args=[paper.pk]),
            full_text(from_json((paper.content or {})["figures"][code]), paper.as_of),
        )
        for paper in papers
    ]
