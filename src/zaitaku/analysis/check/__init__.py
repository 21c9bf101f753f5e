"""検算: finds the arithmetic in a paper and says of each statement whether it holds.

    check(lines) -> Checked(findings, unread)
    explain(finding, "ja") -> str, verdict_word(verdict, "ja") -> str

Lines in, findings out: no file is opened here, and nothing about any particular paper is known.
"""

from zaitaku.analysis.check.explain import explain, verdict_word
from zaitaku.analysis.check.model import Checked, Finding, Kind, Part, Span, Unread, Verdict
from zaitaku.analysis.check.run import check, lines_of
from zaitaku.analysis.source_line import SourceLine

__all__ = [
    "Checked",
    "Finding",
    "Kind",
    "Part",
    "SourceLine",
    "Span",
    "Unread",
    "Verdict",
    "check",
    "explain",
    "lines_of",
    "verdict_word",
]
