"""Sessions of all series in one list, by filters and order; and what happens in a stretch of days.

Nothing here counts sign-ups: a channel carries its taken seats and its waiting entries itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.models import Channel, Series, Session
from zaitaku.programme.events.queries.series import with_current

DAY = Coalesce("held_on", "planned_month")
# Every order ends with the key, so that paging never shows a session twice or leaves one out.
ORDERS: dict[str, tuple[Any, ...]] = {
    "latest": (DAY.desc(nulls_last=True), "-starts", "-pk"),
    "earliest": (DAY.asc(nulls_last=True), "starts", "pk"),
    "title": ("series__title", "-series__fiscal_year", "number", "pk"),
    "owner": ("series__owner__name", DAY.desc(nulls_last=True), "-pk"),
}


def listed_sessions(organisations: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Session]:
    """Narrowed by `q`, `since`, `until`, `kind`, `owner`, `audience`, `status`; ordered by `sort`."""
    found = Session.objects.filter(series__owner__in=organisations)
    if text := asked.get("q"):
        words = Q(title__icontains=text) | Q(theme__icontains=text) | Q(series__title__icontains=text)
        found = found.filter(words)
    if since := asked.get("since"):
        month = since.replace(day=1)
        found = found.filter(Q(held_on__gte=since) | Q(held_on=None, planned_month__gte=month))
    if until := asked.get("until"):
        found = found.filter(Q(held_on__lte=until) | Q(held_on=None, planned_month__lte=until))
    for name, field in (("kind", "series__kind"), ("owner", "series__owner"), ("audience", "series__audience")):
        if asked.get(name):
            found = found.filter(**{field: asked[name]})
    if asked.get("status"):
        found = found.filter(status=asked["status"])
    return found.order_by(*ORDERS.get(asked.get("sort") or "latest", ORDERS["latest"]))


def waiting_for_report(on: date) -> Q:
    """Planned sessions whose day, month or, where neither is known, fiscal year was over before `on`."""
    is_over = Q(held_on__lt=on) | Q(held_on=None, planned_month__lt=on.replace(day=1))
    undated = Q(held_on=None, planned_month=None, series__fiscal_year__lt=FiscalYear.of(on).year)
    return Q(status=SessionStatus.PLANNED) & (is_over | undated)


def in_full(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """With series, owner, place, and the channels in `ways`, each knowing its current attendance. Three queries.

    Apart from `listed_sessions`, so that counting its rows joins nothing that is only shown.
    """
    channels = with_current(Channel.objects.all())
    return sessions.select_related("series__owner", "place", "area").prefetch_related(
        Prefetch("channels", channels, to_attr="ways")
    )


def between(series: QuerySet[Series], first: date, last: date) -> list[Session]:
    """Sessions of the days, by day and hour."""
    found = Session.objects.filter(series__in=series, held_on__range=(first, last))
    return list(found.select_related("series", "place").order_by("held_on", "starts", "pk"))


def channels_between(series: QuerySet[Series], first: date, last: date) -> list[Channel]:
    """Channels that have a day of their own within the days, such as later screenings."""
    found = Channel.objects.filter(session__series__in=series, held_on__range=(first, last))
    joined = ("session__series", "session__place", "place")
    return list(found.select_related(*joined).order_by("held_on", "starts", "pk"))


def without_day(series: QuerySet[Series], month: date) -> list[Session]:
    """Planned for the month, the day not fixed yet."""
    found = Session.objects.filter(series__in=series, held_on=None, planned_month=month, status=SessionStatus.PLANNED)
    return list(found.select_related("series").order_by("series__title", "number"))
