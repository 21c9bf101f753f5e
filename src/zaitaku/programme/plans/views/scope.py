"""What the person may see and edit of the plans; everything else is "not found"."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zaitaku.core.accounts.access import Permission, StaffRequest, allowed, areas_for
from zaitaku.programme.plans.models import Node, Plan, PlanVersion
from zaitaku.programme.plans.queries import version_in_force


def plans(request: StaffRequest, permission: Permission = Permission.VIEW_PROGRAMME) -> QuerySet[Plan]:
    areas = areas_for(request.user, permission, on=timezone.localdate())
    return Plan.objects.filter(area__in=areas).select_related("area")


def versions(request: StaffRequest, permission: Permission = Permission.VIEW_PROGRAMME) -> QuerySet[PlanVersion]:
    areas = areas_for(request.user, permission, on=timezone.localdate())
    return PlanVersion.objects.filter(plan__area__in=areas).select_related("plan", "plan__area", "based_on")


def version_or_404(request: StaffRequest, pk: int, permission: Permission = Permission.VIEW_PROGRAMME) -> PlanVersion:
    return get_object_or_404(versions(request, permission), pk=pk)


def editable(request: StaffRequest, pk: int) -> PlanVersion:
    return version_or_404(request, pk, Permission.EDIT_PLAN)


def node_or_404(version: PlanVersion, key: str) -> Node:
    return get_object_or_404(Node.objects.select_related("version__plan", "parent"), version=version, key=key)


def may_edit(request: StaffRequest, version: PlanVersion) -> bool:
    """Whether the person could edit the version, were it a draft."""
    return plans(request, Permission.EDIT_PLAN).filter(pk=version.plan_id).exists()


def may_import(request: StaffRequest) -> bool:
    return allowed(request.user, Permission.EDIT_PLAN, on=timezone.localdate())


def usual_version(request: StaffRequest) -> PlanVersion | None:
    """The version in force of the youngest plan; where none is in force yet, the youngest version."""
    today = timezone.localdate()
    for plan in plans(request).order_by("-first_year", "-pk"):
        found = version_in_force(plan, today) or plan.versions.order_by("-number").first()
        if found is not None:
            return found
    return None


def asked_version(request: StaffRequest, name: str) -> PlanVersion | None:
    """A version named by its id in the query string; None when the name is missing."""
    given = request.GET.get(name, "")
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise Http404
    return version_or_404(request, int(given))
