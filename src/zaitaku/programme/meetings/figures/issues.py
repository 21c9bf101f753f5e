"""Issues of community care meetings, by level: of cases, of the area, proposals. No words of a case are shown."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
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


def _counted(indicator: Indicator, issues: list[Issue]) -> list[Issue]:
    status = indicator.params.get("status")
    of_level = [issue for issue in issues if issue.level == indicator.params["level"]]
    return [issue for issue in of_level if status is None or _status(issue) == status]


def _status(issue: Issue) -> str:
    """How it stood after the last step taken by the day."""
    taken: list[IssueStep] = issue.taken  # type: ignore[attr-defined]  # prefetched above
    return taken[-1].status if taken else FollowUp.OPEN


def _figure(wanted: Wanted, issues: list[Issue]) -> Figure:
    """Nothing written down by anybody, at any level, is unknown and not 0."""
    if not issues:
        return wanted.unknown(Kind.CASES)
    found = _counted(wanted.indicator, issues)
    by_owner: dict[str, int] = defaultdict(int)
    for issue in found:
        by_owner[issue.owner.name] += 1
    parts = tuple(
        wanted.figure(Kind.CASES, Decimal(number), State.FINAL, label=name, records=number)
        for name, number in by_owner.items()
    )
    shown = parts if len(parts) > 1 else ()
    return wanted.figure(Kind.CASES, Decimal(len(found)), State.FINAL, records=len(found), parts=shown)


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
        for issue in _counted(indicator, _issues([indicator], year, as_of))
    ]
