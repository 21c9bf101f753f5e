"""Which groups a person may see, and which they may write about. What lies outside is not found."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.facilities.models import Directory, Group
from zaitaku.programme.facilities.queries.groups import known


def seen(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate())


def written(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.RECORD, on=timezone.localdate())


def kept(request: StaffRequest) -> QuerySet[Organisation]:
    """Whose directory the person may begin and set: what stands there is public in the municipality's name, so that
    partners only work in one that was begun for them."""
    return organisations_for(request.user, Permission.CONFIRM, on=timezone.localdate())


def may_write(request: StaffRequest, group: Group) -> bool:
    return written(request).filter(pk=group.directory.owner_id).exists()


def group_or_404(pk: int, organisations: QuerySet[Organisation]) -> Group:
    rows = known(organisations).select_related(
        "directory__owner__area__parent", "current__area", "pending__area", "current__by", "pending__by"
    )
    return get_object_or_404(rows, pk=pk)


def directory_or_404(pk: int, organisations: QuerySet[Organisation]) -> Directory:
    return get_object_or_404(Directory.objects.select_related("owner__area__parent"), pk=pk, owner__in=organisations)
