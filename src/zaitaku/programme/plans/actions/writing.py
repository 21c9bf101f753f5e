"""Making a draft hold exactly a given tree: parts that have a row keep it, the others are made, the rest goes."""

from __future__ import annotations

from dataclasses import replace

from zaitaku.programme.plans.models import (
    Initiative,
    InitiativeOwner,
    Node,
    PlanIndicator,
    PlanVersion,
    Tag,
)
from zaitaku.programme.plans.queries import IndicatorLine, InitiativeDetail, PlanNode


def write_tree(version: PlanVersion, roots: tuple[PlanNode, ...]) -> None:
    """Every owner must have its `pk`. Positions become the order of the tree, from 1."""
    standing = {node.pk: node for node in Node.objects.filter(version=version).select_related("initiative")}
    kept = {part.pk for root in roots for part in root.walk() if part.pk is not None}
    written: list[int] = []
    _write_children(version, roots, None, standing, written)
    Node.objects.filter(pk__in=[pk for pk in standing if pk not in kept]).delete()


def without_rows(node: PlanNode) -> PlanNode:
    """The same part, to be written into another version."""
    return replace(node, pk=None, children=tuple(without_rows(child) for child in node.children))


def _write_children(
    version: PlanVersion,
    parts: tuple[PlanNode, ...],
    parent: Node | None,
    standing: dict[int, Node],
    written: list[int],
) -> None:
    for part in parts:
        written.append(len(written) + 1)
        node = _write_node(version, part, parent, standing, position=len(written))
        _write_children(version, part.children, node, standing, written)


def _write_node(
    version: PlanVersion, part: PlanNode, parent: Node | None, standing: dict[int, Node], *, position: int
) -> Node:
    node = standing[part.pk] if part.pk is not None else Node(version=version)
    values = {
        "parent_id": parent.pk if parent is not None else None,
        "kind": part.kind.value,
        "key": part.key,
        "number": part.number,
        "text": part.text,
        "note": part.note,
        "position": position,
    }
    if node.pk is None or any(getattr(node, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(node, name, value)
        node.save()
    if part.detail is not None:
        _write_detail(node, part.detail)
    _write_indicators(node, part.indicators)
    return node


def _write_detail(node: Node, detail: InitiativeDetail) -> None:
    names = ("frequency", "times", "per_years", "description", "row")
    one, made = Initiative.objects.update_or_create(node=node, defaults={name: getattr(detail, name) for name in names})
    owners = [owner.pk for owner in detail.owners if owner.pk is not None]
    if made or list(one.owner_links.values_list("organisation_id", flat=True)) != owners:
        one.owner_links.all().delete()
        InitiativeOwner.objects.bulk_create(
            InitiativeOwner(initiative=one, organisation_id=pk, position=place) for place, pk in enumerate(owners)
        )
    if made or set(one.tags.values_list("vocabulary", "code")) != detail.tags:
        one.tags.all().delete()
        Tag.objects.bulk_create(Tag(initiative=one, vocabulary=word, code=code) for word, code in sorted(detail.tags))


def _write_indicators(node: Node, lines: tuple[IndicatorLine, ...]) -> None:
    node.plan_indicators.exclude(key__in=[line.key for line in lines]).delete()
    names = ("text", "source", "direction", "target", "target_year", "next_measured")
    for place, line in enumerate(lines):
        fields = {**{name: getattr(line, name) for name in names}, "position": place}
        row, made = PlanIndicator.objects.update_or_create(node=node, key=line.key, defaults=fields)
        if line.measures or not made:
            row.measures.set([measure.pk for measure in line.measures])
