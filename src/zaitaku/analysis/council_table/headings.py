"""The lines between the tables: title, goals, pillars, 区分, section of measures, notes and header rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zaitaku.analysis.council_table.records import Record
from zaitaku.analysis.wareki import DateRefused, fiscal_year_label, parse_date

COLUMNS = {
    "desired_state": "目指すべき状態",
    "objective": "目的",
    "initiative": "取組",
    "description": "概要",
    "indicators": "成果指標",
    "state_indicators": "目指すべき状態に対する指標",
    "owners": "担当・所管",
}
MEASURE_COLUMNS = ("desired_state", "initiative", "description", "owners")
MEASURES = "【指標】"
UNKNOWN = "?"
_SYNONYMS = {
    "めざすべき状態": "desired_state",
    "取組み": "initiative",
    "取組内容": "initiative",
    "取組名": "initiative",
    "内容": "description",
    "取組の概要": "description",
    "指標": "indicators",
    "状態指標": "state_indicators",
    "所管・担当": "owners",
    "担当": "owners",
    "所管": "owners",
    "担当所管": "owners",
    "担当・所管課": "owners",
    "所管課": "owners",
    "担当課": "owners",
}
_BY_NAME = {name: key for key, name in COLUMNS.items()} | _SYNONYMS
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_CATEGORY = re.compile(
    rf"(?:(?P<circled>[{_CIRCLED}])|[（(](?P<bracketed>[0-9０-９]{{1,3}})[）)]|(?P<plain>[0-9０-９]{{1,3}})[．.、）)])\s*(?P<name>.*)",
    re.S,
)
_STATUS = "案|素案|原案|最終案|修正案|改定案|改訂案|確定|決定|改定|改訂|改定版|改訂版"
_YEARS = r"[（(](?P<first>[^（()）～〜~]+)[～〜~](?P<last>[^（()）～〜~]+)[）)]"
_TITLE = re.compile(rf"(?P<title>.+?)\s*(?:{_YEARS})?\s*(?:[（(](?P<status>{_STATUS})[）)])?", re.S)
_GOAL = re.compile(r"目標[0-9０-９]*[\s:：]+(?P<goal>.+)", re.S)
_RULE = re.compile(r"[-－―─ー=＝_＿\s]{3,}")


def header_columns(record: Record) -> list[str] | None:
    """The field of each column ("" under no name, UNKNOWN under another name); None when it is no header row."""
    names = ["".join(cell.split()) for cell in record.cells]
    fields = [_BY_NAME.get(name, UNKNOWN if name else "") for name in names]
    known = [name for name in fields if name not in ("", UNKNOWN)]
    is_header = "initiative" in known and len(known) >= 3 and len(set(known)) == len(known)
    return fields if is_header else None


def category_of(text: str) -> tuple[int, str] | None:
    found = _CATEGORY.fullmatch(text)
    if not found:
        return None
    if found["circled"]:
        return _CIRCLED.index(found["circled"]) + 1, found["name"]
    return int(found["bracketed"] or found["plain"]), found["name"]


def category_line(number: int | None, name: str) -> str:
    if number is None:
        return name
    return f"{_CIRCLED[number - 1]}{name}" if 1 <= number <= len(_CIRCLED) else f"（{number}）{name}"


def is_rule(record: Record) -> bool:
    return _RULE.fullmatch(record.text) is not None


def is_note(text: str) -> bool:
    return text.startswith(("※", "＊", "注）", "注)", "（注"))


def is_measures(text: str) -> bool:
    return "".join(text.split()) in (MEASURES, "[指標]", "［指標］", "〔指標〕")


def is_category(record: Record, following: Sequence[Record]) -> bool:
    """A numbered line, unless another numbered line comes right after: then it is a numbered pillar."""
    return _is_numbered(record) and not (following and _is_numbered(following[0]))


def follows_pillar(following: Sequence[Record]) -> bool:
    """Whether what follows is what stands right under a pillar: a 区分 line or a header row."""
    if not following:
        return False
    return header_columns(following[0]) is not None or is_category(following[0], following[1:])


def _is_numbered(record: Record) -> bool:
    return record.lone != "" and category_of(record.lone) is not None


def goal_of(record: Record) -> str:
    if record.lone:
        found = _GOAL.fullmatch(record.lone)
        return found["goal"] if found else ""
    first, *rest = record.cells
    filled = [cell for cell in rest if cell]
    return filled[0] if re.fullmatch(r"目標[0-9０-９]*", first) and len(filled) == 1 else ""


def title_parts(text: str) -> tuple[str, str, int | None, int | None]:
    """Title, status, first and last fiscal year; the whole text as title when its years cannot be read."""
    found = _TITLE.fullmatch(text)
    if found is None:
        return text, "", None, None
    if found["first"] is None:
        return found["title"], found["status"] or "", None, None
    era = next((name for name in ("令和", "平成", "昭和") if name in found["first"]), None)
    try:
        first = parse_date(found["first"].strip(), era=era).year
        last = parse_date(found["last"].strip(), era=era).year
    except DateRefused:
        return text, "", None, None
    return found["title"], found["status"] or "", first, last


def has_years(text: str) -> bool:
    return title_parts(text)[2] is not None


def title_line(title: str, status: str, first: int | None, last: int | None) -> str:
    years = "" if first is None or last is None else f"（{fiscal_year_label(first)}～{fiscal_year_label(last)}）"
    return title + years + (f"（{status}）" if status else "")
