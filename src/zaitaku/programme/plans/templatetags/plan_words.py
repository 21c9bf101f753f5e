"""Words of the plan's pages."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from zaitaku.programme.plans.queries import PlanNode
from zaitaku.programme.plans.queries.compare import tags_in_words as in_words

register = template.Library()

LINE_KINDS: dict[str, Any] = {
    "title": _("Title"),
    "rule": _("Rule"),
    "goal": _("Goal"),
    "pillar": _("Pillar"),
    "category": _("Category"),
    "section": _("Section"),
    "header": _("Header"),
    "row": _("Row of the table"),
    "continuation": _("Continues the row above"),
    "note": _("Note"),
}


@register.filter
def tags_in_words(node: PlanNode) -> str:
    return in_words(node)


@register.filter
def line_kind(kind: str) -> Any:
    return LINE_KINDS.get(kind, kind)
