"""The council's table as a tree of the plan, and back.

A table says less than a plan: it knows no keys, tags or measures. What it does not say is left empty here and carried
over from the standing draft by `matching`. Surveys (【指標】) become a pillar of their own, printed last.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import groupby
from typing import Any

from zaitaku.analysis.council_table import (
    Category,
    Indicator,
    Initiative,
    Pillar,
    PlanTable,
    Row,
    Spanned,
    headings,
    make_row,
)
from zaitaku.analysis.council_table.split import pieces
from zaitaku.analysis.figure_json import canonical
from zaitaku.analysis.frequency import read_frequency
from zaitaku.programme.plans.choices import Direction, NodeKind
from zaitaku.programme.plans.queries.cells import (
    description_cell,
    indicator_cell,
    initiative_cell,
    owner_cell,
    printed_rows,
)
from zaitaku.programme.plans.queries.tree import IndicatorLine, InitiativeDetail, Owner, PlanNode, PlanTree

SURVEYS = "指標"
LINE = "line "
"""Begins the row of initiatives that share a line of the file, until they have keys to name the row by."""
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BULLETS = "・･●○◆■◇□"


class RowWithoutPlace(ValueError):
    """A row of the table has initiatives but neither a desired state nor an objective. Lines of the file."""

    def __init__(self, lines: tuple[int, ...]) -> None:
        super().__init__(", ".join(map(str, lines)))
        self.lines = lines


def digest_of_table(table: PlanTable) -> str:
    """SHA-256 of what the table says; lines of the file and its format do not count."""
    return hashlib.sha256(canonical(_plain(table)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.compare}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def roots_of(table: PlanTable) -> tuple[PlanNode, ...]:
    """Parts without keys and rows. Raises RowWithoutPlace."""
    lost = tuple(row.line for row in table.rows if not row.desired_state.text and not row.objective.text)
    if lost:
        raise RowWithoutPlace(lost)
    pillars = [_part(NodeKind.PILLAR, pillar.name, children=tuple(_categories(pillar))) for pillar in table.pillars]
    if table.measures:
        pillars.append(_part(NodeKind.PILLAR, SURVEYS, children=tuple(_states(table.measures))))
    goals = [_part(NodeKind.GOAL, text) for text in table.goals]
    if len(goals) == 1:
        return (_part(NodeKind.GOAL, goals[0].text, children=tuple(pillars)),)
    return (*goals, *pillars)


def _part(kind: NodeKind, text: str, **kw: Any) -> PlanNode:
    return PlanNode(pk=None, kind=kind, key="", number=kw.pop("number", ""), text=text, **kw)


def _categories(pillar: Pillar) -> Iterator[PlanNode]:
    for category in pillar.categories:
        states = tuple(_states(category.rows))
        if category.number is None and not category.name:
            yield from states
            continue
        number = _CIRCLED[category.number - 1] if category.number and category.number <= 20 else ""
        if category.number and not number:
            number = str(category.number)
        note = "\n".join(category.notes)
        yield _part(NodeKind.CATEGORY, category.name, number=number, children=states, note=note)


def _states(rows: Iterable[Row]) -> Iterator[PlanNode]:
    for cell, group in groupby(rows, key=lambda row: (row.desired_state.first, row.desired_state.text)):
        below = list(group)
        objectives = tuple(_objectives(below))
        if not cell[1]:
            yield from objectives
            continue
        cells = {row.state_indicator_cell.first: row.state_indicators for row in below if row.state_indicator_cell.rows}
        lines = [line for found in cells.values() for line in found]
        yield _part(NodeKind.DESIRED_STATE, in_lines(cell[1]), children=objectives, indicators=_indicator_lines(lines))


def in_lines(text: str) -> str:
    """Each objective or sentence on its own line again, where a text file has made spaces of the line breaks."""
    if "\n" in text:
        return text
    lines: list[str] = []
    for piece in pieces(text):
        if lines and (lines[-1][-1].isascii() or piece[0].isascii()):
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return "\n".join(lines)


def _objectives(rows: Iterable[Row]) -> Iterator[PlanNode]:
    for cell, group in groupby(rows, key=lambda row: (row.objective.first, row.objective.text)):
        initiatives = tuple(part for row in group for part in _initiatives(row))
        if cell[1]:
            yield _part(NodeKind.OBJECTIVE, in_lines(cell[1]), children=initiatives)
        else:
            yield from initiatives


def _initiatives(row: Row) -> Iterator[PlanNode]:
    """Initiatives that share a row share its description and owners. An indicator that names none goes to the first."""
    shared = f"{LINE}{row.line}" if len(row.initiatives) > 1 else ""
    for place, one in enumerate(row.initiatives):
        lines = [line for line in row.indicators if (line.initiative or 0) == place]
        words = _frequency_words(one)
        read = read_frequency(words)
        yield _part(
            NodeKind.INITIATIVE,
            _initiative_text(one, row.initiative_text),
            indicators=_indicator_lines(lines),
            detail=InitiativeDetail(
                frequency=words,
                times=read.times if read else None,
                per_years=read.per_years if read else None,
                description=row.description,
                row=shared,
                owners=tuple(Owner(None, name) for name in row.owners),
            ),
        )


def _initiative_text(one: Initiative, cell: str) -> str:
    flat = " ".join(cell.split())
    bulleted = [
        any(f"{mark}{detail}" in flat or f"{mark} {detail}" in flat for mark in _BULLETS) for detail in one.details
    ]
    lines = (f"・{detail}" if bullet else detail for detail, bullet in zip(one.details, bulleted, strict=True))
    return "\n".join([one.name, *lines])


def _frequency_words(one: Initiative) -> str:
    if one.frequency is None:
        return ""
    every = str(one.frequency.every) if one.frequency.every > 1 else ""
    return f"{one.frequency.times}回/{every}{one.frequency.unit}"


def _indicator_lines(lines: Iterable[Indicator]) -> tuple[IndicatorLine, ...]:
    return tuple(
        IndicatorLine(
            key=f"i{place}",
            text=f"{line.source} {line.text}".strip(),
            source=line.source,
            direction=Direction(line.direction),
        )
        for place, line in enumerate(lines, start=1)
    )


def table_of(whole: PlanTree, status: str = "") -> PlanTable:
    """What the council's table can say of the plan. Empty objectives and states are not in it."""
    goals = tuple(root.text for root in whole.roots if root.kind == NodeKind.GOAL)
    tops = [part for root in whole.roots for part in (root.children if root.kind == NodeKind.GOAL else (root,))]
    surveys = tops[-1] if tops and _holds_surveys(tops[-1]) else None
    pillars = tuple(_pillar(part) for part in tops if part is not surveys)
    return PlanTable(
        title=whole.title,
        status=status,
        first_year=whole.first_year,
        last_year=whole.last_year,
        goals=goals,
        pillars=pillars,
        measures=_rows(surveys.children) if surveys is not None else (),
        notes=printed_notes(whole.note),
    )


