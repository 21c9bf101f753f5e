"""The plan as the council table states it. Texts are tidy (see split.tidy); lines say where they stood and do not
count when two tables are compared."""

from __future__ import annotations

from dataclasses import dataclass, field

from zaitaku.analysis.intake import Problem
from zaitaku.analysis.refusal import Refusal


class NotACouncilTable(Refusal):
    """No header row with 取組 was found in the file."""

    code = "not_a_council_table"


class NotWritable(Refusal):
    """The table would not come back equal from the format: its texts look like headings of the table."""

    code = "not_writable"


@dataclass(frozen=True, slots=True)
class Frequency:
    """`times` in `every` units: 4回/年 is (4, 1, "年"), 1回/3年 is (1, 3, "年"), 月2回 is (2, 1, "月")."""

    times: int
    every: int
    unit: str


@dataclass(frozen=True, slots=True)
class Initiative:
    """One 取組. `details` are its bullet points and further lines."""

    name: str
    frequency: Frequency | None
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """`source` is the survey named first (高齢者基礎調査), "" when none is; `text` goes without it.
    `direction` is "down", "up" or "". `initiative` is the index of the initiative of its row that the text names."""

    text: str
    source: str
    direction: str
    initiative: int | None


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell and its extent: it covers `rows` rows of its category, beginning with row `first` (from 0).
    Every row it covers carries the same Spanned. rows == 0: there is no such cell."""

    text: str
    first: int
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row. The cells as they stand (`*_text`), then what they were understood to say."""

    desired_state: Spanned
    objective: Spanned
    state_indicator_cell: Spanned
    initiative_text: str
    description: str
    indicator_text: str
    owner_text: str
    initiatives: tuple[Initiative, ...]
    indicators: tuple[Indicator, ...]
    state_indicators: tuple[Indicator, ...]
    owners: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Category:
    """区分. `number` is None and `name` empty when the rows stand directly under a pillar."""

    number: int | None
    name: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Pillar:
    """柱."""

    name: str
    categories: tuple[Category, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """`status` is the mark behind the title (案) or ""; years are the fiscal years of the plan period.
    `measures` are the rows under 【指標】, whose objective and indicators are empty."""

    title: str
    status: str
    first_year: int | None
    last_year: int | None
    goals: tuple[str, ...]
    pillars: tuple[Pillar, ...]
    measures: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows of the pillars, then the measures."""
        of_pillars = [row for pillar in self.pillars for category in pillar.categories for row in category.rows]
        return (*of_pillars, *self.measures)

    @property
    def initiatives(self) -> tuple[Initiative, ...]:
        return tuple(initiative for row in self.rows for initiative in row.initiatives)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a line of the file was taken for: title, rule, goal, pillar, category, section, header, row,
    continuation or note. `remark` is set when a decision was made that a person may want to see."""

    location: str
    kind: str
    text: str
    remark_ja: str = ""
    remark_en: str = ""


@dataclass(frozen=True, slots=True)
class CouncilReading:
    """The table and the account of every line that is not blank: in one of the two lists, never in both."""

    table: PlanTable
    understood: tuple[Understood, ...]
    not_understood: tuple[Problem, ...]
