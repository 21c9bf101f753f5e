"""From a file to units and groups.

Forms that are known: one line per join with times, one line per user with the total only, either below a block that
describes the meeting; the lists of a webinar; heads in English or Japanese; csv in UTF-8 or cp932, or the same saved
by Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.intake import Problem, Sheet, read_tables
from zaitaku.analysis.numerals import TextRefused, clean_text
from zaitaku.analysis.online_report.heads import Heads
from zaitaku.analysis.online_report.model import Join, LeftOut, NotAReport, Report, RowsRefused, Unit, name_key
from zaitaku.analysis.online_report.parts import Part, Role, of_participants, parts_of
from zaitaku.analysis.online_report.times import DayFirst, Moment, MonthFirst, NoTime, Order, moment
from zaitaku.analysis.refusal import shown

MOST_LINES = 20_000
LONGEST_NAME = 300
LONGEST_EMAIL = 254
LONGEST_HOURS = 24
_YES = {"yes", "y", "true", "はい", "1"}
_NONE = {"", "-", "－", "--", "n/a"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is refused and what to do about it."""

    ja: str
    en: str
    remedy: str = "ファイルを開いてこの欄を直すか、Zoomから書き出し直してください。"
    remedy_en: str = "Correct the cell or export the report again."


NO_ADDRESS = Reason("メールアドレスではありません。", "This is no e-mail address.")
NOBODY_NAMED = Reason(
    "名前もメールアドレスもありません。",
    "There is neither a name nor an address.",
    "この行を消してください。",
    "Delete the line.",
)
NO_MINUTES = Reason("分数ではありません。", "This is no number of minutes.")
NO_MOMENT = Reason("日時として読めません。", "This is no date and time.")
NO_DAY = Reason("暦にない日付です。", "There is no such day.")
LEFT_BEFORE = Reason(
    f"退出が参加より前か、{LONGEST_HOURS}時間より後です。",
    f"Leaving lies before joining, or more than {LONGEST_HOURS} hours after it.",
)
TOO_MANY = Reason(
    f"参加者の行が{MOST_LINES}行を超えています。",
    f"There are more than {MOST_LINES} lines.",
    "会議ごとに書き出してください。",
    "Export meeting by meeting.",
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line before it is known whether 03/04 is March or April."""

    number: int
    heads: Heads
    name: str
    email: str
    start: Moment | None
    end: Moment | None
    told: int


def read(data: bytes, filename: str) -> Report:
    """Raises IntakeRefused for the file, NotAReport, and RowsRefused when any line cannot be read."""
    for sheet in read_tables(data, filename).sheets:
        if parts := parts_of(sheet):
            own = of_participants(parts)
            return replace(_report(_joins(sheet, own)), left_out=_left_out(parts, own))
    raise NotAReport(
        "Zoomの参加者レポートの見出し（名前・参加時刻など）が見つかりません。"
        "Zoomのレポート画面で参加者の一覧をCSVに書き出したファイルを選んでください。",
        "The heads of a Zoom participants' report (name, join time …) were not found. "
        "Choose the CSV that Zoom's report page exports for the list of participants.",
    )


def _left_out(parts: Sequence[Part], own: Sequence[Part]) -> LeftOut:
    lists = {role: {one for part in parts if part.role is role for one in part.people()} for role in Role}
    absent = {
        folded(part.heads.cell(cells, "email") or part.heads.cell(cells, "name") or str(row))
        for part in own
        for row, cells in part.lines
        if part.heads.is_absent(cells)
    }
    return LeftOut(len(lists[Role.HOSTS]), len(lists[Role.PANELISTS]), len(absent))


def _joins(sheet: Sheet, parts: Iterable[Part]) -> list[Join]:
    lines: list[_Line] = []
    problems: list[Problem] = []
    for heads, row, cells in ((part.heads, row, cells) for part in parts for row, cells in part.lines):
        if heads.is_absent(cells) or heads.cell(cells, "waiting").casefold() in _YES:
            continue
        line = _line(sheet.line_number(row), cells, heads, problems)
        if line is not None:
            lines.append(line)
        if len(lines) > MOST_LINES:
            raise RowsRefused((_problem(sheet.line_number(row), "", "", TOO_MANY),))
    if problems:
        raise RowsRefused(tuple(problems))
    if not lines:
        raise NotAReport(
            "見出しの下に参加者の行がありません。会議が終わってから書き出したファイルを選んでください。",
            "There is no participant below the heads. Choose a file exported after the meeting.",
        )
    return _dated(lines)


def _line(number: int, cells: Sequence[str], heads: Heads, problems: list[Problem]) -> _Line | None:
    before = len(problems)

    def wrong(column: str, raw: str, reason: Reason) -> None:
        problems.append(_problem(number, heads.title(column), raw, reason))

    texts: dict[str, str] = {}
    for column, most in (("name", LONGEST_NAME), ("email", LONGEST_EMAIL)):
        raw = heads.cell(cells, column)
        try:
            texts[column] = clean_text(raw, multiline=False, max_length=most)
        except TextRefused as refused:
            wrong(column, raw, Reason(refused.message_ja, refused.message_en))
    email = texts.get("email", "").casefold()
    email = "" if email in _NONE else email
    if email and ("@" not in email or " " in email):
        wrong("email", email, NO_ADDRESS)
    if not texts.get("name", "-") and not email:
        wrong("name", "", NOBODY_NAMED)
    moments = [_moment(cells, heads, column, wrong) for column in ("start", "end")]
    told = heads.cell(cells, "told").removesuffix(".0")
    minutes = int(told) if told.isascii() and told.isdigit() and len(told) <= 5 else None
    if "told" in heads.at and minutes is None and not (told in _NONE and moments[0]):
        wrong("told", told, NO_MINUTES)
    if len(problems) > before:
        return None
    return _Line(number, heads, texts["name"] or email, email, moments[0], moments[1], minutes or 0)


def _moment(
    cells: Sequence[str], heads: Heads, column: str, wrong: Callable[[str, str, Reason], None]
) -> Moment | None:
    if column not in heads.at:
        return None
    raw = heads.cell(cells, column)
    try:
        return moment(raw)
    except NoTime:
        wrong(column, raw, NO_MOMENT)
        return None


def _dated(lines: Sequence[_Line]) -> list[Join]:
    """Times with the order of day and month under which all of them make sense; Zoom's own (month first) before."""
    first: RowsRefused | None = None
    for order in (MonthFirst, DayFirst):
        problems: list[Problem] = []
        joins = [_with_order(line, order, problems) for line in lines]
        if not problems:
            return joins
        first = first or RowsRefused(tuple(problems))
    assert first is not None  # noqa: S101 - tells mypy that both orders failed
    raise first


def _with_order(line: _Line, order: Order, problems: list[Problem]) -> Join:
    join = Join(line.number, line.name, line.email, None, None, line.told)
    if line.start is None or line.end is None:
        return join
    try:
        start, end = line.start.at(order), line.end.at(order)
    except ValueError:
        raw = f"{line.start.text} {line.end.text}"
        problems.append(_problem(line.number, line.heads.title("start"), raw, NO_DAY))
        return join
    if not 0 <= (end - start).total_seconds() <= LONGEST_HOURS * 3600:
        problems.append(_problem(line.number, line.heads.title("end"), line.end.text, LEFT_BEFORE))
    return replace(join, start=start, end=end)


def _report(joins: Iterable[Join]) -> Report:
    """Units in the order of the file; groups numbered from 1 in that order."""
    by_unit: dict[str, list[Join]] = {}
    for join in joins:
        by_unit.setdefault(join.email or f"line {join.line}", []).append(join)
    units = [Unit(number, tuple(own)) for number, own in enumerate(by_unit.values(), start=1)]
    leader = {unit.number: unit.number for unit in units}

    def root(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    by_name: dict[str, int] = {}
    for unit in units:
        for name in unit.names:
            other = by_name.setdefault(name_key(name), unit.number)
            leader[root(unit.number)] = root(other)
    roots = [root(unit.number) for unit in units]
    shared = [number for number in dict.fromkeys(roots) if roots.count(number) > 1]
    groups = {number: place for place, number in enumerate(shared, start=1)}
    return Report(tuple(replace(unit, group=groups.get(own)) for unit, own in zip(units, roots, strict=True)))


def _problem(line: int, column: str, raw: str, why: Reason) -> Problem:
    place = f"「{column}」" if column else ""
    return Problem(f"{line}行目", place, shown(raw), why.ja, why.en, why.remedy, why.remedy_en)
