"""The council's plan table (目標 → 柱 → 区分 → 目指すべき状態 → 目的 → 取組 …), read from the file as it exists and
written back.

Public names: `read_council_table` -> CouncilReading (PlanTable, Understood, not understood as Problem),
`write_council_table` -> bytes, `PlanTable` > `Pillar` > `Category` > `Row` (`Spanned`, `Initiative`, `Frequency`,
`Indicator`), `make_row` (a Row from its texts), `NotACouncilTable`, `NotWritable`.
"""

from zaitaku.analysis.council_table.model import (
    Category,
    CouncilReading,
    Frequency,
    Indicator,
    Initiative,
    NotACouncilTable,
    NotWritable,
    Pillar,
    PlanTable,
    Row,
    Spanned,
    Understood,
)
from zaitaku.analysis.council_table.read import read_council_table
from zaitaku.analysis.council_table.rows import make_row
from zaitaku.analysis.council_table.write import write_council_table

__all__ = [
    "Category",
    "CouncilReading",
    "Frequency",
    "Indicator",
    "Initiative",
    "NotACouncilTable",
    "NotWritable",
    "Pillar",
    "PlanTable",
    "Row",
    "Spanned",
    "Understood",
    "make_row",
    "read_council_table",
    "write_council_table",
]
