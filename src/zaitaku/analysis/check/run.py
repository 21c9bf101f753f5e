"""All searches over one text."""

from __future__ import annotations

from collections.abc import Sequence

from zaitaku.analysis.check import dates, follow_up, fractions_sum, rates, sessions, shares, sums
from zaitaku.analysis.check.model import Checked, Finding
from zaitaku.analysis.check.paper import Paper
from zaitaku.analysis.check.unread import unread
from zaitaku.analysis.source_line import SourceLine


def check(lines: Sequence[SourceLine]) -> Checked:
    """Every statement found, in reading order, and every place that was not understood."""
    paper = Paper(lines)
    brackets = sums.bracket_sums(paper)
    with_fractions = rates.rates(paper)
    found = [
        *sums.findings(paper, brackets),
        *sessions.totals(paper, brackets),
        *sessions.equal_titles(paper),
        *rates.findings(paper, with_fractions),
        *fractions_sum.findings(paper, with_fractions),
        *shares.findings(paper, with_fractions),
        *follow_up.findings(paper, with_fractions),
        *dates.as_of_dates(paper),
        *dates.planned_zeros(paper),
    ]
    return Checked(tuple(sorted(found, key=_place)), unread(paper))


def lines_of(text: str) -> tuple[SourceLine, ...]:
    """A plain text cut into lines; the location of each is its number, 12行目."""
    return tuple(SourceLine(f"{n}行目", line) for n, line in enumerate(text.splitlines(), start=1))


def _place(finding: Finding) -> tuple[int, int, str]:
    first = finding.spans[0] if finding.spans else None
    return (first.line, first.start, finding.kind) if first else (0, 0, finding.kind)
