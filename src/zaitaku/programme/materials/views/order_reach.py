"""Which orders a person may see to. What lies outside is not found."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.materials.models import Destination, Order
from zaitaku.programme.materials.queries import orders as queries


def owners(request: StaffRequest) -> QuerySet[Organisation]:
    """By their keys: a page that asks several times has the database look for its reach once."""
    found = organisations_for(request.user, Permission.RECORD, on=timezone.localdate())
    return Organisation.objects.filter(pk__in=list(found.values_list("pk", flat=True)))


def order_or_404(request: StaffRequest, pk: int) -> Order:
    rows = queries.with_lines(Order.objects.select_related("requested_by"))
    found: Order = get_object_or_404(rows, pk=pk, destination__owner__in=owners(request))
    return found


def place_or_404(request: StaffRequest, pk: int) -> Destination:
    found: Destination = get_object_or_404(queries.places_of(owners(request), on=timezone.localdate()), pk=pk)
    return found


def own_order_or_404(request: StaffRequest, pk: int) -> Order:
    """Of the organisations the person works for."""
    rows = queries.orders_of(queries.mine(request.user, on=timezone.localdate()))
    found: Order = get_object_or_404(rows, pk=pk)
    return found
