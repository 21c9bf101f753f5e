"""The year's table as the paper prints it: sections, rows and the cells that span rows, from the plan and its texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from zaitaku.analysis.refusal import Refusal
from zaitaku.analysis.wording import parse, tokens
from zaitaku.programme.council.models import RowText
from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.models import Plan, PlanVersion
from zaitaku.programme.plans.queries import PlanNode, PlanTree, tree


@dataclass(frozen=True, slots=True)
class Words:
    """The officer's words for one initiative: the template of 実施結果, and 今後の課題."""

    key: str
    result: str = ""
    issues: str = ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One table row. `state` and `objective` are the keys of the spanning parts ("" for none above it).

    `initiatives` are the parts printed in the row, several where the paper prints them in one cell (D1 and D2).
    """

    key: str
    state: str
    objective: str
    initiatives: tuple[PlanNode, ...]
    words: tuple[Words, ...]

    @property
    def name(self) -> str:
        return " / ".join(node.name for node in self.initiatives)

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(owner.name for node in self.initiatives for owner in node.initiative.owners))

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(indicator.text for node in self.initiatives for indicator in node.indicators)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every figure of the row: named by its templates, then answering its indicators; each once."""
        named = [code for words in self.words for code in template_codes(words.result)]
        measured = [m.code for node in self.initiatives for line in node.indicators for m in line.measures]
        return tuple(dict.fromkeys([*named, *measured]))


@dataclass(frozen=True, slots=True)
class PaperSection:
    """`rows` is empty for a pillar that only heads its categories. `is_wide` has all seven columns."""

    heading: str
    level: int
    key: str
    rows: tuple[PaperRow, ...] = ()
    is_wide: bool = True


@dataclass(frozen=True, slots=True)
class YearTable:
    plan: PlanTree
    fiscal_year: int
    goals: tuple[PlanNode, ...]
    sections: tuple[PaperSection, ...]

    def rows(self) -> Iterator[PaperRow]:
        for section in self.sections:
            yield from section.rows

    def row(self, key: str) -> PaperRow:
        """The row that prints an initiative. Raises StopIteration for another key."""
        return next(row for row in self.rows() if any(node.key == key for node in row.initiatives))

    def section_of(self, key: str) -> PaperSection:
        return next(s for s in self.sections for row in s.rows if any(node.key == key for node in row.initiatives))


def row_texts(plan: Plan, fiscal_year: int) -> dict[str, RowText]:
    """Key of the initiative → its words in that year; one query."""
    return {text.key: text for text in RowText.objects.filter(plan=plan, fiscal_year=fiscal_year)}


def year_table(version: PlanVersion, fiscal_year: int, texts: Mapping[str, RowText]) -> YearTable:
    """As many queries as `plans.queries.tree`, however many rows."""
    return table_of(tree(version), fiscal_year, {t.key: Words(t.key, t.result, t.issues) for t in texts.values()})


def table_of(plan: PlanTree, fiscal_year: int, words: Mapping[str, Words]) -> YearTable:
    """A pillar without 区分 is a 【section】 of four columns; others are numbered, with their 区分 under them."""
    sections: list[PaperSection] = []
    number = 0
    for pillar in (node for node in plan.walk() if node.kind == NodeKind.PILLAR):
        categories = [child for child in pillar.children if child.kind == NodeKind.CATEGORY]
        if not categories:
            rows = _rows(pillar, words)
            if rows:
                sections.append(PaperSection(f"【{pillar.text}】", 1, pillar.key, rows, is_wide=False))
            continue
        number += 1
        sections.append(PaperSection(f"{number}　{pillar.text}", 1, pillar.key))
        for at, category in enumerate(categories, 1):
            sections.append(PaperSection(f"（{at}）{category.text}", 2, category.key, _rows(category, words)))
    goals = tuple(node for node in plan.walk() if node.kind == NodeKind.GOAL)
    return YearTable(plan, fiscal_year, goals, tuple(sections))


def template_codes(template: str) -> tuple[str, ...]:
    """The indicators a template names, in order; none for a template that cannot be read."""
    try:
        return tuple(dict.fromkeys(node.code for node in tokens(parse(template)) if node.code != "."))
    except Refusal:
        return ()


def _rows(top: PlanNode, words: Mapping[str, Words]) -> tuple[PaperRow, ...]:
    placed = list(_placed(top, "", ""))
    grouped = groupby(enumerate(placed), key=lambda item: _row_key(*item))
    return tuple(_row([place for _, place in group], words) for _, group in grouped)


def _placed(node: PlanNode, state: str, objective: str) -> Iterator[tuple[PlanNode, str, str]]:
    for child in node.children:
        if child.kind == NodeKind.INITIATIVE:
            yield child, state, objective
        elif child.kind == NodeKind.DESIRED_STATE:
            yield from _placed(child, child.key, "")
        else:
            yield from _placed(child, state, child.key if child.kind == NodeKind.OBJECTIVE else objective)


def _row_key(at: int, place: tuple[PlanNode, str, str]) -> tuple[str, str, str]:
    node, state, objective = place
    return state, objective, f"row {node.initiative.row}" if node.initiative.row else f"alone {at}"


def _row(places: Iterable[tuple[PlanNode, str, str]], words: Mapping[str, Words]) -> PaperRow:
    together = list(places)
    first, state, objective = together[0]
    nodes = tuple(node for node, _, _ in together)
    return PaperRow(first.key, state, objective, nodes, tuple(words.get(n.key, Words(n.key)) for n in nodes))
