"""Issues as lists and as the chain from cases to proposals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from zaitaku.analysis.period import FiscalYear, fiscal_year_of
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.meetings.choices import IssueLevel
from zaitaku.programme.meetings.models import Issue
from zaitaku.programme.meetings.queries.due import OPEN, is_late, overdue


@dataclass(frozen=True, slots=True)
class Branch:
    """An issue with what was gathered into it. `centres` are the owners of all issues below and of itself."""

    issue: Issue
    below: tuple["Branch", ...]
    centres: int
    cases: int
    is_late: bool


def visible(seen: QuerySet[Organisation], written: QuerySet[Organisation]) -> QuerySet[Issue]:
    """Issues of cases only for those who may record for their owner; of the area, and proposals, for all who see it."""
    own = Q(owner__in=written.values("pk"))
    common = Q(owner__in=seen.values("pk")) & ~Q(level=IssueLevel.CASE)
    return Issue.objects.filter(own | common)


def listed_issues(issues: QuerySet[Issue], asked: Mapping[str, Any], *, today: date) -> QuerySet[Issue]:
    """Narrowed by `q`, `year`, `level`, `owner`, `status`, `late`; with `parts`, the number gathered into each."""
    if text := asked.get("q"):
        issues = issues.filter(Q(title__icontains=text) | Q(text__icontains=text))
    for name in ("level", "owner", "status"):
        if asked.get(name):
            issues = issues.filter(**{name: asked[name]})
    if asked.get("year"):
        year = FiscalYear(int(asked["year"]))
        issues = issues.filter(raised_on__range=(year.start, year.end))
    if asked.get("late"):
        issues = issues.filter(overdue(today))
    if asked.get("loose"):
        issues = issues.filter(gathered_into=None).exclude(level=IssueLevel.PROPOSAL)
    found = issues.select_related("owner", "addressee", "gathered_into").annotate(parts=Count("gathered"))
    return found.order_by("-raised_on", "-pk")


def years_of_issues(issues: QuerySet[Issue], *, today: date) -> list[int]:
    days = issues.order_by().values_list("raised_on", flat=True).distinct()
    return sorted({fiscal_year_of(day) for day in days} | {fiscal_year_of(today)}, reverse=True)


def forest(issues: QuerySet[Issue], *, today: date) -> list[Branch]:
    """Proposals, then issues of the area that are in none, then cases that are in neither. One query.

    What was gathered from outside these issues is left out, and what was gathered into one outside stands by itself.
    """
    rows = list(issues.select_related("owner", "addressee").order_by("raised_on", "pk"))
    known = {row.pk for row in rows}
    below: dict[int | None, list[Issue]] = defaultdict(list)
    for row in rows:
        below[row.gathered_into_id if row.gathered_into_id in known else None].append(row)
    order = [IssueLevel.PROPOSAL, IssueLevel.AREA, IssueLevel.CASE]
    roots = sorted(below[None], key=lambda row: order.index(IssueLevel(row.level)))
    return [_branch(root, below, today)[0] for root in roots]


def _branch(issue: Issue, below: Mapping[int | None, Sequence[Issue]], today: date) -> tuple[Branch, set[int]]:
    """At most three levels deep: the database lets a proposal be gathered into nothing, actions keep the order."""
    parts = [_branch(part, below, today) for part in below.get(issue.pk, ())]
    owners = {issue.owner_id}.union(*(found for _part, found in parts))
    cases = sum(part.cases for part, _found in parts) + (issue.level == IssueLevel.CASE)
    branch = Branch(issue, tuple(part for part, _found in parts), len(owners), cases, is_late(issue, today))
    return branch, owners


def flat(branches: Iterable[Branch], depth: int = 0) -> Iterable[tuple[int, Branch]]:
    """Depth first, as it is printed."""
    for branch in branches:
        yield depth, branch
        yield from flat(branch.below, depth + 1)


def proposals(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """Open proposals, which can be put on an agenda."""
    return issues.filter(level=IssueLevel.PROPOSAL, status__in=OPEN).order_by("-raised_on", "-pk")


def targets(issues: QuerySet[Issue], level: str) -> QuerySet[Issue]:
    """Open issues into which issues of this level can be gathered: the next level up."""
    upper = {IssueLevel.CASE: IssueLevel.AREA, IssueLevel.AREA: IssueLevel.PROPOSAL}.get(IssueLevel(level))
    return issues.filter(level=upper, status__in=OPEN) if upper else issues.none()
