"""Queries about sheets, with what was said in them."""

from django.db.models import Count, Prefetch, Q, QuerySet

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.models import Message, Query, Return, Round, SheetStep


def queries_of(sheet: Return) -> list[Query]:
    """Open ones first, each with its messages (`messages.all()`). Two queries."""
    rows = _with_messages(sheet.queries.select_related("element"))
    return sorted(rows, key=lambda row: (not row.is_open, row.opened_at, row.pk))


def unanswered(sheet: Return) -> QuerySet[Query]:
    """What the sender has to answer, with the messages."""
    return _with_messages(sheet.queries.filter(closed_at=None, answered_at=None).select_related("element"))


def queries_reached(organisations: QuerySet[Organisation]) -> QuerySet[Query]:
    """Those of sheets that the organisations send or ask for."""
    rows = Query.objects.filter(sheet__organisation__in=organisations)
    rows |= Query.objects.filter(sheet__form__owner__in=organisations)
    return _with_messages(rows.select_related("element", "sheet__form__owner", "sheet__organisation"))


def steps_of(sheet: Return) -> QuerySet[SheetStep]:
    """The newest first."""
    return sheet.steps.select_related("by").order_by("-at", "-pk")


def _with_messages(rows: QuerySet[Query]) -> QuerySet[Query]:
    return rows.prefetch_related(Prefetch("messages", Message.objects.select_related("by").order_by("at", "pk")))


def sheets_to_accept(round_: Round) -> QuerySet[Return]:
    """Sent in and not looked at yet, with the number of open queries (`open_queries`)."""
    sheets = round_.sheets.filter(status=SheetStatus.SUBMITTED).select_related("organisation")
    still_open = Count("queries", filter=Q(queries__closed_at=None, queries__isnull=False))
    return sheets.annotate(open_queries=still_open).order_by("organisation__code")
