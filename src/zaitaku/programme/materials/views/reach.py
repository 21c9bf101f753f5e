"""Which titles and destinations a person may see, and which they may write. What lies outside is not found."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for
from zaitaku.core.areas.models import Organisation, exists_on
from zaitaku.programme.materials.models import Destination, Edition, Movement, PrintRun, Stocktake, Title
from zaitaku.programme.materials.queries.destinations import KIND_ORDER, register


def seen(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate())


def written(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.RECORD, on=timezone.localdate())


def settled(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The same by their keys: a page that asks several times has the database look for its reach once."""
    return Organisation.objects.filter(pk__in=list(organisations.values_list("pk", flat=True)))


def title_or_404(pk: int, organisations: QuerySet[Organisation]) -> Title:
    return get_object_or_404(Title.objects.select_related("owner"), pk=pk, owner__in=organisations)


def movement_or_404(pk: int, organisations: QuerySet[Organisation]) -> Movement:
    rows = Movement.objects.select_related("title__owner", "place", "edition", "within")
    return get_object_or_404(rows, pk=pk, title__owner__in=organisations)


def edition_or_404(pk: int, organisations: QuerySet[Organisation]) -> Edition:
    return get_object_or_404(Edition.objects.select_related("title"), pk=pk, title__owner__in=organisations)


def run_or_404(pk: int, organisations: QuerySet[Organisation]) -> PrintRun:
    rows = PrintRun.objects.select_related("title", "edition")
    return get_object_or_404(rows, pk=pk, title__owner__in=organisations)


def stocktake_or_404(pk: int, organisations: QuerySet[Organisation]) -> Stocktake:
    rows = Stocktake.objects.select_related("title", "edition", "movement")
    return get_object_or_404(rows, pk=pk, title__owner__in=organisations)


def destination_or_404(pk: int, organisations: QuerySet[Organisation]) -> Destination:
    rows = Destination.objects.select_related("owner", "organisation", "merged_into")
    return get_object_or_404(rows, pk=pk, owner__in=organisations)


def destinations_of_today(organisations: QuerySet[Organisation]) -> QuerySet[Destination]:
    return register(organisations).filter(exists_on(timezone.localdate())).order_by(KIND_ORDER, "name", "pk")
