"""Queries about sheets, with what was said in them."""

from django.db.models import Prefetch, QuerySet

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.models import Message, Query, Return, SheetStep


def queries_of(sheet: Return) -> list[Query]:
    """Open ones first, each with its messages (`messages.all()`). Two queries."""
    rows = _with_messages(sheet.queries.select_related("element"))
    return sorted(rows, key=lambda row: (not row.is_open, row.opened_at, row.pk))


def queries_reached(organisations: QuerySet[Organisation]) -> QuerySet[Query]:
    """Those of sheets that the organisations send or ask for."""
    rows = Query.objects.filter(sheet__organisation__in=organisations)
    rows |= Query.objects.filter(sheet__form__owner__in=organisations)
    return _with_messages(rows.select_related("element", "sheet__form__owner", "sheet__organisation"))


def open_queries(sheet: Return) -> int:
    return sheet.queries.filter(closed_at=None).count()


def steps_of(sheet: Return) -> QuerySet[SheetStep]:
    """The newest first."""
    return sheet.steps.select_related("by").order_by("-at", "-pk")


def _with_messages(rows: QuerySet[Query]) -> QuerySet[Query]:
    return rows.prefetch_related(Prefetch("messages", Message.objects.select_related("by").order_by("at", "pk")))
