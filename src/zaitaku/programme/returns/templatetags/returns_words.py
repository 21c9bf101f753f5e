"""Words of forms on their pages: months, units, bounds."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import UNITS, Kind
from zaitaku.programme.returns.choices import RuleKind
from zaitaku.programme.returns.forms.months import shown_start
from zaitaku.programme.returns.models import Element, Rule
from zaitaku.programme.returns.queries.words import plain

register = template.Library()


@register.filter
def start(day: date | None, rhythm: str) -> str:
    """令和8年12月, 令和8年度 or a day, by the form's rhythm."""
    return shown_start(rhythm, day)


@register.filter
def unit(element: Element) -> str:
    return element.unit or UNITS[Kind(element.kind)]


@register.filter
def full_label(element: Element) -> str:
    """A part with its whole."""
    return f"{element.parent.label}（{element.label}）" if element.parent else element.label


@register.filter
def bounds(rule: Rule) -> str:
    """3 to 5, 3 or more; how many spreads; "" for rules without bounds."""
    low = None if rule.minimum is None else plain(rule.minimum)
    high = None if rule.maximum is None else plain(rule.maximum)
    if rule.kind == RuleKind.HISTORY:
        return _("%(number)s spreads") % {"number": high or low}
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("%(low)s or more") % {"low": low}
    return _("%(high)s or less") % {"high": high} if high else ""
