"""The one strict way in for files of others: bytes in, raw tables or lines out, or a refusal that says why.

Public names: `read_tables` -> Book (Sheet, Span, Cell, Paragraph), `read_lines` -> ReadLines (SourceLine, Unread),
`Limits`, `Problem` (a row put aside by an importer), `IntakeRefused` and its kinds (intake.refusals).
"""

from zaitaku.analysis.intake.book import Book, Cell, Paragraph, Raw, Sheet, Span, as_text, cell_name
from zaitaku.analysis.intake.limits import Limits
from zaitaku.analysis.intake.lines import ReadLines, Unread
from zaitaku.analysis.intake.problem import Problem
from zaitaku.analysis.intake.reader import read_lines, read_tables
from zaitaku.analysis.intake.refusals import IntakeRefused

__all__ = [
    "Book",
    "Cell",
    "IntakeRefused",
    "Limits",
    "Paragraph",
    "Problem",
    "Raw",
    "ReadLines",
    "Sheet",
    "Span",
    "Unread",
    "as_text",
    "cell_name",
    "read_lines",
    "read_tables",
]
