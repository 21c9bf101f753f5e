"""What must hold between the numbers of a monthly sheet, and between it and the sender's other months."""

from zaitaku.analysis.return_rules.check import findings
from zaitaku.analysis.return_rules.model import Answered, Check, CheckKind, Finding, Known, Severity
from zaitaku.analysis.return_rules.range import FEWEST_MONTHS, MOST_MONTHS, plausible_range

__all__ = [
    "FEWEST_MONTHS",
    "MOST_MONTHS",
    "Answered",
    "Check",
    "CheckKind",
    "Finding",
    "Known",
    "Severity",
    "findings",
    "plausible_range",
]
