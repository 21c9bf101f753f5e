"""Which part of a file is which part of the draft, and what the draft knows that the file does not say.

A part is recognised by its name; else by a former name (lineage); else as the only unknown one between known
neighbours, when its name is rather alike and its owners are the same. A strange name is a new initiative: to take it
for a renaming would print the figures of another. What is recognised keeps its key, row, tags, targets and
measures. A cell that reads exactly as the draft would print it changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.queries.cells import description_cell, flat, indicator_cell, owner_cell
from zaitaku.programme.plans.queries.tree import IndicatorLine, PlanNode, PlanTree

ALIKE, RATHER_ALIKE = 0.6, 0.35
_ENDING = re.compile(r"の(開催|開設|実施|推進|運営|活用|作成|育成|確保|整備|充実|強化|促進)$")


def matched(existing: PlanTree, roots: Sequence[PlanNode], former: Mapping[str, Sequence[str]]) -> tuple[PlanNode, ...]:
    """`former` gives former names by key. Parts of the file that are new keep an empty key."""
    pairs = _Pairs(existing, former)
    pairs.children(None, tuple(roots))
    return _carried(None, tuple(roots), pairs)


def name_of(text: str) -> str:
    """What two spellings of a name have in common; for comparing only."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c)[0] not in "PS").casefold()


class _Pairs:
    """Found pairs: `old` of a path in the file. Names are looked for under the same parent first, then anywhere."""

    def __init__(self, existing: PlanTree, former: Mapping[str, Sequence[str]]) -> None:
        self.existing = existing
        self.old: dict[tuple[int, ...], PlanNode] = {}
        self.used: set[str] = set()
        self.names: dict[tuple[NodeKind, str], list[PlanNode]] = defaultdict(list)
        for node in existing.walk():
            self.names[node.kind, name_of(node.text)].append(node)
        for node in existing.walk():
            for text in former.get(node.key, ()):
                self.names[node.kind, name_of(text)].append(node)

    def children(self, parent: PlanNode | None, wanted: tuple[PlanNode, ...], path: tuple[int, ...] = ()) -> None:
        standing = parent.children if parent is not None else self.existing.roots if not path else ()
        for place, part in enumerate(wanted):
            self._by_name((*path, place), part, standing)
        for place, part in enumerate(wanted):
            self._by_likeness((*path, place), part, standing)
        self._by_gap(path, wanted, standing)
        for place, part in enumerate(wanted):
            here = (*path, place)
            self.children(self.old.get(here), part.children, here)

    def _by_name(self, here: tuple[int, ...], part: PlanNode, standing: Sequence[PlanNode]) -> None:
        free = [node for node in self.names[part.kind, name_of(part.text)] if node.key not in self.used]
        near = [node for node in free if node in standing]
        if near or len(free) == 1:
            self._pair(here, (near or free)[0])

    def _by_likeness(self, here: tuple[int, ...], part: PlanNode, standing: Sequence[PlanNode]) -> None:
        if here in self.old:
            return
        free = [node for node in standing if node.kind == part.kind and node.key not in self.used]
        scored = [(likeness(node.text, part.text), -place, node) for place, node in enumerate(free)]
        best = max(scored, key=lambda one: one[:2], default=None)
        if best is not None and best[0] >= ALIKE:
            self._pair(here, best[2])

    def _by_gap(self, path: tuple[int, ...], wanted: tuple[PlanNode, ...], standing: Sequence[PlanNode]) -> None:
        """One unknown part of the file against one of the draft between the same neighbours."""
        places = [self.old.get((*path, place)) for place in range(len(wanted))]
        for place, part in enumerate(wanted):
            if places[place] is not None:
                continue
            left, right = self._edges(places, place, standing)
            between = [node for node in standing[left:right] if node.key not in self.used]
            alone = len(between) == 1 and between[0].kind == part.kind
            if alone and self._gap_size(places, place) == 1 and _may_be_renamed(between[0], part):
                self._pair((*path, place), between[0])

    def _edges(self, places: list[PlanNode | None], place: int, standing: Sequence[PlanNode]) -> tuple[int, int]:
        order = {node.key: at for at, node in enumerate(standing)}
        before = [order[node.key] + 1 for node in places[:place] if node is not None and node.key in order]
        after = [order[node.key] for node in places[place:] if node is not None and node.key in order]
        return max(before, default=0), min(after, default=len(standing))

    def _gap_size(self, places: list[PlanNode | None], place: int) -> int:
        first = last = place
        while first > 0 and places[first - 1] is None:
            first -= 1
        while last + 1 < len(places) and places[last + 1] is None:
            last += 1
        return last - first + 1

    def _pair(self, here: tuple[int, ...], node: PlanNode) -> None:
        self.old[here] = node
        self.used.add(node.key)


