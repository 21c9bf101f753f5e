"""Small words and addresses of the workspace's pages."""

from django import template
from django.urls import reverse

from zaitaku.analysis import check
from zaitaku.analysis.figure import Kind, Span
from zaitaku.core.pages import is_japanese
from zaitaku.core.records.choices import KIND_CHOICES, SPAN_CHOICES
from zaitaku.workspace.queries import Desk

register = template.Library()
_KINDS, _SPANS = dict(KIND_CHOICES), dict(SPAN_CHOICES)


@register.simple_tag
def figure_url(desk: Desk, code: str) -> str:
    """The passport of a figure in the year and as of the day of the desk."""
    address = reverse("workspace:figure", kwargs={"year": desk.year.year, "code": code})
    return f"{address}?as_of={desk.as_of.isoformat()}"


@register.filter
def kind_word(kind: Kind) -> str:
    return str(_KINDS[kind.value])


@register.filter
def span_word(span: Span) -> str:
    return str(_SPANS[span.value])


@register.filter
def verdict_word(verdict: str) -> str:
    """In the reader's language, from the check itself, which says it in both."""
    return check.verdict_word(check.Verdict(verdict), "ja" if is_japanese() else "en")


@register.filter
def first_line(text: str) -> str:
    return text.split("\n", 1)[0]
