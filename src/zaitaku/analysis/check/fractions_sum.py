"""Numerators and denominators of a list of rates against those of the overall rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from zaitaku.analysis.check.model import Finding, Kind, Verdict
from zaitaku.analysis.check.numbers import Number, one_slip
from zaitaku.analysis.check.paper import Counted, Paper, joined, plain
from zaitaku.analysis.check.rates import Rate


def findings(paper: Paper, rates: Sequence[Rate]) -> Iterator[Finding]:
    for _, together in groupby(rates, key=lambda rate: paper.flow.paragraph(rate.start)):
        held = list(together)
        for overall, members in _groups(held):
            yield from _compare(paper, overall, members)


def _groups(rates: Sequence[Rate]) -> Iterator[tuple[Rate, list[Rate]]]:
    """Each overall rate with the rates behind it up to the next overall one, else those in front of it."""
    places = [i for i, rate in enumerate(rates) if rate.overall]
    for k, place in enumerate(places):
        stop = places[k + 1] if k + 1 < len(places) else len(rates)
        start = places[k - 1] + 1 if k else 0
        for members in (rates[place + 1 : stop], rates[start:place]):
            usable = [rate for rate in members if rate.below is not None and not rate.inferred]
            if len(usable) > 1:
                yield rates[place], usable
                break


def _compare(paper: Paper, overall: Rate, members: Sequence[Rate]) -> Iterator[Finding]:
    above = [Counted(rate.label, rate.above) for rate in members]
    below = [Counted(rate.label, rate.below) for rate in members if rate.below is not None]
    sides = [(Kind.NUMERATORS_SUM, overall.above, above)]
    if overall.below is not None:
        sides.append((Kind.DENOMINATORS_SUM, overall.below, below))
    gaps = [sum((part.number.exact for part in parts), Fraction(0)) - total.exact for _, total, parts in sides]
    certain = 0 in gaps  # one side adds up, so the list is the whole; the other side must add up too
    for (kind, total, parts), gap in zip(sides, gaps, strict=True):
        likely = certain or one_slip(total, [part.number for part in parts], gap)
        verdict = Verdict.AGREE if gap == 0 else Verdict.DIFFERS if likely else Verdict.CANNOT_TELL
        yield _finding(paper, kind, verdict, total, parts)


_ENDINGS = {Verdict.AGREE: "agrees", Verdict.DIFFERS: "differs", Verdict.CANNOT_TELL: "doubtful"}


def _finding(paper: Paper, kind: Kind, verdict: Verdict, total: Number, counted: Sequence[Counted]) -> Finding:
    parts = tuple(part.part for part in counted)
    computed = sum((part.number.value for part in counted), start=Decimal(0))
    params = (
        ("stated", plain(total.value)),
        ("computed", plain(computed)),
        ("unit", total.unit),
        ("sum", joined(parts)),
        ("gap", plain(abs(computed - total.value))),
    )
    spans = paper.flow.spans((total.start, total.unit_end), *(part.stretch for part in counted))
    message = f"{kind}_{_ENDINGS[verdict]}"
    return Finding(kind, verdict, spans, message, total.value, computed, total.unit, parts, params)