def likeness(one: str, other: str) -> float:
    """0 to 1, after the algorithm of Ratcliff and Obershelp. Endings that many initiatives share do not count."""
    first, second = (_ENDING.sub("", name_of(text)) for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _may_be_renamed(old: PlanNode, new: PlanNode) -> bool:
    if old.kind != NodeKind.INITIATIVE:
        return True
    owners = [name_of(owner.name) for owner in old.initiative.owners]
    same = bool(owners) and owners == [name_of(owner.name) for owner in new.initiative.owners]
    return same and likeness(old.text, new.text) >= RATHER_ALIKE


def _carried(
    parent: PlanNode | None, wanted: tuple[PlanNode, ...], pairs: _Pairs, path: tuple[int, ...] = ()
) -> tuple[PlanNode, ...]:
    olds = [pairs.old.get((*path, place)) for place in range(len(wanted))]
    done = []
    for place, (part, old) in enumerate(zip(wanted, olds, strict=True)):
        here = (*path, place)
        children = _carried(old, part.children, pairs, here)
        done.append(_carry(old, part, children) if old is not None else replace(part, children=children))
    done = _shared_rows(done, olds)
    standing = parent.children if parent is not None else pairs.existing.roots if not path else ()
    for place, node in enumerate(standing):
        if node.key not in pairs.used and _cannot_be_printed(node):
            done.insert(min(place, len(done)), node)
    return tuple(done)


def _cannot_be_printed(node: PlanNode) -> bool:
    """A table has no row for it, so its absence from the file means nothing."""
    return node.kind in (NodeKind.OBJECTIVE, NodeKind.DESIRED_STATE) and not node.initiatives()


def _carry(old: PlanNode, new: PlanNode, children: tuple[PlanNode, ...]) -> PlanNode:
    prints_indicators = new.kind in (NodeKind.DESIRED_STATE, NodeKind.INITIATIVE)
    detail = new.detail
    if detail is not None:
        detail = replace(detail, tags=old.initiative.tags)
        if flat(detail.description) == flat(old.initiative.description):
            detail = replace(detail, description=old.initiative.description)
        if (detail.times, detail.per_years, old.initiative.times is None) == (
            old.initiative.times,
            old.initiative.per_years,
            False,
        ):
            detail = replace(detail, frequency=old.initiative.frequency)
    return replace(
        new,
        pk=old.pk,
        key=old.key,
        number=new.number or old.number,
        text=old.text if flat(new.text) == flat(old.text) else new.text,
        note=old.note if flat(new.note) == flat(old.note) else new.note,
        children=children,
        detail=detail,
        indicators=_indicators(old.indicators, new.indicators) if prints_indicators else old.indicators,
    )


def _indicators(old: tuple[IndicatorLine, ...], new: tuple[IndicatorLine, ...]) -> tuple[IndicatorLine, ...]:
    """By words first, then in order. What the file does not say stays."""
    if flat("\n".join(line.words for line in old)) == flat("\n".join(line.words for line in new)):
        return old
    free = {line.key: line for line in old}
    found: dict[int, IndicatorLine] = {}
    for place, line in enumerate(new):
        same = next((one for one in free.values() if flat(one.words) == flat(line.words)), None)
        if same is not None:
            found[place] = same
            del free[same.key]
    used = {line.key for line in old}
    done = []
    for place, line in enumerate(new):
        if place in found:
            done.append(found[place])
            continue
        was = free.pop(next(iter(free))) if free else None
        done.append(_indicator(was, line, used))
        used.add(done[-1].key)
    return tuple(done)


def _indicator(was: IndicatorLine | None, line: IndicatorLine, used: set[str]) -> IndicatorLine:
    if was is not None:
        return replace(was, text=line.text, source=line.source or was.source, direction=line.direction or was.direction)
    number = 1
    while f"i{number}" in used:
        number += 1
    return replace(line, key=f"i{number}")


def _shared_rows(parts: list[PlanNode], olds: list[PlanNode | None]) -> list[PlanNode]:
    """Initiatives of one printed row: a cell that reads as before leaves each of them its own part of it."""
    done: list[PlanNode] = []
    for row, group in groupby(range(len(parts)), key=lambda place: parts[place].initiative.row or place):
        places = list(group)
        new = [parts[place] for place in places]
        old = [node for node in (olds[place] for place in places) if node is not None]
        known = isinstance(row, str) and len(old) == len(new)
        done.extend(_shared(new, old) if known else new)
    return done


def _shared(new: list[PlanNode], old: list[PlanNode]) -> list[PlanNode]:
    row = old[0].initiative.row if len({one.initiative.row for one in old}) == 1 else ""
    details = [replace(one.initiative, row=row or one.initiative.row) for one in new]
    if flat(description_cell(old)) == flat(new[0].initiative.description):
        details = [replace(d, description=was.initiative.description) for d, was in zip(details, old, strict=True)]
    if owner_cell(old) == owner_cell(new[:1]):
        details = [replace(d, owners=was.initiative.owners) for d, was in zip(details, old, strict=True)]
    kept = flat(indicator_cell(old)) == flat(indicator_cell(new))
    return [
        replace(one, detail=detail, indicators=was.indicators if kept else one.indicators)
        for one, was, detail in zip(new, old, details, strict=True)
    ]
