"""Adding, moving and removing parts of a draft."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.programme.plans.actions.checks import checked_text, locked_draft
from zaitaku.programme.plans.actions.keys import keys_of, new_key
from zaitaku.programme.plans.actions.refusals import BadPart, WrongPlace
from zaitaku.programme.plans.actions.snapshot import snapshot
from zaitaku.programme.plans.actions.trail import tell
from zaitaku.programme.plans.choices import NodeKind, may_hold
from zaitaku.programme.plans.models import Initiative, Node, PlanVersion


@transaction.atomic
def add_node(
    *,
    version: PlanVersion,
    parent: Node | None,
    kind: NodeKind,
    text: str,
    by: Person,
    place: int | None = None,
    key: str = "",
    number: str = "",
) -> Node:
    """`place` counts from 0 among the siblings; None puts the part last."""
    version = locked_draft(version)
    words = checked_text(text, field=_("Name"), limit=1000, required=True)
    _check_place(kind, words, parent, version)
    if key and (key.split() != [key] or "/" in key):
        raise BadPart(
            _("The key “%(key)s” holds a space or a slash. Use letters, digits, points and hyphens.") % {"key": key}
        )
    if key and key in keys_of(version.plan):
        raise BadPart(_("The key “%(key)s” is taken in this plan.") % {"key": key})
    made = Node.objects.create(
        version=version,
        parent=parent,
        kind=kind,
        key=checked_text(key, field=_("Key"), limit=40) or new_key(version.plan, kind, parent.key if parent else ""),
        number=checked_text(number, field=_("Number"), limit=10),
        text=words,
        position=0,
    )
    if kind == NodeKind.INITIATIVE:
        Initiative.objects.create(node=made)
    set_place(made, place)
    tell(made, by=by, action="plans.add_part", before=[], after=[snapshot(made)])
    return made


@transaction.atomic
def move_node(*, node: Node, parent: Node | None, by: Person, place: int | None = None) -> Node:
    """With everything below it. `place` counts among the new siblings without the part itself."""
    version = locked_draft(node.version)
    node = Node.objects.select_related("version__plan", "parent").get(pk=node.pk)
    _check_place(NodeKind(node.kind), node.text, parent, version)
    before = snapshot(node)
    node.parent = parent
    node.save(update_fields=["parent"])
    set_place(node, place)
    after = snapshot(node)
    if after != before:
        tell(node, by=by, action="plans.move_part", before=[before], after=[after])
    return node


@transaction.atomic
def remove_node(*, node: Node, by: Person) -> None:
    """With everything below it."""
    version = locked_draft(node.version)
    node = Node.objects.select_related("version__plan", "parent").get(pk=node.pk)
    before = [snapshot(one) for one in with_descendants(node)]
    tell(node, by=by, action="plans.remove_part", before=before, after=[])
    node.delete()
    set_order(version)


def with_descendants(node: Node) -> list[Node]:
    """Outer parts before inner ones, siblings in printed order."""
    found = [node]
    for child in node.children.select_related("version__plan", "parent").order_by("position", "pk"):
        found.extend(with_descendants(child))
    return found


def set_place(node: Node, place: int | None) -> None:
    """Put the part at `place` among its siblings (from 0; None: last) and renumber the version."""
    siblings = Node.objects.filter(version=node.version_id, parent=node.parent_id).exclude(pk=node.pk)
    order = list(siblings.order_by("position", "pk").values_list("pk", flat=True))
    order.insert(len(order) if place is None else max(0, min(place, len(order))), node.pk)
    set_order(node.version, {pk: rank for rank, pk in enumerate(order)})
    node.refresh_from_db(fields=["position"])


def set_order(version: PlanVersion, ranks: dict[int, int] | None = None) -> None:
    """Positions are the printed order of the whole version, from 1. `ranks` overrule it among some siblings."""
    nodes = list(Node.objects.filter(version=version).order_by("position", "pk"))
    below: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        below[node.parent_id].append(node)
    for siblings in below.values():
        if ranks and all(node.pk in ranks for node in siblings):
            siblings.sort(key=lambda node: ranks[node.pk])
    changed: list[Node] = []
    queue = list(reversed(below[None]))
    position = 0
    while queue:
        node = queue.pop()
        position += 1
        if node.position != position:
            node.position = position
            changed.append(node)
        queue.extend(reversed(below[node.pk]))
    Node.objects.bulk_update(changed, ["position"])


def _check_place(kind: NodeKind, text: str, parent: Node | None, version: PlanVersion) -> None:
    if parent is not None and parent.version_id != version.pk:
        raise WrongPlace(text, str(parent))
    if not may_hold(NodeKind(parent.kind) if parent is not None else None, kind):
        raise WrongPlace(text, str(parent) if parent is not None else str(version))
