"""Findings of checks in words: which item, which numbers, why, and what to do."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from zaitaku.analysis.figure import UNITS, Kind, half_up
from zaitaku.analysis.return_rules import Check, CheckKind, Finding, Severity
from zaitaku.programme.returns.models import Element
from zaitaku.programme.returns.queries.asked import AskedItem


class Words:
    """Of the items of one sheet, in the wording of its month."""

    def __init__(self, items: Sequence[AskedItem]) -> None:
        self._items = {item.element.code: item for item in items}
        self._labels = {item.element.pk: item.label for item in items}

    def name(self, code: str) -> str:
        """A part is named with its whole, for parts of several items are worded alike."""
        item = self._items[code]
        whole = self._labels.get(item.element.parent_id or 0)
        return f"{whole}（{item.label}）" if whole else item.label

    def of(self, finding: Finding, check: Check) -> str:
        item = self._items[finding.element]
        texts = {name: shown(number, item.element) for name, number in finding.facts.items()}
        names = {"item": self.name(finding.element), "group": self._group(check)}
        if finding.other:
            names["other"] = self.name(finding.other)
            names["other_value"] = shown(finding.facts["other"], self._items[finding.other].element)
        if check.kind is CheckKind.SUM:
            names["others"] = _("%(first)s and others") % {"first": self.name(check.others[0])}
            if len(check.others) < 4:
                names["others"] = _(", ").join(self.name(code) for code in check.others)
        if check.kind is CheckKind.HISTORY or check.kind is CheckKind.PER_1000_65:
            texts |= _ranged(finding, item.element)
        said = _SENTENCES[_which(finding)]() % (texts | names)
        return said + _remedy(finding)

    def _group(self, check: Check) -> str:
        label = self._items[check.others[0]].group if check.others else ""
        return f"［{label}］" if label else ""


def shown(number: Decimal, element: Element) -> str:
    """With its unit: 1,234件."""
    return f"{plain(number)}{element.unit or UNITS[Kind(element.kind)]}"


def plain(number: Decimal) -> str:
    whole = number == number.to_integral_value()
    return f"{number:,.0f}" if whole else f"{number.normalize():,f}"


def _ranged(finding: Finding, element: Element) -> dict[str, str]:
    """Bounds rounded inwards to what can be entered; rates to one decimal; a side without bound stays empty."""
    texts = {"low": "", "high": ""}
    for name, way in (("low", ROUND_CEILING), ("high", ROUND_FLOOR)):
        if name not in finding.facts:
            continue
        bound = finding.facts[name]
        if finding.kind is CheckKind.PER_1000_65:
            texts[name] = plain(bound)
        else:
            texts[name] = shown(bound.quantize(Decimal(1).scaleb(-element.decimals), rounding=way), element)
    for name in ("rate", "median"):
        if name in finding.facts:
            texts[name] = plain(half_up(finding.facts[name]))
    if "residents" in finding.facts:
        texts["residents"] = plain(finding.facts["residents"])
    return texts


def _which(finding: Finding) -> str:
    if finding.kind is CheckKind.NOT_BELOW_LAST:
        return "below_last" if "last" in finding.facts else "above_following"
    if finding.kind is CheckKind.FIXED:
        return "too_small" if "low" in finding.facts and finding.facts["value"] < finding.facts["low"] else "too_large"
    return finding.kind.value


def _remedy(finding: Finding) -> str:
    if finding.kind is CheckKind.ANSWERED:
        return ""
    if finding.severity is Severity.DOUBT:
        return _(" If it is right, write why beside the number.")
    return _(" Look at the numbers again and correct them.")


_SENTENCES = {
    "answered": lambda: _(
        "%(item)s: there is no answer yet. Enter a number, or choose “None this month” or “No change”."
    ),
    "parts": lambda: _("%(item)s%(group)s: the parts make %(sum)s, but the whole is %(value)s."),
    "several": lambda: _("%(other)s is %(other_value)s and so above the whole, which is %(value)s."),
    "sum": lambda: _("%(item)s is %(value)s, but %(others)s make %(sum)s."),
    "not_above": lambda: _("%(item)s is %(value)s and so above %(other)s, which is %(other_value)s."),
    "below_last": lambda: _("%(item)s: the running total is %(value)s and so below the %(last)s of the month before."),
    "above_following": lambda: _(
        "%(item)s: the running total is %(value)s and so above the %(following)s of the month after."
    ),
    "too_small": lambda: _("%(item)s is %(value)s and so below %(low)s."),
    "too_large": lambda: _("%(item)s is %(value)s and so above %(high)s."),
    "history": lambda: _(
        "%(item)s is %(value)s. Usual for this sender are %(low)s to %(high)s, the months before having a median of "
        "%(median)s."
    ),
    "per_1000_65": lambda: _(
        "%(item)s is %(value)s, which is %(rate)s per 1,000 residents aged 65 or more (%(residents)s). "
        "Expected are %(low)s to %(high)s."
    ),
}
