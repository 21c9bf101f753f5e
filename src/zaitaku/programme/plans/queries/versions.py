"""Which version counts, and one initiative of it with its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zaitaku.core.areas.models import Area
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.plans.choices import NodeKind, VersionStatus
from zaitaku.programme.plans.models import Lineage, Node, Plan, PlanVersion
from zaitaku.programme.plans.queries.tree import NoSuchPart, PlanNode, tree


@dataclass(frozen=True, slots=True)
class Placed:
    """An initiative and the parts above it, outermost first."""

    node: PlanNode
    path: tuple[PlanNode, ...]


def version_in_force(plan: Plan, on: date) -> PlanVersion | None:
    """The settled version that began last on or before the day; drafts never count."""
    settled = plan.versions.exclude(status=VersionStatus.DRAFT).filter(in_force_from__lte=on)
    return settled.select_related("plan").order_by("-in_force_from", "-number").first()


def plan_for(area: Area, fiscal_year: int) -> Plan | None:
    """The plan of the area whose years contain the fiscal year; the younger one where two do."""
    covering = Plan.objects.filter(area=area, first_year__lte=fiscal_year, last_year__gte=fiscal_year)
    return covering.order_by("-first_year", "-pk").first()


def draft_of(plan: Plan) -> PlanVersion | None:
    return plan.versions.filter(status=VersionStatus.DRAFT).select_related("plan").order_by("-number").first()


def initiative(version: PlanVersion, key: str) -> Placed:
    """Raises NoSuchPart when the key is not an initiative of this version."""
    whole = tree(version)
    node = whole.node(key)
    if node.kind != NodeKind.INITIATIVE:
        raise NoSuchPart(key)
    return Placed(node, whole.path(key))


def history(version: PlanVersion, key: str) -> list[AuditEntry]:
    """Every entry about this part in any version of the plan, imports that changed it included, newest first."""
    versions = list(PlanVersion.objects.filter(plan=version.plan).values_list("pk", flat=True))
    about_part = Q(details__key=key, details__version__in=versions)
    imports = Q(subject_type="plans.planversion", subject_id__in=[str(pk) for pk in versions])
    entries = AuditEntry.objects.filter(about_part | imports & Q(action="plans.import_plan"))
    return [
        entry
        for entry in entries.select_related("by").order_by("-number")
        if entry.action != "plans.import_plan" or any(one["key"] == key for one in entry.details["changes"])
    ]


@dataclass(frozen=True, slots=True)
class Stage:
    """A part in one version and how it came there; `breaks` is what a series over the years must mark."""

    version: PlanVersion
    node: Node | None
    breaks: tuple[Lineage, ...]


def stages(version: PlanVersion, key: str) -> list[Stage]:
    """The part in every version of the plan, oldest first, with the lineage that touches it.

    A part whose key changed is followed by its lineage rows in both directions.
    """
    versions = list(PlanVersion.objects.filter(plan=version.plan).select_related("plan").order_by("number"))
    rows = list(Lineage.objects.filter(version__plan=version.plan).select_related("before", "after", "version"))
    keys = _kin(key, rows)
    nodes = {
        (node.version_id, node.key): node for node in Node.objects.filter(version__plan=version.plan, key__in=keys)
    }
    result = []
    for one in versions:
        here = nodes.get((one.pk, key)) or next((nodes[(one.pk, k)] for k in keys if (one.pk, k) in nodes), None)
        breaks = tuple(row for row in rows if row.version_id == one.pk and keys & _keys(row))
        if here is not None or breaks:
            result.append(Stage(one, here, breaks))
    return result


def _keys(row: Lineage) -> set[str]:
    return {node.key for node in (row.before, row.after) if node is not None}


def _kin(key: str, rows: list[Lineage]) -> set[str]:
    keys = {key}
    grown = True
    while grown:
        more = {k for row in rows if _keys(row) & keys for k in _keys(row)}
        grown = not more <= keys
        keys |= more
    return keys


def last_edits(version: PlanVersion) -> QuerySet[AuditEntry]:
    """Entries about the version and its parts, newest first."""
    about_version = Q(subject_type="plans.planversion", subject_id=str(version.pk))
    about_parts = Q(details__version=version.pk, action__startswith="plans.")
    return AuditEntry.objects.filter(about_version | about_parts).select_related("by").order_by("-number")
