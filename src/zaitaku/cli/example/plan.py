"""The plan as first tabled, and the revision that followed, each change with its reason."""

from typing import Any

from zaitaku.cli.example.files import Example
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.plans import actions
from zaitaku.programme.plans.actions.structure import with_descendants
from zaitaku.programme.plans.actions.versions import first_draft
from zaitaku.programme.plans.choices import Direction, LineageKind, NodeKind, Vocabulary
from zaitaku.programme.plans.models import Node, Plan, PlanVersion

# Name of the nested table in plan.toml -> what it is.
LEVELS = {
    "pillar": NodeKind.PILLAR,
    "category": NodeKind.CATEGORY,
    "state": NodeKind.DESIRED_STATE,
    "objective": NodeKind.OBJECTIVE,
    "initiative": NodeKind.INITIATIVE,
}
VOCABULARIES = {"scenes": Vocabulary.SCENE, "items": Vocabulary.ITEM, "themes": Vocabulary.THEME}


def load(example: Example) -> Plan:
    data = example.read("plan.toml")
    plan = actions.create_plan(
        area=example.area,
        title=data["title"],
        first_year=data["first_year"],
        last_year=data["last_year"],
        by=example.by,
    )
    first = first_draft(plan, name=data["version"], by=example.by)
    goal = _add(example, first, None, NodeKind.GOAL, data["goal"])
    for pillar in data["pillar"]:
        _add_below(example, first, goal, "pillar", pillar)
    actions.adopt_version(version=first, in_force_from=data["in_force_from"], by=example.by)
    _revise(example, first)
    return plan


def _add_below(example: Example, version: PlanVersion, parent: Node, level: str, data: dict[str, Any]) -> None:
    node = _add(example, version, parent, LEVELS[level], data)
    for inner in LEVELS:
        for child in data.get(inner, ()):
            _add_below(example, version, node, inner, child)


def _add(example: Example, version: PlanVersion, parent: Node | None, kind: NodeKind, data: dict[str, Any]) -> Node:
    node = actions.add_node(
        version=version,
        parent=parent,
        kind=kind,
        text=data["text"],
        by=example.by,
        key=data["key"],
        number=data.get("number", ""),
    )
    if kind is NodeKind.INITIATIVE:
        _detail(example, node, data)
    if "indicators" in data:
        actions.set_plan_indicators(node=node, indicators=_indicators(data["indicators"]), by=example.by)
    return node


def _detail(example: Example, node: Node, data: dict[str, Any]) -> None:
    initiative = node.initiative
    tags: list[tuple[str, str]] = [
        (vocabulary, code) for name, vocabulary in VOCABULARIES.items() for code in data.get(name, ())
    ]
    actions.edit_initiative(
        node=node,
        text=data.get("text", node.text),
        frequency=data.get("frequency", initiative.frequency),
        description=data.get("description", initiative.description),
        owners=_owners(example, data) if "owners" in data else _standing_owners(node),
        tags=tags or [(tag.vocabulary, tag.code) for tag in initiative.tags.all()],
        by=example.by,
        row=data.get("row", initiative.row),
    )


def _owners(example: Example, data: dict[str, Any]) -> list[Organisation]:
    return [example.organisation(name) for name in data["owners"]]


def _standing_owners(node: Node) -> list[Organisation]:
    return [link.organisation for link in node.initiative.owner_links.select_related("organisation")]


def _indicators(rows: list[dict[str, Any]]) -> list[actions.IndicatorEdit]:
    return [actions.IndicatorEdit(**{**row, "direction": Direction(row.get("direction", ""))}) for row in rows]


def _revise(example: Example, first: PlanVersion) -> None:
    data = example.read("revision.toml")
    version = actions.new_version_from(version=first, name=data["version"], by=example.by, note=data["note"])
    goal = version.nodes.get(key="goal")
    actions.set_plan_indicators(node=goal, indicators=_indicators(data["goal_indicator"]), by=example.by)
    for change in data["change"]:
        _change(example, first, version, change)
    actions.adopt_version(version=version, in_force_from=data["in_force_from"], by=example.by)


def _change(example: Example, first: PlanVersion, version: PlanVersion, change: dict[str, Any]) -> None:
    before = first.nodes.get(key=change["key"])
    after: Node | None = version.nodes.get(key=change["key"])
    if change.get("drop"):
        _drop(example, before, version, change["reason"])
        return
    assert after is not None  # noqa: S101 - `get` found it
    if after.kind == NodeKind.INITIATIVE:
        _detail(example, after, change)
    elif "text" in change:
        actions.edit_node(node=after, text=change["text"], number=after.number, by=example.by)
    if "indicators" in change:
        actions.set_plan_indicators(node=after, indicators=_indicators(change["indicators"]), by=example.by)
    kind = LineageKind(change["kind"])
    actions.record_lineage(
        version=version, kind=kind, before=before, after=after, reason=change["reason"], by=example.by
    )


def _drop(example: Example, before: Node, version: PlanVersion, reason: str) -> None:
    """A part goes with everything below it; each of them is named in the lineage."""
    actions.remove_node(node=version.nodes.get(key=before.key), by=example.by)
    for gone in with_descendants(before):
        actions.record_lineage(
            version=version, kind=LineageKind.DROPPED, before=gone, after=None, reason=reason, by=example.by
        )
