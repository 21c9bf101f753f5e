"""Which events a person may see, and which they may write in. What lies outside is not found."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.models import Channel, Series, Session


def seen(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate())


def written(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.RECORD, on=timezone.localdate())


def settled(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The same by their keys: a page that asks several times has the database look for its reach once."""
    return Organisation.objects.filter(pk__in=list(organisations.values_list("pk", flat=True)))


def may_write(request: StaffRequest, series: Series) -> bool:
    return written(request).filter(pk=series.owner_id).exists()


def series_or_404(pk: int, organisations: QuerySet[Organisation]) -> Series:
    return get_object_or_404(Series.objects.select_related("owner__area__parent"), pk=pk, owner__in=organisations)


def session_or_404(pk: int, organisations: QuerySet[Organisation]) -> Session:
    sessions = Session.objects.select_related("series__owner__area__parent", "place", "area")
    return get_object_or_404(sessions, pk=pk, series__owner__in=organisations)


def channel_or_404(pk: int, organisations: QuerySet[Organisation]) -> Channel:
    channels = Channel.objects.select_related("session__series__owner__area__parent", "session__place", "place")
    return get_object_or_404(channels, pk=pk, session__series__owner__in=organisations)
