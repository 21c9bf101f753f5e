"""A follow-up with a base of its own: 追跡調査は10件中6件が回答, against the number stated nearby."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from zaitaku.analysis.check.model import Finding, Kind, Part, Verdict
from zaitaku.analysis.check.numbers import Number, one_slip, same_count
from zaitaku.analysis.check.paper import Paper, plain
from zaitaku.analysis.check.rates import BASE, Rate

REACH = 400
_OUT_OF = re.compile(r"\s*(?:中|のうち)[、,]?\s*")
_SUBJECT = re.compile(r"([^\s、。:※()「」【】0-9]{2,30}?)(?:については|においては|では|には|は|の|:|、)?\s*\Z")


def findings(paper: Paper, rates: Sequence[Rate]) -> Iterator[Finding]:
    in_rates = {number.start for rate in rates for number in (rate.above, rate.below) if number is not None}
    numbers = paper.numbers.all
    for base, answered in pairwise(numbers):
        if base.start in in_rates or not base.unit or not answered.unit or not same_count(base, answered):
            continue
        if _OUT_OF.fullmatch(paper.text, base.unit_end, answered.start):
            found = _judge(paper, base, answered)
            if found:
                yield found


def _judge(paper: Paper, base: Number, answered: Number) -> Finding | None:
    named = _named_base(paper, base)
    outcome = _outcome(paper, base)
    if answered.value > base.value:
        verdict, message = Verdict.DIFFERS, "follow_up_more_than_base"
    elif outcome and outcome.value > answered.value:
        verdict, message = Verdict.DIFFERS, "follow_up_outcome_too_large"
    elif named is None:
        return None
    elif named.value == base.value:
        verdict, message = Verdict.AGREE, "follow_up_agrees"
    elif one_slip(named, [base], Fraction(base.value - named.value)):
        verdict, message = Verdict.DIFFERS, "follow_up_differs"
    else:
        verdict, message = Verdict.CANNOT_TELL, "follow_up_other_base"
    return _finding(paper, (base, answered, named, outcome), verdict, message)


def _finding(
    paper: Paper, numbers: tuple[Number, Number, Number | None, Number | None], verdict: Verdict, message: str
) -> Finding:
    base, answered, named, outcome = numbers
    stretches = [(base.start, answered.unit_end)]
    stretches += [(number.start, number.unit_end) for number in (named, outcome) if number]
    parts = [Part("回答", answered.value)] + ([Part("結果", outcome.value)] if outcome else [])
    params = (
        ("base", plain(base.value) + base.unit),
        ("answered", plain(answered.value) + answered.unit),
        ("named", plain(named.value) + named.unit if named else ""),
        ("name", paper.numbers.label(named) if named else ""),
        ("outcome", plain(outcome.value) + outcome.unit if outcome else ""),
    )
    computed = named.value if named else None
    spans = paper.flow.spans(*stretches)
    return Finding(Kind.FOLLOW_UP_BASE, verdict, spans, message, base.value, computed, base.unit, tuple(parts), params)


def _named_base(paper: Paper, base: Number) -> Number | None:
    """The number in front that is named as a base (申込, 送付 …) in this paragraph: an equal one, else the nearest."""
    floor = max(paper.flow.paragraph(base.start)[0], base.start - REACH)
    held = [
        number
        for number in paper.numbers.within(floor, base.start)
        if number.family == base.family
        and not paper.flow.depth(number.start)
        and BASE.search(paper.numbers.label(number))
    ]
    equal = [number for number in held if number.value == base.value]
    best = equal or held
    return best[-1] if best else None


def _outcome(paper: Paper, base: Number) -> Number | None:
    """The number behind a heading 【…】 that names what the follow-up is called."""
    words = paper.text[max(base.start - 32, 0) : base.start]
    subject = _SUBJECT.search(re.sub(r"\s", "", words))
    if not subject:
        return None
    floor = max(paper.flow.paragraph(base.start)[0], base.start - REACH)
    named = re.compile(r"\s?".join(map(re.escape, subject[1])))
    earlier = list(named.finditer(paper.text, floor, base.start))[:-1]
    if not earlier:
        return None
    close = paper.text.find("】", earlier[-1].end(), earlier[-1].end() + 40)
    near = paper.numbers.within(close, close + 6) if close >= 0 else []
    if not near or paper.text[close + 1 : near[0].start].strip(" :\n") or not same_count(near[0], base):
        return None
    return near[0]
