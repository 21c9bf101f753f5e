"""Rates with the fraction they come from: 60.0%（6/10件）, 10件中6件（60.0%）, 60.0%（6件） of a number sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zaitaku.analysis.check.model import Finding, Kind, Verdict
from zaitaku.analysis.check.numbers import Number, half_up, same_count
from zaitaku.analysis.check.paper import Counted, Paper, plain

# What a base of a rate or of a follow-up is called
BASE = re.compile(
    r"申込|申請|応募|対象|送付|発送|配布|配付|依頼|登録|受付|調査数|標本|母数|総数|全体|回答者数|受診者数"
)
OVERALL = re.compile(r"全体|合計|総計|総数|(?<![統集])計(?:の|\Z|:)")
_RATE_WORD = re.compile(r"(?:率|割合)\Z")
_DATE_WORD = re.compile(r"時点|現在|まで|から|開催|実施|予定")
REACH = 300


@dataclass(frozen=True, slots=True)
class Rate:
    """`below` None where no denominator stands beside the rate; `inferred` where it was found nearby by its name."""

    label: str
    percent: Number
    above: Number
    below: Number | None
    start: int
    end: int
    inferred: bool

    @property
    def overall(self) -> bool:
        return bool(OVERALL.search(self.label))


def rates(paper: Paper) -> list[Rate]:
    """All rates that say what they are made of, by place."""
    found = []
    for percent in paper.numbers.all:
        if percent.unit == "%":
            rate = _with_fraction(paper, percent) or _behind_fraction(paper, percent) or _with_count(paper, percent)
            if rate:
                found.append(rate)
    return found


def findings(paper: Paper, found: Sequence[Rate]) -> Iterator[Finding]:
    for rate in found:
        verdict, message = _judge(rate)
        above, below = rate.above, rate.below
        computed = None
        if below is not None and below.value:
            computed = half_up(100 * above.exact / below.exact, rate.percent.decimals)
        stretches = [(rate.start, rate.end)]
        if rate.inferred and below is not None:
            stretches.append((below.start, below.unit_end))
        params = (
            ("label", rate.label),
            ("stated", plain(rate.percent.value)),
            ("computed", plain(computed) if computed is not None else ""),
            ("above", plain(above.value)),
            ("below", plain(below.value) if below else ""),
        )
        parts = (Counted("分子", above).part, *((Counted("分母", below).part,) if below else ()))
        spans = paper.flow.spans(*stretches)
        yield Finding(Kind.RATE_FRACTION, verdict, spans, message, rate.percent.value, computed, "%", parts, params)


def holds(percent: Fraction, decimals: int, above: Fraction, below: Fraction) -> bool:
    """Whether above ÷ below, in per cent and rounded half up to the printed decimals, is the printed rate."""
    return below > 0 and above <= below and Fraction(half_up(100 * above / below, decimals)) == percent


def _judge(rate: Rate) -> tuple[Verdict, str]:
    if rate.below is None:
        return Verdict.CANNOT_TELL, "rate_without_base"
    percent, above, below = rate.percent.exact, rate.above.exact, rate.below.exact
    decimals = rate.percent.decimals
    if holds(percent, decimals, above, below):
        return Verdict.AGREE, "rate_agrees"
    if rate.inferred and not _slip(rate.percent, rate.above, rate.below):
        return Verdict.CANNOT_TELL, "rate_base_doubtful"
    if not below:
        return Verdict.DIFFERS, "rate_zero_base"
    if above > below:
        return Verdict.DIFFERS, "rate_above_base"
    cut = Fraction(100 * above * 10**decimals // below, 10**decimals)
    return Verdict.DIFFERS, "rate_cut_off" if cut == percent else "rate_differs"


def _slip(percent: Number, above: Number, below: Number) -> bool:
    """Whether one wrong digit in any of the three explains a rate that does not hold."""
    numbers = (percent, above, below)
    for i, number in enumerate(numbers):
        for changed in _variants(number):
            p, a, b = (changed if j == i else other.exact for j, other in enumerate(numbers))
            if holds(p, percent.decimals, a, b):
                return True
    return False


def _variants(number: Number) -> Iterator[Fraction]:
    for i, digit in enumerate(number.digits):
        if digit != ".":
            for other in "0123456789":
                yield Fraction(number.digits[:i] + other + number.digits[i + 1 :])


def _label(paper: Paper, start: int) -> str:
    """The words in front of a rate, put together again where a line end cut them."""
    words = re.sub(r"\s", "", paper.text[max(start - 24, 0) : start])
    return re.split(r"[、。】」)〕\]|%0-9・]", words)[-1].strip(":")


def _with_fraction(paper: Paper, percent: Number) -> Rate | None:
    """60.0%（6/10件）"""
    pair = paper.flow.bracket_after(percent.unit_end)
    if pair is None:
        return None
    inside = paper.numbers.within(pair.start + 1, pair.end)
    if len(inside) != 2 or not (ordered := _fraction(paper, *inside)):
        return None
    above, below = ordered
    if _DATE_WORD.search(paper.text, below.end, pair.end):
        return None
    if not above.unit and not below.unit and above.value <= 12 and below.value <= 31 and above.value > below.value:
        return None  # (4/1) is a day
    return Rate(_label(paper, percent.start), percent, above, below, percent.start, pair.end + 1, False)


def _fraction(paper: Paper, first: Number, second: Number) -> tuple[Number, Number] | None:
    """Numerator and denominator of 6/10件 or 10件中6件."""
    between = paper.text[first.unit_end : second.start].strip()
    if between in ("/", "÷"):
        return first, second
    if between in ("中", "中、", "のうち", "のうち、", "人中", "件中") and first.unit:
        return second, first
    return None


def _behind_fraction(paper: Paper, percent: Number) -> Rate | None:
    """10件中6件（60.0%）, 6/10件（60.0%）"""
    text = paper.text
    opening = percent.start - 1
    pair = paper.flow.pair_at(opening) if opening >= 0 else None
    if pair is None or pair.sign not in "([〔" or text[percent.unit_end : pair.end].strip():
        return None
    before = paper.numbers.within(max(opening - 60, 0), opening)
    if len(before) < 2 or text[before[-1].unit_end : opening].strip() or not (o := _fraction(paper, *before[-2:])):
        return None
    return Rate(_label(paper, before[-2].start), percent, o[0], o[1], before[-2].start, pair.end + 1, False)


def _with_count(paper: Paper, percent: Number) -> Rate | None:
    """回収率：60.0%（6件）, its denominator named nearby: 送付件数10件"""
    label = _label(paper, percent.start)
    pair = paper.flow.bracket_after(percent.unit_end)
    if pair is None or not _RATE_WORD.search(label):
        return None
    inside = paper.numbers.within(pair.start + 1, pair.end)
    if len(inside) != 1 or not inside[0].unit or inside[0].unit == "%":
        return None
    if paper.text[pair.start + 1 : inside[0].start].strip() or paper.text[inside[0].unit_end : pair.end].strip():
        return None
    below = base_near(paper, inside[0], percent.start, pair.end)
    return Rate(label, percent, inside[0], below, percent.start, pair.end + 1, True)


def base_near(paper: Paper, count: Number, start: int, end: int) -> Number | None:
    """The number of the same unit that is named as a base, nearest in front, else behind, in the paragraph."""
    floor, ceiling = paper.flow.paragraph(start)
    before = list(paper.numbers.within(max(floor, start - REACH), start))
    after = list(paper.numbers.within(end, min(ceiling, end + REACH)))
    for number in [*reversed(before), *after]:
        if number.unit and same_count(number, count) and BASE.search(paper.numbers.label(number)):
            return number
    return None
