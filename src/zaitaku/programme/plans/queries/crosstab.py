"""取組 × 場面 × 8項目: what the state and the prefecture ask to see."""

from __future__ import annotations

from dataclasses import dataclass

from zaitaku.programme.plans.choices import Item, Scene, Vocabulary
from zaitaku.programme.plans.models import PlanVersion
from zaitaku.programme.plans.queries.tree import PlanNode, PlanTree, tree


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One initiative with the scenes and items it is tagged with, in the order of the vocabularies."""

    node: PlanNode
    scenes: tuple[bool, ...]
    items: tuple[bool, ...]

    @property
    def is_untagged(self) -> bool:
        """It appears in no cell of the matrix, since a scene or an item is missing."""
        return not (any(self.scenes) and any(self.items))


@dataclass(frozen=True, slots=True)
class CrossTable:
    """`cells[item][scene]` are the initiatives that carry both tags; an empty tuple is a gap of the plan."""

    scenes: tuple[Scene, ...]
    items: tuple[Item, ...]
    rows: tuple[CrossRow, ...]
    cells: tuple[tuple[tuple[PlanNode, ...], ...], ...]

    def gaps(self) -> list[tuple[Item, Scene]]:
        return [
            (item, scene)
            for item, across in zip(self.items, self.cells, strict=True)
            for scene, cell in zip(self.scenes, across, strict=True)
            if not cell
        ]


def crosstab(version: PlanVersion) -> CrossTable:
    return crosstab_of(tree(version))


def crosstab_of(whole: PlanTree) -> CrossTable:
    scenes, items = tuple(Scene), tuple(Item)
    rows = tuple(_row(node, scenes, items) for node in whole.initiatives())
    cells = tuple(
        tuple(tuple(row.node for row in rows if row.items[i] and row.scenes[s]) for s in range(len(scenes)))
        for i in range(len(items))
    )
    return CrossTable(scenes, items, rows, cells)


def _row(node: PlanNode, scenes: tuple[Scene, ...], items: tuple[Item, ...]) -> CrossRow:
    of_scene, of_item = node.initiative.codes(Vocabulary.SCENE), node.initiative.codes(Vocabulary.ITEM)
    return CrossRow(node, tuple(one in of_scene for one in scenes), tuple(one in of_item for one in items))
