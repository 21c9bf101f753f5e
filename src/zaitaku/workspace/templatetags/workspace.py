"""Small words and addresses of the workspace's pages."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zaitaku.analysis import check
from zaitaku.analysis.figure import Figure, Kind, Span
from zaitaku.analysis.wording import full_text
from zaitaku.core.pages import is_japanese
from zaitaku.core.records.choices import KIND_CHOICES, SPAN_CHOICES
from zaitaku.workspace.queries import Desk

register = template.Library()
# What officers call the lines of the catalogue.
FUNCTIONS: dict[str, Any] = {
    "events.attendance": _("Attendance (person-times)"),
    "events.persons": _("Different persons (from – to)"),
    "events.views": _("Video views"),
    "events.sessions_held": _("Sessions held"),
    "events.sessions_planned": _("Sessions that the plan wants"),
    "events.places": _("Places with a session"),
    "events.coverage": _("Areas reached"),
    "events.reported": _("Total that the organiser reports"),
    "events.answer_share": _("Share of answers to a question"),
    "meetings.completion": _("People who completed a course"),
    "meetings.visiting_hospitals": _("Hospitals with accompanied visits"),
    "meetings.trainees": _("Trainees of accompanied visits"),
    "meetings.reviews": _("Hospitals with a review training"),
    "meetings.wishes": _("Wishes of people with dementia"),
    "meetings.issues": _("Issues of care meetings"),
    "returns.value": _("Value that organisations report"),
    "returns.rate": _("Rate of two reported values"),
    "returns.shares": _("Shares that organisations report"),
    "materials.issued": _("Copies of a material"),
    "materials.stock": _("Stock of a material"),
    "materials.destinations_served": _("Destinations that got a material"),
    "returns.reporters": _("Organisations that reported"),
    "facilities.listed_groups": _("Community groups listed"),
    "library.sharings": _("Acts of sharing documents"),
    "library.editions": _("Editions of the casebook"),
    "library.cases": _("Cases in the casebook"),
    "library.videos": _("Videos published"),
    "library.views": _("Views of the library's videos"),
}
_KINDS, _SPANS = dict(KIND_CHOICES), dict(SPAN_CHOICES)


@register.simple_tag
def figure_url(desk: Desk, code: str) -> str:
    """The passport of a figure in the year and as of the day of the desk."""
    address = reverse("workspace:figure", kwargs={"year": desk.year.year, "code": code})
    return f"{address}?as_of={desk.as_of.isoformat()}"


@register.filter
def function_word(function: str) -> Any:
    return FUNCTIONS[function]


@register.filter
def in_words(figure: Figure, as_of: date) -> str:
    """Label and value of a part: 第1回 59人."""
    return f"{figure.label} {full_text(figure, as_of)}"


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
