"""Series of sessions (第1回, 第2回 …): a total over them, and titles that appear twice."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zaitaku.analysis.check.model import Finding, Kind, Part, Verdict
from zaitaku.analysis.check.numbers import Number, one_slip, same_count
from zaitaku.analysis.check.paper import OPEN_MARK, Counted, Paper, joined, plain
from zaitaku.analysis.check.sums import BracketSum
from zaitaku.analysis.check.text import normalise

REACH = 400  # characters from one session to the next, and from the total to the first
_MARKER = re.compile(r"第\s?([0-9]{1,3})\s?回(?!目)")
_TOTAL = re.compile(r"総(?!合)|延|のべ|計|全体|累計")
_END_TOTAL = re.compile(r"(?:合計|総計|累計|計|総参加者数|延べ?(?:人数)?)\Z")
_BLOCK_END = re.compile(r"\n[ \t]*[【●■◆○◎※]")


@dataclass(frozen=True, slots=True)
class Session:
    """第`number`回 with the text that belongs to it."""

    number: int
    marker: tuple[int, int]
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """What a session counted: the numbers that make it up; `open` while a part is still to come."""

    numbers: tuple[Number, ...]
    stretch: tuple[int, int]
    open: bool
    related: bool = True  # named like the total

    @property
    def amount(self) -> Decimal:
        return sum((number.value for number in self.numbers), Decimal(0))


def series(paper: Paper) -> list[list[Session]]:
    """Runs of at least two sessions that count up by one."""
    quoted = _quoted(paper)
    markers = [
        found
        for found in _MARKER.finditer(paper.text)
        if not paper.flow.depth(found.start()) and not _inside(quoted, found.start())
    ]
    runs: list[list[re.Match[str]]] = []
    for found in markers:
        last = runs[-1][-1] if runs else None
        if last and int(found[1]) == int(last[1]) + 1 and found.start() - last.end() <= REACH:
            runs[-1].append(found)
        else:
            runs.append([found])
    limits = [run[0].start() for run in runs[1:]] + [len(paper.text)]
    return [_with_ends(paper, run, limit) for run, limit in zip(runs, limits, strict=False) if len(run) > 1]


def _with_ends(paper: Paper, run: Sequence[re.Match[str]], limit: int) -> list[Session]:
    ends = [found.start() for found in run[1:]]
    last = run[-1].end()
    end = min(paper.flow.paragraph(last)[1], last + REACH, limit)
    stop = _BLOCK_END.search(paper.text, last, end)
    ends.append(stop.start() if stop else end)
    return [Session(int(found[1]), found.span(), end) for found, end in zip(run, ends, strict=True)]


def _quoted(paper: Paper) -> list[tuple[int, int]]:
    """The outermost quotations 「…」, in order."""
    outer: list[tuple[int, int]] = []
    for pair in paper.flow.pairs:
        if pair.sign in "「『" and (not outer or pair.start > outer[-1][1]):
            outer.append((pair.start, pair.end))
    return outer


def _inside(stretches: Sequence[tuple[int, int]], position: int) -> bool:
    i = bisect_right(stretches, (position, position))
    return i > 0 and stretches[i - 1][0] < position < stretches[i - 1][1]


def totals(paper: Paper, sums: Sequence[BracketSum]) -> Iterator[Finding]:
    """A total in front of a series, or behind it, against the sessions' counts."""
    quoted = _quoted(paper)
    for run in series(paper):
        for total in _total_candidates(paper, run):
            values = [_value(paper, session, total, sums, quoted) for session in run]
            if sum(value is not None for value in values) >= 2:
                yield _compare(paper, total, run, values)
                break


def _total_candidates(paper: Paper, run: Sequence[Session]) -> Iterator[Counted]:
    """Nearest first: before the first session, then at the end of the last."""
    first = run[0].marker[0]
    floor = max(first - REACH, paper.flow.paragraph(max(paper.flow.paragraph(first)[0] - 3, 0))[0])
    near = list(paper.numbers.within(floor, first))[-7:]
    for before, number in reversed([*zip([None, *near], near, strict=False)]):
        start = max(number.start - 24, paper.flow.paragraph(number.start)[0], before.unit_end if before else 0)
        label = re.split(r"[、。】]", re.sub(r"\s", "", paper.text[start : number.start]))[-1]
        if number.unit and not paper.flow.depth(number.start) and _TOTAL.search(label):
            yield Counted(label, number)
    for number in paper.numbers.within(run[-1].marker[1], run[-1].end):
        label = paper.numbers.label(number)
        if number.unit and _END_TOTAL.search(label):
            yield Counted(label, number)


