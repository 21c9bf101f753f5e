"""The heads of a participants' list, in English and Japanese, old and new.

The Japanese heads that only webinars have (参加済み, セッションの時間) are translations of Zoom's, not seen in a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zaitaku.analysis.contacts import folded

_BRACKET = re.compile(r"\(([^()]*)\)$")
_MINUTES = {"minutes", "minute", "min", "mins", "分", "分単位"}
_NO = {"no", "n", "false", "いいえ", "0"}
_WORDS = {
    "name": {"name", "username", "名前", "ユーザー名", "氏名", "表示名", "参加者名", "参加者の名前"},
    "email": {
        "useremail",
        "email",
        "e-mail",
        "emailaddress",
        "ユーザーのメール",
        "ユーザーのメールアドレス",
        "ユーザーメール",
        "ユーザーのeメール",
        "メール",
        "メールアドレス",
        "eメール",
        "電子メール",
    },
    "start": {"jointime", "参加時刻", "参加時間", "参加日時", "入室時刻", "入室時間", "入室日時"},
    "end": {"leavetime", "退出時刻", "退出時間", "退出日時", "退室時刻", "退室時間", "退室日時"},
    "told": {
        "duration",
        "totalduration",
        "timeinsession",
        "期間",
        "所要時間",
        "合計時間",
        "合計所要時間",
        "継続時間",
        "セッションの時間",
        "セッション時間",
    },
    "waiting": {"inwaitingroom", "待機室", "待機室内", "待機室で待機"},
    "attended": {"attended", "参加済み", "出席済み", "参加", "出席"},
    "participants": {"participants", "参加者", "参加者数"},
}


@dataclass(frozen=True, slots=True)
class Heads:
    """Which column (from 0) holds what; `titles` as the file has them."""

    at: dict[str, int]
    titles: tuple[str, ...]

    def cell(self, cells: Sequence[str], column: str) -> str:
        place = self.at.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def is_absent(self, cells: Sequence[str]) -> bool:
        """Signed up for the webinar and did not come: Zoom lists them with "--" for the times."""
        return folded(self.cell(cells, "attended")) in _NO

    def title(self, column: str) -> str:
        place = self.at.get(column)
        return self.titles[place] if place is not None else ""


def heads_of(cells: Sequence[str]) -> Heads | None:
    """None unless the cells are the heads of a list of participants.

    The block above it, which describes the meeting, has a host's name, times and minutes too; it counts participants.
    Columns before the name belong to the meeting where both are in one line; only whether somebody came stands there.
    """
    kinds = [_kind(cell) for cell in cells]
    if "name" not in kinds or "participants" in kinds[kinds.index("name") :]:
        return None
    first = kinds.index("name")
    at: dict[str, int] = {}
    for place, kind in enumerate(kinds):
        if kind and (place >= first or kind == "attended"):
            at.setdefault(kind, place)
    has_times = "start" in at and "end" in at
    return Heads(at, tuple(cells)) if has_times or "told" in at else None


def _kind(cell: str) -> str:
    words = folded(cell)
    bracket = _BRACKET.search(words)
    if bracket and bracket[1] in _MINUTES:
        return "told"
    base = _BRACKET.sub("", words)
    return next((kind for kind, heads in _WORDS.items() if base in heads), "")
