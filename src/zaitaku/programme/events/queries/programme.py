"""A year's programme as it would be copied to another."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.models import Channel, Series


@dataclass(frozen=True, slots=True)
class Line:
    """One series with how many sessions and channels a copy would have; `is_there`: the target year has it."""

    series: Series
    sessions: int
    channels: int
    is_there: bool


def lines_of(organisations: QuerySet[Organisation], *, source: int, target: int) -> list[Line]:
    """Two queries."""
    there = Series.objects.filter(owner=OuterRef("owner"), code=OuterRef("code"), fiscal_year=target)
    found = Series.objects.filter(owner__in=organisations, fiscal_year=source).select_related("owner")
    kept = ~Q(sessions__status=SessionStatus.CANCELLED)
    found = found.annotate(kept=Count("sessions", filter=kept), there=Exists(there)).order_by("owner__name", "title")
    channels = Channel.objects.filter(session__series__in=found.values("pk")).exclude(
        Q(session__status=SessionStatus.CANCELLED) | Q(status=SessionStatus.CANCELLED)
    )
    counts = dict(channels.order_by().values_list("session__series").annotate(count=Count("pk")))
    return [Line(one, one.kept, counts.get(one.pk, 0), one.there) for one in found]