def _value(
    paper: Paper, session: Session, total: Counted, sums: Sequence[BracketSum], quoted: Sequence[tuple[int, int]]
) -> Value | None:
    start, end = session.marker[1], session.end
    for read in sums[bisect_left(sums, start, key=_start_of) : bisect_left(sums, end, key=_start_of)]:
        if read.total is None:
            return Value(tuple(part.number for part in read.parts), (read.start, read.pair.end + 1), True)
    found = [
        number
        for number in paper.numbers.within(start, end)
        if number.unit
        and same_count(number, total.number)
        and number.start != total.number.start
        and not paper.flow.depth(number.start)
        and not _inside(quoted, number.start)
    ]
    named = _best_labelled(paper, found, total, start)
    chosen = found if len(found) == 1 else named
    if len(chosen) == 1:
        return Value((chosen[0],), (chosen[0].start, chosen[0].unit_end), False, chosen == named)
    if not found and (mark := OPEN_MARK.search(paper.text, start, end)):
        return Value((), mark.span(), True)
    return None


def _start_of(read: BracketSum) -> int:
    return read.start


def _best_labelled(paper: Paper, found: Sequence[Number], total: Counted, floor: int) -> list[Number]:
    """Those whose label shares two neighbouring characters with the total's: 総参加者数 and 参加者."""
    pairs = {total.label[i : i + 2] for i in range(len(total.label) - 1)}
    labels = [paper.numbers.label(number, floor) for number in found]
    return [n for n, label in zip(found, labels, strict=True) if any(pair in label for pair in pairs)]


def _compare(paper: Paper, total: Counted, run: Sequence[Session], values: Sequence[Value | None]) -> Finding:
    known = [value for value in values if value is not None]
    amount = sum((value.amount for value in known), Decimal(0))
    closed = sum((value.amount for value in known if not value.open), Decimal(0))
    is_open = any(value.open for value in known)
    verdict, message = _judge(total, known, len(known) < len(values), amount, closed)
    parts = tuple(
        Part(f"第{session.number}回", value.amount if value else None)
        for session, value in zip(run, values, strict=True)
    )
    number = total.number
    params = (
        ("stated", plain(number.value)),
        ("computed", plain(amount)),
        ("unit", number.unit),
        ("sum", joined(parts)),
        ("gap", plain(abs(amount - number.value))),
        ("open", "、".join(f"第{s.number}回" for s, v in zip(run, values, strict=True) if v and v.open)),
    )
    spans = paper.flow.spans(total.stretch, *(value.stretch for value in known))
    if message == "sessions_agree" and is_open:
        message = "sessions_agree_open"
    return Finding(Kind.TOTAL_OVER_SESSIONS, verdict, spans, message, number.value, amount, number.unit, parts, params)


def _judge(
    total: Counted, known: Sequence[Value], missing: bool, amount: Decimal, closed: Decimal
) -> tuple[Verdict, str]:
    stated = total.number.value
    if missing:
        exceeded = amount > stated and any(value.related for value in known)
        return (Verdict.DIFFERS, "sessions_differ") if exceeded else (Verdict.CANNOT_TELL, "sessions_missing")
    if stated == amount:
        return Verdict.AGREE, "sessions_agree"
    is_open = closed != amount or any(value.open for value in known)
    if is_open and stated == closed:
        return Verdict.AGREE, "sessions_agree_without_open"
    numbers = [number for value in known for number in value.numbers]
    gap = Fraction(amount - stated)
    if one_slip(total.number, numbers, gap):
        return Verdict.DIFFERS, "sessions_differ"
    if is_open and stated > amount:
        return Verdict.CANNOT_TELL, "sessions_open"
    if not any(value.related for value in known):
        return Verdict.CANNOT_TELL, "sessions_doubtful"
    return Verdict.DIFFERS, "sessions_differ"


def equal_titles(paper: Paper) -> Iterator[Finding]:
    """Different sessions of one series under the same title."""
    for run in series(paper):
        seen: dict[str, list[tuple[int, tuple[int, int], str]]] = {}
        for session in run:
            pair = _title(paper, session)
            if pair:
                shown = "".join(span.text for span in paper.flow.spans(pair)).strip("「」『』｢｣")
                key = re.sub(r"[\s~\-ー「」『』・、。]", "", unicodedata.normalize("NFKC", normalise(shown))).casefold()
                seen.setdefault(key, []).append((session.number, pair, shown))
        for key, held in seen.items():
            if key and len(held) > 1:
                params = (("sessions", "、".join(f"第{n}回" for n, _, _ in held)), ("title", held[0][2]))
                spans = paper.flow.spans(*(pair for _, pair, _ in held))
                yield Finding(Kind.EQUAL_TITLES, Verdict.NOTICE, spans, "equal_titles", params=params)


def _title(paper: Paper, session: Session) -> tuple[int, int] | None:
    """The quotation directly behind 第N回."""
    start = session.marker[1]
    while start < session.end and paper.text[start] in " \t\n:】)・":
        start += 1
    pair = paper.flow.pair_at(start)
    return (pair.start, pair.end + 1) if pair and pair.sign in "「『" else None
