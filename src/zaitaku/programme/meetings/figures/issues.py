"""Issues of community care meetings, by level: of cases, of the area, proposals. No words of a case are shown."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from zaitaku.analysis.figure import Figure, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.figures.owners import by_owner
from zaitaku.programme.meetings.models import Issue, IssueStep


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Cases, by owner. Two queries: issues, steps."""
    issues = _issues(indicators, year, as_of)
    return {indicator.code: _figure(Wanted.of(indicator, year, as_of), issues) for indicator in indicators}


def _issues(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> list[Issue]:
    """Raised in the part of the year that had passed, with the steps taken by then as `taken`."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    rows = Issue.objects.filter(
        below("owner__area", areas), raised_on__range=(year.start, window(year, as_of).end)
    ).select_related("owner")
    steps = IssueStep.objects.filter(on__lte=as_of).order_by("pk")
    return list(rows.prefetch_related(Prefetch("steps", steps, to_attr="taken")).order_by("owner__code", "pk"))


def _counts(indicator: Indicator, issue: Issue) -> bool:
    status = indicator.params.get("status")
    return issue.level == indicator.params["level"] and (status is None or _status(issue) == status)


def _status(issue: Issue) -> str:
    """How it stood after the last step taken by the day."""
    taken: list[IssueStep] = issue.taken  # type: ignore[attr-defined]  # prefetched above
    return taken[-1].status if taken else FollowUp.OPEN


def _figure(wanted: Wanted, issues: list[Issue]) -> Figure:
    """Owners without an issue of the level stand with 0: they wrote others down."""
    return by_owner(wanted, [(issue.owner.name, _counts(wanted.indicator, issue)) for issue in issues])


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    return [
        RecordRow(
            what=issue.owner.name,
            detail=str(issue.get_level_display()) if issue.level == IssueLevel.CASE else issue.title,
            value="1件",
            state=State.FINAL,
            as_of=issue.raised_on,
            recorded_by="",
            recorded_at=start_of(issue.raised_on),
            superseded_at=None,
            edit_url=reverse("meetings:issue", args=[issue.pk]),
        )
        for issue in _issues([indicator], year, as_of)
        if _counts(indicator, issue)
    ]
