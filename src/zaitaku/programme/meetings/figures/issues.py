"""Issues of community care meetings, by level: of cases, of the area, proposals. No words of a case are shown."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.figures.owners import by_owner
from zaitaku.programme.meetings.models import Issue, IssueStep

ENDS = tuple(status for status in FollowUp if not status.is_open)


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Cases, by owner. Two queries: issues, steps."""
    issues = _issues(indicators, year, as_of)
    return {indicator.code: _figure(Wanted.of(indicator, year, as_of), year, issues) for indicator in indicators}


def _issues(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> list[Issue]:
    """Raised by the end of the part of the year that had passed, in whatever year, with the steps taken by then as
    `taken`, in the order of their days."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    rows = Issue.objects.filter(below("owner__area", areas), raised_on__lte=window(year, as_of).end).select_related(
        "owner"
    )
    steps = IssueStep.objects.filter(on__lte=as_of).order_by("on", "pk")
    return list(rows.prefetch_related(Prefetch("steps", steps, to_attr="taken")).order_by("owner__code", "pk"))


def _considered(indicator: Indicator, year: FiscalYear, issues: list[Issue]) -> list[Issue]:
    """Raised in the year, unless it is the end that counts."""
    is_by_end = indicator.params.get("by") == "ended"
    return [issue for issue in issues if is_by_end or issue.raised_on >= year.start]


def _counts(indicator: Indicator, year: FiscalYear, issue: Issue) -> bool:
    wanted = indicator.params.get("status")
    if issue.level != indicator.params["level"]:
        return False
    status, since = _state(issue)
    if indicator.params.get("by") != "ended":
        return wanted is None or status == wanted
    return status in ([wanted] if wanted else ENDS) and year.start <= since <= year.end


def _state(issue: Issue) -> tuple[str, date]:
    """How it stood after the last step taken by the day, and since when."""
    taken: list[IssueStep] = issue.taken  # type: ignore[attr-defined]  # prefetched above
    status, since = str(FollowUp.OPEN), issue.raised_on
    for step in taken:
        if step.status != status:
            status, since = step.status, step.on
    return status, since


def _figure(wanted: Wanted, year: FiscalYear, issues: list[Issue]) -> Figure:
    """Owners without an issue of the level stand with 0: they wrote others down."""
    indicator = wanted.indicator
    considered = _considered(indicator, year, issues)
    return by_owner(wanted, [(issue.owner.name, _counts(indicator, year, issue)) for issue in considered])


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    return [
        RecordRow(
            what=issue.owner.name,
            detail=str(issue.get_level_display()) if issue.level == IssueLevel.CASE else issue.title,
            value="1件",
            as_of=issue.raised_on,
            recorded_at=start_of(issue.raised_on),
            edit_url=reverse("meetings:issue", args=[issue.pk]),
        )
        for issue in _considered(indicator, year, _issues([indicator], year, as_of))
        if _counts(indicator, year, issue)
    ]
