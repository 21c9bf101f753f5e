"""The chain from cases to proposals as a paper for the committee; in Japanese, as all council papers."""

from collections.abc import Iterable
from datetime import date, datetime

from zaitaku.analysis.wareki import fiscal_year_label, format_wareki
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.queries.issues import Branch, flat
from zaitaku.programme.meetings.queries.papers import words
from zaitaku.reports.document import Cell, Column, Document, Section, Table, plain

LEVELS = {IssueLevel.CASE: "個別課題", IssueLevel.AREA: "地域課題", IssueLevel.PROPOSAL: "政策提言"}
STATES = {
    FollowUp.OPEN: "未着手",
    FollowUp.UNDER_WAY: "対応中",
    FollowUp.DONE: "対応済",
    FollowUp.DROPPED: "見送り",
}
_COLUMNS = (
    ("区分", 0.7),
    ("課題・提言", 3.0),
    ("内容", 3.0),
    ("提出", 1.2),
    ("年月日", 0.9),
    ("提言先", 1.2),
    ("期限", 0.9),
    ("状況", 0.8),
    ("センター等の数", 0.6),
    ("個別課題の数", 0.6),
)
_INDENT = "　"


def issue_document(branches: Iterable[Branch], *, year: int | None, on: date, created: datetime) -> Document:
    """One row an issue, indented below what it was gathered into."""
    rows = tuple(_row(depth, branch) for depth, branch in flat(branches))
    title = "地域ケア会議　課題の集約と政策提言" + (f"（{fiscal_year_label(year)}）" if year else "")
    columns = tuple(Column(name, weight) for name, weight in _COLUMNS)
    return Document(
        label="",
        title=title,
        status="draft",
        as_of_text=f"{format_wareki(on)}現在",
        preamble=(),
        sections=(Section("個別課題から地域課題、政策提言へ", tables=(Table("", columns, rows),)),),
        sources=Table("", (Column("出典"),), ((plain("地域ケア会議の記録"),),)),
        figures=(),
        created=created.replace(microsecond=0),
    )


def _row(depth: int, branch: Branch) -> tuple[Cell, ...]:
    issue = branch.issue
    state = STATES[FollowUp(issue.status)] + ("（期限超過）" if branch.is_late else "")
    return (
        plain(LEVELS[IssueLevel(issue.level)]),
        words(_INDENT * depth + issue.title, header=True),
        words(issue.text),
        words(issue.owner.name),
        plain(format_wareki(issue.raised_on, short=True)),
        words(issue.addressee.name if issue.addressee else ""),
        plain(format_wareki(issue.due_on, short=True) if issue.due_on else ""),
        plain(state),
        plain(str(branch.centres) if branch.below else ""),
        plain(str(branch.cases) if branch.below else ""),
    )
