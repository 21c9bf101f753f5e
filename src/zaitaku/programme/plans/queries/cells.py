"""What the cells of the printed table say of one row: a row holds the initiatives that share its `row`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from zaitaku.programme.plans.queries.tree import PlanNode


def printed_rows(initiatives: Iterable[PlanNode]) -> list[list[PlanNode]]:
    """Neighbours of the same row together."""
    return [list(group) for _row, group in groupby(initiatives, key=lambda one: one.initiative.row or one.key)]


def initiative_cell(group: Iterable[PlanNode]) -> str:
    return "\n".join(_name_with_frequency(one) for one in group)


def _name_with_frequency(one: PlanNode) -> str:
    name, *rest = one.text.split("\n")
    words = one.initiative.frequency
    return "\n".join([name, *([words] if words else []), *rest])


def description_cell(group: Iterable[PlanNode]) -> str:
    return "\n".join(dict.fromkeys(filter(None, (one.initiative.description for one in group))))


def indicator_cell(group: Iterable[PlanNode]) -> str:
    return "\n\n".join(line.words for one in group for line in one.indicators)


def owner_cell(group: Iterable[PlanNode]) -> str:
    return "・".join(dict.fromkeys(owner.name for one in group for owner in one.initiative.owners))


def flat(text: str) -> str:
    """Line breaks and spaces are the same in a table: a text file has lost the difference."""
    return " ".join(text.split())
