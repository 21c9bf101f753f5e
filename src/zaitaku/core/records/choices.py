"""Words for the figure vocabulary of `analysis.figure`; the stored values are the enums' own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zaitaku.analysis.figure import Kind, Span, State

STATE_CHOICES: list[tuple[str, Any]] = [
    (State.FINAL.value, _("Final")),
    (State.PRELIMINARY.value, _("Preliminary")),
    (State.TALLYING.value, _("Being tallied")),
    (State.TO_FOLLOW.value, _("To follow when final")),
    (State.AFTER_EVENT.value, _("To follow after the event")),
    (State.PLANNED.value, _("Planned")),
    (State.ASKING.value, _("Intentions being asked")),
    (State.SUPPRESSED.value, _("Suppressed")),
    (State.NOT_APPLICABLE.value, _("Not applicable")),
]
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
