"""Holding the answers of one sheet against its checks."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Context, Decimal
from functools import reduce

from zaitaku.analysis.return_rules.model import Answered, Check, CheckKind, Finding, Known
from zaitaku.analysis.return_rules.range import median, plausible_range

_EXACT = Context(prec=60)
Answers = Mapping[str, Answered]


def findings(checks: Iterable[Check], answers: Answers, known: Mapping[str, Known]) -> list[Finding]:
    """What does not hold, in the order of the checks; at most one finding for each.

    Only settled numbers are compared: an open one (集計中) is an answer, and nothing is said about it yet, unless it is
    a part that is above its whole already. A check that lacks what it compares with (no month before, too short a
    history, residents unknown) finds nothing.
    """
    found = (_RULES[check.kind](check, answers, known.get(check.element, Known())) for check in checks)
    return [one for one in found if one is not None]


def _answered(check: Check, answers: Answers, known: Known) -> Finding | None:
    return None if check.element in answers else _finding(check)


def _parts(check: Check, answers: Answers, known: Known) -> Finding | None:
    """Parts still open may only bring the sum up to the whole; complete ones have to make it exactly."""
    whole = _number(check.element, answers)
    if whole is None or not check.others:  # none of them is asked any more
        return None
    added = _added(check, answers)
    complete = all(code in answers and answers[code].is_complete for code in check.others)
    if added > whole or (complete and added != whole):
        return _finding(check, value=whole, sum=added)
    return None


def _several(check: Check, answers: Answers, known: Known) -> Finding | None:
    return _against_each(check, answers, lambda value, other: other > value, are_open=True)


def _sum(check: Check, answers: Answers, known: Known) -> Finding | None:
    """As parts and whole, for items that stand beside each other. Percentages do not add up and are not compared so."""
    return _parts(check, answers, known)


def _not_above(check: Check, answers: Answers, known: Known) -> Finding | None:
    return _against_each(check, answers, lambda value, other: value > other)


def _not_below_last(check: Check, answers: Answers, known: Known) -> Finding | None:
    value = _number(check.element, answers)
    if value is None:
        return None
    if known.last is not None and value < known.last:
        return _finding(check, value=value, last=known.last)
    if known.following is not None and value > known.following:
        return _finding(check, value=value, following=known.following)
    return None


def _fixed(check: Check, answers: Answers, known: Known) -> Finding | None:
    value = _number(check.element, answers)
    if value is None or _lies_between(value, check.minimum, check.maximum):
        return None
    return _finding(check, value=value, **_bounds(check.minimum, check.maximum))


def _history(check: Check, answers: Answers, known: Known) -> Finding | None:
    value = _number(check.element, answers)
    usual = plausible_range(known.history, check.minimum, check.maximum)
    if value is None or usual is None or _lies_between(value, *usual):
        return None
    return _finding(check, value=value, median=median(known.history[:24]), **_bounds(*usual))


def _per_1000_65(check: Check, answers: Answers, known: Known) -> Finding | None:
    """1,000 × value ÷ residents aged 65 or more, compared without rounding."""
    value = _number(check.element, answers)
    if value is None or not known.residents_65:
        return None
    residents = Decimal(known.residents_65)
    thousandfold = _EXACT.multiply(value, Decimal(1000))
    low, high = (None if one is None else _EXACT.multiply(one, residents) for one in (check.minimum, check.maximum))
    if _lies_between(thousandfold, low, high):
        return None
    per_1000 = _EXACT.divide(thousandfold, residents)
    return _finding(check, value=value, rate=per_1000, residents=residents, **_bounds(check.minimum, check.maximum))


_RULES: dict[CheckKind, Callable[[Check, Answers, Known], Finding | None]] = {
    CheckKind.ANSWERED: _answered,
    CheckKind.PARTS: _parts,
    CheckKind.SEVERAL: _several,
    CheckKind.SUM: _sum,
    CheckKind.NOT_ABOVE: _not_above,
    CheckKind.NOT_BELOW_LAST: _not_below_last,
    CheckKind.FIXED: _fixed,
    CheckKind.HISTORY: _history,
    CheckKind.PER_1000_65: _per_1000_65,
}


def _number(code: str, answers: Answers) -> Decimal | None:
    return answers[code].number if code in answers else None


def _added(check: Check, answers: Answers) -> Decimal:
    """The sum so far, with numbers that are not settled yet."""
    values = (answers[code].value for code in check.others if code in answers)
    return reduce(_EXACT.add, (value for value in values if value is not None), Decimal(0))


def _against_each(
    check: Check, answers: Answers, wrong: Callable[[Decimal, Decimal], bool], *, are_open: bool = False
) -> Finding | None:
    """`are_open`: the others are compared before they are settled too."""
    value = _number(check.element, answers)
    for code in check.others:
        other = answers[code].value if are_open and code in answers else _number(code, answers)
        if value is not None and other is not None and wrong(value, other):
            return Finding(check.element, check.severity, check.kind, {"value": value, "other": other}, code)
    return None


def _lies_between(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _bounds(low: Decimal | None, high: Decimal | None) -> dict[str, Decimal]:
    return {name: bound for name, bound in (("low", low), ("high", high)) if bound is not None}


def _finding(check: Check, **facts: Decimal) -> Finding:
    return Finding(check.element, check.severity, check.kind, facts)
