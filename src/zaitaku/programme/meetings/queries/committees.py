"""Meetings of committees with their agenda, and the actions that somebody undertook."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from zaitaku.analysis.period import FiscalYear, fiscal_year_of
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import SessionStatus, Tool, kinds_with
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.models import ActionItem
from zaitaku.programme.meetings.queries.due import OPEN, overdue


def visible_actions(seen: QuerySet[Organisation]) -> QuerySet[ActionItem]:
    """Actions of committees in reach, and those that organisations in reach undertook anywhere."""
    ids = seen.values("pk")
    found = ActionItem.objects.filter(Q(session__series__owner__in=ids) | Q(owner__in=ids))
    return found.select_related("owner", "session__series", "agenda_item")


def listed_actions(
    actions: QuerySet[ActionItem], asked: Mapping[str, Any], *, mine: QuerySet[Organisation], today: date
) -> QuerySet[ActionItem]:
    """Narrowed by `q`, `owner`, `committee` (a series code), `status`, `mine`, `late`; open ones unless `status` is
    given; the most urgent first."""
    if text := asked.get("q"):
        actions = actions.filter(Q(text__icontains=text) | Q(person__icontains=text) | Q(result__icontains=text))
    if asked.get("owner"):
        actions = actions.filter(owner=asked["owner"])
    if asked.get("committee"):
        actions = actions.filter(session__series__code=asked["committee"])
    status = asked.get("status")
    if status == "all":
        pass
    elif status:
        actions = actions.filter(status=status)
    else:
        actions = actions.filter(status__in=OPEN)
    if asked.get("mine"):
        actions = actions.filter(owner__in=mine.values("pk"))
    if asked.get("late"):
        actions = actions.filter(overdue(today))
    return actions.order_by(F("due_on").asc(nulls_last=True), "pk")


def committee_sessions(organisations: QuerySet[Organisation], year: FiscalYear) -> QuerySet[Session]:
    """Meetings of committees in the year with `items`, `decided` and `undone` counted."""
    found = Session.objects.filter(
        series__kind__in=kinds_with(Tool.OPEN_MINUTES),
        series__fiscal_year=year.year,
        series__owner__in=organisations.values("pk"),
    )
    return (
        found.select_related("series__owner", "settled_minutes")
        .annotate(
            items=Count("agenda", distinct=True),
            decided=Count("agenda", filter=~Q(agenda__decision=""), distinct=True),
            undone=Count("action_items", filter=Q(action_items__status__in=OPEN), distinct=True),
        )
        .order_by("series__title", "series__pk", "number")
    )


def years_of_committees(organisations: QuerySet[Organisation], *, today: date) -> list[int]:
    years = Session.objects.filter(
        series__kind__in=kinds_with(Tool.OPEN_MINUTES), series__owner__in=organisations.values("pk")
    ).order_by()
    found = set(years.values_list("series__fiscal_year", flat=True).distinct())
    return sorted(found | {fiscal_year_of(today)}, reverse=True)


def earlier_sessions(session: Session) -> QuerySet[Session]:
    """Meetings of the same committee before this one, also of earlier years, the latest first."""
    series = session.series
    before = Q(series__fiscal_year__lt=series.fiscal_year) | Q(
        series__fiscal_year=series.fiscal_year, number__lt=session.number
    )
    found = Session.objects.filter(before, series__owner=series.owner_id, series__code=series.code)
    return found.exclude(status=SessionStatus.CANCELLED).order_by("-series__fiscal_year", "-number")


def carried_over(session: Session) -> QuerySet[ActionItem]:
    """What earlier meetings left open, and what was finished since the meeting before this one."""
    earlier = earlier_sessions(session)
    last = earlier.first()
    wanted = Q(status__in=OPEN)
    if last is not None and last.held_on is not None:
        wanted |= Q(done_on__gte=last.held_on)
    found = ActionItem.objects.filter(wanted, session__in=earlier.order_by().values("pk"))
    return found.select_related("owner", "session__series").order_by(F("due_on").asc(nulls_last=True), "pk")