def printed_notes(note: str) -> tuple[str, ...]:
    """The lines of a note as the table prints them: each begins with a note's sign, or it would read as a row."""
    lines = (line.strip() for line in note.split("\n"))
    return tuple(line if headings.is_note(line) else f"※{line}" for line in lines if line)


def _holds_surveys(part: PlanNode) -> bool:
    states = part.children
    return part.text == SURVEYS and all(
        state.kind == NodeKind.DESIRED_STATE and all(one.kind == NodeKind.INITIATIVE for one in state.children)
        for state in states
    )


def _pillar(part: PlanNode) -> Pillar:
    groups = groupby(part.children, key=lambda child: child.key if child.kind == NodeKind.CATEGORY else "")
    categories = []
    for key, group in groups:
        children = tuple(group)
        if not key:
            categories.append(Category(None, "", _rows(children)))
            continue
        one = children[0]
        notes = printed_notes(one.note)
        categories.append(Category(_category_number(one.number), one.text, _rows(one.children), notes))
    return Pillar(part.text, tuple(categories))


def _category_number(number: str) -> int | None:
    if number and number in _CIRCLED:
        return _CIRCLED.index(number) + 1
    digits = re.sub(r"\D", "", number)
    return int(digits) if digits else None


def _rows(parts: Iterable[PlanNode]) -> tuple[Row, ...]:
    """`parts` are states, or what hangs under a pillar or category without one."""
    rows: list[Row] = []
    for part in parts:
        is_state = part.kind == NodeKind.DESIRED_STATE
        below = part.children if is_state else (part,)
        height = sum(len(group) for _objective, group in _by_objective(below))
        state = _span(part.text if is_state else "", len(rows), height)
        lines = _span("\n\n".join(line.words for line in part.indicators) if is_state else "", len(rows), height)
        for objective, groups in _by_objective(below):
            cell = _span(objective.text if objective is not None else "", len(rows), len(groups))
            rows.extend(_row(state, cell, lines, group) for group in groups)
    return tuple(rows)


def _by_objective(parts: Iterable[PlanNode]) -> list[tuple[PlanNode | None, list[list[PlanNode]]]]:
    """Printed rows under each objective; None for initiatives that hang under the state itself."""
    found: list[tuple[PlanNode | None, list[list[PlanNode]]]] = []
    for bare, group in groupby(parts, key=lambda part: part.kind == NodeKind.INITIATIVE):
        if bare:
            found.append((None, printed_rows(list(group))))
        else:
            found.extend((part, printed_rows(part.initiatives())) for part in group if part.initiatives())
    return found


def _span(text: str, first: int, rows: int) -> Spanned:
    return Spanned(text, first, rows) if text and rows else Spanned("", 0, 0)


def _row(state: Spanned, objective: Spanned, lines: Spanned, group: list[PlanNode]) -> Row:
    return make_row(
        desired_state=state,
        objective=objective,
        state_indicators=lines,
        initiative=initiative_cell(group),
        description=description_cell(group),
        indicators=indicator_cell(group),
        owners=owner_cell(group),
        organisations=tuple(owner.name for one in group for owner in one.initiative.owners),
    )
