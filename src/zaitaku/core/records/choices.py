"""Words for the figure vocabulary of `analysis.figure`; the stored values are the enums' own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zaitaku.analysis.figure import Kind, Span, State
from zaitaku.core.pages.templatetags.pages import STATES

STATE_CHOICES: list[tuple[str, Any]] = [(state.value, STATES[state.value][0]) for state in State]
KIND_CHOICES: list[tuple[str, Any]] = [
    (Kind.PERSONS.value, _("Persons (each once)")),
    (Kind.PERSON_TIMES.value, _("Person-times")),
    (Kind.CASES.value, _("Cases")),
    (Kind.TIMES.value, _("Times")),
    (Kind.COPIES.value, _("Copies")),
    (Kind.PLACES.value, _("Places")),
    (Kind.GROUPS.value, _("Groups")),
    (Kind.PERCENT.value, _("Percent")),
]
SPAN_CHOICES: list[tuple[str, Any]] = [
    (Span.PERIOD.value, _("Within the period")),
    (Span.RUNNING_TOTAL.value, _("Running total")),
    (Span.POINT.value, _("On a day")),
]
