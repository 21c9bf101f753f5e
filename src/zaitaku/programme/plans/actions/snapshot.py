"""A part as JSON, for the audit trail, for telling a stale form, and for putting back what was."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from zaitaku.analysis.figure_json import canonical
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.plans.choices import LineageKind, NodeKind
from zaitaku.programme.plans.models import (
    Initiative,
    InitiativeOwner,
    Lineage,
    Node,
    PlanIndicator,
    PlanVersion,
    Tag,
)

Snapshot = dict[str, Any]
_NOT_CONTENT = {"place", "parent", "came_from"}


def snapshot(node: Node) -> Snapshot:
    """`place` counts from 0 among the siblings; organisations by id and name, figures by code."""
    place = Node.objects.filter(version=node.version_id, parent=node.parent_id, position__lt=node.position).count()
    return {
        "key": node.key,
        "kind": node.kind,
        "number": node.number,
        "text": node.text,
        "note": node.note,
        "parent": node.parent.key if node.parent is not None else "",
        "place": place,
        "initiative": _initiative(node),
        "indicators": [_indicator(line) for line in node.plan_indicators.prefetch_related("measures")],
        "came_from": [[row.kind, row.before_id, row.reason] for row in node.came_from.all()],
    }


def _initiative(node: Node) -> Snapshot | None:
    one = Initiative.objects.filter(node=node).first()
    if one is None:
        return None
    return {
        "frequency": one.frequency,
        "times": one.times,
        "per_years": one.per_years,
        "description": one.description,
        "row": one.row,
        "owners": [
            [link.organisation_id, link.organisation.name] for link in one.owner_links.select_related("organisation")
        ],
        "tags": sorted([tag.vocabulary, tag.code] for tag in one.tags.all()),
    }


def _indicator(line: PlanIndicator) -> Snapshot:
    return {
        "key": line.key,
        "text": line.text,
        "source": line.source,
        "direction": line.direction,
        "target": str(line.target) if line.target is not None else None,
        "target_year": line.target_year,
        "next_measured": line.next_measured,
        "measures": sorted(measure.code for measure in line.measures.all()),
    }


def digest_of(taken: Snapshot) -> str:
    """Tells whether the content is still the one a form was opened with; place and lineage do not count."""
    content = {name: value for name, value in taken.items() if name not in _NOT_CONTENT}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def put_back(version: PlanVersion, taken: Snapshot) -> Node:
    """Write the part as it was, under its parent as it was; made anew when it is gone. The caller sets the order."""
    parent = Node.objects.get(version=version, key=taken["parent"]) if taken["parent"] else None
    node = Node.objects.filter(version=version, key=taken["key"]).first()
    made = node is None
    if node is None:
        node = Node(version=version, key=taken["key"], position=0)
    node.kind, node.number, node.text, node.note = taken["kind"], taken["number"], taken["text"], taken["note"]
    node.parent = parent
    node.save()
    if node.kind == NodeKind.INITIATIVE:
        _put_initiative(node, taken["initiative"])
    put_indicators(node, taken["indicators"])
    if made:
        Lineage.objects.bulk_create(
            Lineage(version=version, kind=LineageKind(kind), before_id=before, after=node, reason=reason)
            for kind, before, reason in taken["came_from"]
        )
    return node


def _put_initiative(node: Node, taken: Snapshot) -> None:
    fields = {name: taken[name] for name in ("frequency", "times", "per_years", "description", "row")}
    one, _made = Initiative.objects.update_or_create(node=node, defaults=fields)
    one.owner_links.all().delete()
    InitiativeOwner.objects.bulk_create(
        InitiativeOwner(initiative=one, organisation_id=pk, position=place)
        for place, (pk, _name) in enumerate(taken["owners"])
    )
    one.tags.all().delete()
    Tag.objects.bulk_create(Tag(initiative=one, vocabulary=word, code=code) for word, code in taken["tags"])


def put_indicators(node: Node, taken: list[Snapshot]) -> None:
    """Exactly these, in this order; those that stay keep their row, so that links to them hold."""
    node.plan_indicators.exclude(key__in=[line["key"] for line in taken]).delete()
    for place, line in enumerate(taken):
        fields = {name: line[name] for name in ("text", "source", "direction", "target_year", "next_measured")}
        fields["target"] = Decimal(line["target"]) if line["target"] is not None else None
        fields["position"] = place
        row, _made = PlanIndicator.objects.update_or_create(node=node, key=line["key"], defaults=fields)
        row.measures.set(Indicator.objects.filter(area=node.version.plan.area_id, code__in=line["measures"]))
