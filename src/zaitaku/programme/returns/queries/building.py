"""A form as its owner builds it: questions in order, what each is split by, and from when to when it is asked."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from zaitaku.programme.returns.models import Breakdown, Element, Form, Rule, Value
from zaitaku.programme.returns.queries.asked import in_order
from zaitaku.programme.returns.queries.spells import first_free


@dataclass(slots=True)
class Split:
    """The parts that one breakdown made of an item."""

    breakdown: Breakdown
    parts: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class BuildRow:
    """`is_kept`: it has been asked in a month that was answered, so that its meaning stays."""

    element: Element
    depth: int
    is_kept: bool
    splits: list[Split] = field(default_factory=list)


def build_rows(form: Form) -> list[BuildRow]:
    """Everything that was ever asked; parts of a breakdown gathered under their whole. Three or four queries."""
    elements = list(form.elements.select_related("breakdown", "option"))
    answered = set(Value.objects.filter(element__form=form).order_by().values_list("element", flat=True).distinct())
    free = first_free(form)
    rows: dict[int, BuildRow] = {}
    for element, depth in in_order(elements):
        if element.breakdown is not None and element.parent_id in rows:
            _split(rows[element.parent_id], element.breakdown).parts.append(element)
        else:
            rows[element.pk] = BuildRow(element, depth, element.pk in answered or _was_asked(element, free))
    return list(rows.values())


def _split(row: BuildRow, breakdown: Breakdown) -> Split:
    for split in row.splits:
        if split.breakdown.pk == breakdown.pk:
            return split
    row.splits.append(Split(breakdown))
    return row.splits[-1]


def _was_asked(element: Element, free: date | None) -> bool:
    return free is not None and (element.valid_from is None or element.valid_from < free)


def breakdowns_of(form: Form) -> QuerySet[Breakdown]:
    """With the number of items that each splits. Two queries."""
    rows = form.breakdowns.annotate(splits=Count("elements__parent", distinct=True))
    return rows.prefetch_related("options").order_by("position", "pk")


def rules_of(form: Form) -> QuerySet[Rule]:
    """In the order of their making, with the items that they compare. Two queries."""
    rows = form.rules.select_related("element__parent").prefetch_related("others__parent")
    return rows.order_by("element__position", "position", "pk")
