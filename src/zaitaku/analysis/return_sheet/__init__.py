"""The sheet of a return as an Excel file: what marks it, and its way back read cell by cell.

Public names: `Identity`, `MARK` and the heads, shared with the writer; `read` -> ReadSheet (Line, Found);
`understand` -> Understood for an Asked item; `NotOurSheet`.
"""

from zaitaku.analysis.return_sheet.identity import MARK, Identity, digest_of, same_sheet
from zaitaku.analysis.return_sheet.model import (
    Asked,
    CellKind,
    Found,
    Line,
    Meaning,
    NotOurSheet,
    ReadSheet,
    Understood,
)
from zaitaku.analysis.return_sheet.problems import repeated
from zaitaku.analysis.return_sheet.read import LIMITS, read
from zaitaku.analysis.return_sheet.value import ANSWERS, as_found, understand
from zaitaku.analysis.return_sheet.words import ANSWER_HEAD, CODE_HEAD, NOTE_HEAD, VALUE_HEADS

__all__ = [
    "ANSWERS",
    "ANSWER_HEAD",
    "CODE_HEAD",
    "LIMITS",
    "MARK",
    "NOTE_HEAD",
    "VALUE_HEADS",
    "Asked",
    "CellKind",
    "Found",
    "Identity",
    "Line",
    "Meaning",
    "NotOurSheet",
    "ReadSheet",
    "Understood",
    "as_found",
    "digest_of",
    "read",
    "repeated",
    "same_sheet",
    "understand",
]
