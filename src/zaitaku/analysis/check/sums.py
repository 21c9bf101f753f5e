"""A total and its parts in brackets: 50名（会場30人、オンライン20人）, closed or with parts still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zaitaku.analysis.check.model import Finding, Kind, Part, Verdict
from zaitaku.analysis.check.numbers import Number, one_slip, same_count
from zaitaku.analysis.check.paper import OPEN_MARK, Counted, Paper, joined, plain
from zaitaku.analysis.check.text import Pair

# Words behind a total that may stand before its bracket: 50名が参加（…）
_BETWEEN = re.compile(r"(?:が|の|を)?[ぁ-んァ-ヶー一-龥]{0,6}[ \t\n]*")
_OF_WHICH = re.compile(r"[\s、,・]*(?:うち|内、|内数|再掲|主な|例)")
_AND_MORE = re.compile(r"[\s、,]*(?:等|など|ほか|他|その他(?![^\s、]*[0-9]))")
# Figures of the same unit that stand beside a total without being parts of it
_NOT_PARTS = re.compile(
    r"定員|申込|応募|欠席|欠員|辞退|キャンセル|実人|実数|再掲|前年|前回|昨年|目標|平均|最大|最小|延べ?$|当たり|あたり|うち"
    r"|計\Z|各|毎|比|現在|時点|年度?\Z"
)
_CHANGE = re.compile(r"\s?(?:の?[増減]|以上|以下|未満|超|程度|ずつ|×|増加|減少)")
# Units whose numbers add up; time and per cent do not
COUNTS = re.compile(
    "人|件|部|冊|枚|回|か所|団体|病院|施設|機関|事業所|センター|世帯|台|床|組|点|校|園|社|店|戸|棟|班|本|百?万?千?円"
)


@dataclass(frozen=True, slots=True)
class BracketSum:
    """`total` None where the total itself is to be added later. `coming` names the parts still to come."""

    pair: Pair
    start: int
    total: Counted | None
    parts: tuple[Counted, ...]
    coming: tuple[str, ...]
    incomplete: bool

    @property
    def known(self) -> Decimal:
        return sum((part.number.value for part in self.parts), Decimal(0))

    @property
    def all_parts(self) -> tuple[Part, ...]:
        return tuple(part.part for part in self.parts) + tuple(Part(label, None) for label in self.coming)


def bracket_sums(paper: Paper) -> list[BracketSum]:
    """All of them, by their place in the text."""
    owners: dict[int, Number] = {}
    found = []
    for pair in paper.flow.pairs:
        if pair.sign not in "([〔" or paper.flow.depth(pair.start) > 0:
            continue
        total = _total_before(paper, pair, owners)
        mark = None if total else _open_total_before(paper, pair)
        if total is None and mark is None:
            continue
        read = _read(paper, pair, total, mark)
        if read is not None:
            found.append(read)
    return sorted(found, key=lambda read: read.start)


def findings(paper: Paper, sums: list[BracketSum]) -> Iterator[Finding]:
    for read in sums:
        yield _open(paper, read) if read.total is None or read.coming else _closed(paper, read)


def _total_before(paper: Paper, pair: Pair, owners: dict[int, Number]) -> Counted | None:
    """The counted number in front of the bracket, with at most a short word between."""
    near = paper.numbers.within(max(pair.start - 40, 0), pair.start)
    if not near or not near[-1].unit or near[-1].unit_end > pair.start:
        return None
    number = near[-1]
    if not _BETWEEN.fullmatch(paper.text, number.unit_end, pair.start) or number.start in owners:
        return None
    owners[number.start] = number
    return Counted(paper.numbers.label(number), number)


def _open_total_before(paper: Paper, pair: Pair) -> tuple[int, int] | None:
    start = max(pair.start - 12, 0)
    marks = list(OPEN_MARK.finditer(paper.text, start, pair.start))
    if not marks or paper.text[marks[-1].end() : pair.start].strip():
        return None
    words = re.search(r"[^\s:、。()]*\Z", paper.text[start : marks[-1].start()])
    return (start + words.start() if words else marks[-1].start()), marks[-1].end()


def _read(paper: Paper, pair: Pair, total: Counted | None, mark: tuple[int, int] | None) -> BracketSum | None:
    inside = paper.flow.depth(pair.start + 1)
    numbers = [n for n in paper.numbers.within(pair.start + 1, pair.end) if paper.flow.depth(n.start) == inside]
    if _OF_WHICH.match(paper.text, pair.start + 1, pair.end):
        return None
    parts = _parts(paper, pair, numbers)
    if len(parts) < 2 or not _one_kind(paper, parts, total):
        return None
    last = max(part.number.unit_end for part in parts)
    incomplete = bool(_AND_MORE.match(paper.text, last, pair.end))
    coming = _coming(paper, pair)
    start = total.number.start if total else (mark or (pair.start, 0))[0]
    if not parts[0].number.unit and not _bare_sum(parts, total, coming):
        return None
    return BracketSum(pair, start, total, parts, coming, incomplete)


def _parts(paper: Paper, pair: Pair, numbers: list[Number]) -> tuple[Counted, ...]:
    """Every number with a unit; without any unit, every number directly before a separator."""
    text = paper.text
    if any(n.unit == "%" or text[n.unit_end] == "/" or text[n.unit_end : n.unit_end + 1] == "中" for n in numbers):
        return ()
    chosen = [n for n in numbers if n.unit]
    if not chosen:
        ends = re.compile(r"[\s、,・;)\]〕]")
        if not all(ends.match(text, n.end) for n in numbers):
            return ()
        chosen = numbers
    return tuple(Counted(paper.numbers.label(n, pair.start + 1), n) for n in chosen)


def _stands_beside(paper: Paper, part: Counted) -> bool:
    """Whether the number looks like one that is no part: 定員50人, 前年度比2件増."""
    return bool(_NOT_PARTS.search(part.label) or _CHANGE.match(paper.text, part.number.unit_end))


def _one_kind(paper: Paper, parts: tuple[Counted, ...], total: Counted | None) -> bool:
    families = {part.number.family for part in parts}
    if len(families) > 1:
        return False
    if any(_stands_beside(paper, part) for part in parts) and not (total and _gap(parts, total) == 0):
        return False
    family = families.pop()
    if family and not COUNTS.fullmatch(family):
        return False
    return total is None or (
        COUNTS.fullmatch(total.number.family) is not None and (not family or same_count(total.number, parts[0].number))
    )


def _bare_sum(parts: tuple[Counted, ...], total: Counted | None, coming: tuple[str, ...]) -> bool:
    """Numbers without a unit are parts only under names of their own: 要介護1、要介護2 are grades."""
    labels = [part.label for part in parts]
    if total is None or coming or not all(labels) or len(set(labels)) < len(labels):
        return False
    gap = _gap(parts, total)
    return gap == 0 or one_slip(total.number, [part.number for part in parts], gap)


def _gap(parts: tuple[Counted, ...], total: Counted) -> Fraction:
    return sum((part.number.exact for part in parts), Fraction(0)) - total.number.exact


def _coming(paper: Paper, pair: Pair) -> tuple[str, ...]:
    """The names of the parts marked as still to come, inside the bracket."""
    names = []
    for found in OPEN_MARK.finditer(paper.text, pair.start + 1, pair.end):
        words = re.split(r"[、,・:;\s()\[\]〔〕0-9]+", paper.text[pair.start + 1 : found.start()])
        named = [word for word in words if word and word not in ("実施後", "確定後", "人", "名", "件")]
        name = named[-1] if named else found[0]
        if name not in names:
            names.append(name)
    return tuple(names)


def _stretch(read: BracketSum) -> tuple[int, int]:
    return read.start, read.pair.end + 1


def _open(paper: Paper, read: BracketSum) -> Finding:
    total = read.total.number if read.total else None
    exceeded = total is not None and read.known > total.value
    unit = total.unit if total else read.parts[0].number.unit
    params = (
        ("sum", joined(read.all_parts)),
        ("so_far", plain(read.known)),
        ("stated", plain(total.value) if total else ""),
        ("unit", unit),
        ("coming", "、".join(read.coming)),
    )
    message = "open_exceeded" if exceeded else "open_total_named" if read.coming else "open_total"
    return Finding(
        Kind.OPEN_TOTAL,
        Verdict.DIFFERS if exceeded else Verdict.CANNOT_TELL,
        paper.flow.spans(_stretch(read)),
        message,
        total.value if total else None,
        read.known,
        unit,
        read.all_parts,
        params,
    )


def _closed(paper: Paper, read: BracketSum) -> Finding:
    if read.total is None:
        return _open(paper, read)
    total = read.total.number
    verdict, message = _judge(read, total)
    params = (("stated", plain(total.value)), ("unit", total.unit), ("sum", joined(read.all_parts)))
    return Finding(
        Kind.PARTS_SUM,
        verdict,
        paper.flow.spans(_stretch(read)),
        message,
        total.value,
        read.known,
        total.unit,
        read.all_parts,
        (*params, ("computed", plain(read.known)), ("gap", plain(abs(read.known - total.value)))),
    )


def _judge(read: BracketSum, total: Number) -> tuple[Verdict, str]:
    numbers = [part.number for part in read.parts]
    gap = sum((n.exact for n in numbers), Fraction(0)) - total.exact
    if gap == 0:
        return Verdict.AGREE, "sum_agrees"
    if read.incomplete and gap < 0:
        return Verdict.CANNOT_TELL, "sum_and_more"
    if abs(gap) <= _rounding(total, numbers):
        return Verdict.ROUNDING, "sum_rounding"
    if numbers[0].unit and total.family != numbers[0].family and not one_slip(total, numbers, gap):
        return Verdict.CANNOT_TELL, "sum_other_unit"
    return Verdict.DIFFERS, "sum_differs"


def _rounding(total: Number, parts: list[Number]) -> Fraction:
    """The largest gap that rounding can make: half a last digit for the total and for each part. Counts of people
    and cases are not rounded; numbers with decimals and amounts in 千円 or more are."""
    decimals = max(n.decimals for n in [total, *parts])
    if not decimals and total.unit not in ("千円", "万円", "百万円", "億円"):
        return Fraction(0)
    return Fraction(len(parts) + 1, 2 * 10**decimals)
