"""Forms, sheets and values as pages list them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.programme.returns.choices import StepKind
from zaitaku.programme.returns.models import Element, Form, Return, Round, SheetStep, Value


def forms_reached(organisations: QuerySet[Organisation]) -> QuerySet[Form]:
    """Forms that the organisations ask, or that are asked of them: of owners in their areas and the areas above."""
    areas = areas_and_above(organisations.values_list("area", flat=True).distinct())
    return Form.objects.filter(Q(owner__in=organisations) | Q(owner__area__in=areas)).select_related("owner")


def areas_and_above(areas: Iterable[int]) -> set[int]:
    """Two queries at most, whatever the depth of the tree."""
    parents = dict(Area.objects.values_list("pk", "parent"))
    found: set[int] = set()
    for area in areas:
        step: int | None = area
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
    return found


def listed_forms(organisations: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Form]:
    """Narrowed by `q`, `owner`, `rhythm`; with the number of their elements."""
    found = forms_reached(organisations)
    if text := asked.get("q"):
        found = found.filter(Q(title__icontains=text) | Q(code__icontains=text))
    for name in ("owner", "rhythm"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    return found.annotate(asks=Count("elements")).order_by("title", "pk")


def sheets_reached(organisations: QuerySet[Organisation]) -> QuerySet[Return]:
    """Sheets of the organisations, and those of others for forms that they own."""
    mine = Q(organisation__in=organisations) | Q(form__owner__in=organisations)
    return Return.objects.filter(mine).select_related("form__owner", "organisation", "round")


def sheets_of(form: Form, organisations: QuerySet[Organisation], *, start: date, end: date) -> list[Return]:
    """Sheets ending in the stretch, with the number of values that count. One query."""
    found = sheets_reached(organisations).filter(form=form, end__range=(start, end))
    counted = Count("values", filter=Q(values__superseded_at=None))
    return list(found.annotate(filled=counted).order_by("organisation__code", "end", "start"))


def latest_year(form: Form) -> FiscalYear | None:
    """The year of the sheet that ends last; None where nothing was sent yet. One query."""
    end = form.returns.aggregate(last=Max("end"))["last"]
    return FiscalYear.of(end) if end else None


def current_values(sheet: Return) -> dict[int, Value]:
    """Element id → the row that counts."""
    rows = Value.objects.filter(sheet=sheet, superseded_at=None).select_related("recorded_by")
    return {row.element_id: row for row in rows}


def history(sheet: Return, element: Element, *, with_drafts: bool) -> QuerySet[Value]:
    """Rows of one element in one sheet, the newest first."""
    rows = Value.objects.filter(sheet=sheet, element=element)
    rows = rows if with_drafts else without_drafts(rows)
    return rows.select_related("recorded_by").order_by("-recorded_at", "-pk")


def without_drafts(rows: QuerySet[Value]) -> QuerySet[Value]:
    """Without those that were replaced before their sheet was first sent in: they never counted."""
    rows = rows.annotate(first_sent=first_sent())
    return rows.filter(Q(superseded_at=None) | Q(first_sent=None) | Q(superseded_at__gt=F("first_sent")))


def in_its_way(sheet: str = "") -> Q:
    """Condition on a sheet, or on what has the sheet `sheet`: of a round where its form is asked for in rounds.

    What was recorded directly before the form's first round was opened counts on, corrected or not. No action makes
    other sheets; figures hold to it all the same, for such a sheet would pass by rules, queries and acceptance.
    """
    prefix = f"{sheet}__" if sheet else ""
    before = Value.objects.filter(sheet=OuterRef(OuterRef(f"{prefix}pk")), recorded_at__lt=OuterRef("opened_at"))
    rounds = Round.objects.filter(~Exists(before), form=OuterRef(f"{prefix}form"), form__is_collected=True)
    return Q(**{f"{prefix}round__isnull": False}) | Q(~Exists(rounds))


def first_sent() -> Subquery:
    """Of the sheet of a value: the moment that it was sent in for the first time."""
    sent = SheetStep.objects.filter(sheet=OuterRef("sheet"), kind=StepKind.SUBMITTED).order_by().values("sheet")
    return Subquery(sent.annotate(moment=Min("at")).values("moment"))
