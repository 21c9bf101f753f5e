"""Stable keys. A key is made once from where a part stands, then kept for ever, whatever becomes of its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.models import Node, Plan
from zaitaku.programme.plans.queries import PlanNode

_PREFIX = {
    NodeKind.GOAL: "goal",
    NodeKind.PILLAR: "pillar",
    NodeKind.CATEGORY: "category",
    NodeKind.DESIRED_STATE: "state",
    NodeKind.OBJECTIVE: "objective",
}


def keys_of(plan: Plan) -> set[str]:
    """Keys of every version: none of them is given to another part again."""
    return set(Node.objects.filter(version__plan=plan).values_list("key", flat=True))


def with_keys(roots: Iterable[PlanNode], taken: Collection[str]) -> tuple[PlanNode, ...]:
    """Parts without a key get one: 1-2-03 for the third initiative of category 2 of pillar 1, s-01 outside pillars."""
    return _Numbering(set(taken)).children(tuple(roots), ())


def new_key(plan: Plan, kind: NodeKind, above: str) -> str:
    """A key for a part added by hand under the part `above`."""
    taken = keys_of(plan)
    stem = f"{above or _PREFIX.get(kind, 's')}-new" if kind != NodeKind.INITIATIVE else f"{above}-i"
    return _free(stem[:34], taken, 1, "{stem}-{number}")


def next_indicator_key(used: Collection[str]) -> str:
    return _free("i", set(used), 1, "{stem}{number}")


def _free(stem: str, taken: set[str], number: int, form: str) -> str:
    while (key := form.format(stem=stem, number=number)) in taken:
        number += 1
    return key


class _Numbering:
    """Counts parts per place while walking down. `trail` holds the ordinal numbers of the parts above."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.initiatives: dict[str, int] = defaultdict(int)

    def children(self, nodes: tuple[PlanNode, ...], trail: tuple[tuple[NodeKind, int], ...]) -> tuple[PlanNode, ...]:
        seen: dict[NodeKind, int] = defaultdict(int)
        done = []
        for node in nodes:
            seen[node.kind] += 1
            here = (*trail, (node.kind, seen[node.kind]))
            key = node.key or self._key(node.kind, here)
            self.taken.add(key)
            done.append(replace(node, key=key, children=self.children(node.children, here)))
        return tuple(done)

    def _key(self, kind: NodeKind, trail: tuple[tuple[NodeKind, int], ...]) -> str:
        if kind == NodeKind.INITIATIVE:
            return self._initiative_key(trail)
        numbers = [str(number) for of, number in trail if of != NodeKind.GOAL] or [str(trail[-1][1])]
        stem = f"{_PREFIX[kind]}-{'-'.join(numbers)}"
        return stem if stem not in self.taken else _free(stem, self.taken, 2, "{stem}x{number}")

    def _initiative_key(self, trail: tuple[tuple[NodeKind, int], ...]) -> str:
        counted = (NodeKind.PILLAR, NodeKind.CATEGORY)
        stem = "-".join(str(number) for of, number in trail if of in counted) or "s"
        while True:
            self.initiatives[stem] += 1
            key = f"{stem}-{self.initiatives[stem]:02d}"
            if key not in self.taken:
                return key
