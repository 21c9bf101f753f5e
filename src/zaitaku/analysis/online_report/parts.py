"""The lists of a file: a meeting's report has one, a webinar's one for each kind of people, one below the other.

Zoom's own titles are known in English (Host Details, Panelist Details, Attendee Details, and Other Attended for those
who telephoned). The Japanese ones are translations, not seen in a file; a title that is none of these is refused in
words rather than guessed at, for hosts and speakers are no participants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.intake import Sheet, as_text
from zaitaku.analysis.online_report.heads import Heads, heads_of
from zaitaku.analysis.online_report.model import NotAReport
from zaitaku.analysis.refusal import shown


class Role(Enum):
    """What the people of a list are."""

    HOSTS = "hosts"
    PANELISTS = "panelists"
    ATTENDEES = "attendees"
    OTHERS = "others"


_TITLES = {
    Role.HOSTS: {"hostdetails", "ホストの詳細", "ホスト詳細"},
    Role.PANELISTS: {"panelistdetails", "パネリストの詳細", "パネリスト詳細"},
    Role.ATTENDEES: {"attendeedetails", "参加者の詳細", "参加者詳細", "出席者の詳細", "出席者詳細"},
    Role.OTHERS: {"otherattended", "その他の参加者", "その他の出席者", "その他の参加"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """`lines` are the row in the sheet (from 1) and its cells; the title is the single cell above the heads."""

    title: str
    heads: Heads
    lines: Sequence[tuple[int, Sequence[str]]]

    @property
    def role(self) -> Role | None:
        return _role(self.title)

    def people(self) -> set[str]:
        """One for each address, or name where there is none, of those who were there."""
        present = (cells for _row, cells in self.lines if not self.heads.is_absent(cells))
        return {folded(self.heads.cell(cells, "email") or self.heads.cell(cells, "name")) for cells in present} - {""}


def parts_of(sheet: Sheet) -> list[Part]:
    """In the order of the sheet; a list ends where the next one begins."""
    lines = list(_filled(sheet))
    heads = [heads_of(cells) for _row, cells in lines]
    alone = [_alone(cells) for _row, cells in lines]
    begins = [
        place
        for place, title in enumerate(alone)
        if heads[place] or (title and (_role(title) or any(heads[place + 1 : place + 2])))
    ]
    found = []
    for place, own in enumerate(heads):
        if own is not None:
            end = next((other for other in begins if other > place), len(lines))
            found.append(Part(alone[place - 1] if place else "", own, lines[place + 1 : end]))
    return found


def of_participants(parts: Sequence[Part]) -> list[Part]:
    """Those that list participants. Raises NotAReport where that is not certain, or nothing is left."""
    only = parts[0] if len(parts) == 1 else None
    if only is not None and only.role is None and not (only.title and "attended" in only.heads.at):
        return [only]
    for part in parts:
        if part.role is None:
            raise _unknown(part.title)
    found = [part for part in parts if part.role in (Role.ATTENDEES, Role.OTHERS)]
    if not found:
        raise NotAReport(
            "ウェビナーのレポートですが、参加者の一覧（Attendee Details）がありません。"
            "Zoomのレポート画面で参加者のレポートを書き出し直してください。",
            "This is the report of a webinar without its list of participants (Attendee Details). "
            "Export the attendee report again.",
        )
    return found


def _unknown(title: str) -> NotAReport:
    what, what_en = (f"「{shown(title)}」", f"“{shown(title)}”") if title else ("表題のない一覧", "an untitled list")
    return NotAReport(
        f"ウェビナーのレポートのようですが、{what}が参加者の一覧かどうか分かりません。"
        "参加者の一覧（Attendee Details）の見出しと行だけを残したファイルを選んでください。",
        f"This looks like the report of a webinar, but whether {what_en} is its list of participants is not known. "
        "Choose a file with the heads and lines of Attendee Details only.",
    )


def _filled(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    for row, values in enumerate(sheet.rows, start=1):
        cells = [as_text(value).strip() for value in values]
        if any(cells):
            yield row, cells


def _alone(cells: Sequence[str]) -> str:
    """The only filled cell of a line."""
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 else ""


def _role(title: str) -> Role | None:
    words = folded(title)
    return next((role for role, titles in _TITLES.items() if words in titles), None) if words else None
