"""A sheet's period in words, and its status as word, shape and look, so that it can be told without its colour."""

from django import template

from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.models import Return, Round
from zaitaku.programme.returns.queries.workbooks import period_name

register = template.Library()

# Status -> shape, and the look of a general state (components.css).
LOOKS: dict[str, tuple[str, str]] = {
    SheetStatus.RECORDED: ("●", "final"),
    SheetStatus.ASKED: ("○", "waiting"),
    SheetStatus.DRAFT: ("□", "draft"),
    SheetStatus.SUBMITTED: ("◐", "preliminary"),
    SheetStatus.RETURNED: ("↩", "planned"),
    SheetStatus.ACCEPTED: ("●", "final"),
    SheetStatus.LOCKED: ("■", "frozen"),
    SheetStatus.EXCUSED: ("―", "not_applicable"),
}


@register.filter
def period(of: Return | Round) -> str:
    return period_name(of)


@register.filter
def sheet_word(status: str) -> str:
    return str(SheetStatus(status).label)


@register.filter
def sheet_shape(status: str) -> str:
    return LOOKS[status][0]


@register.filter
def sheet_look(status: str) -> str:
    return LOOKS[status][1]
