"""What was sent in, as facts for a snapshot of many municipalities."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from zaitaku.analysis.facts import Fact
from zaitaku.analysis.figure import Kind
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area
from zaitaku.programme.returns.choices import SENT, SheetStatus, StepKind
from zaitaku.programme.returns.models import SheetStep, Value
from zaitaku.programme.returns.queries.sheets import first_sent

PER_FETCH = 5_000
_ACCEPTED = (SheetStatus.ACCEPTED, SheetStatus.LOCKED)


def facts() -> Iterator[Fact]:
    """Every answer of a sheet that was sent in, corrections and what they replaced included. Two queries.

    Drafts are nobody's figure: an answer counts from the moment its sheet was first sent in, and one that was replaced
    before that moment never counted. Percentages are left out, for they do not add up.
    """
    towns = _municipalities()
    for area, superseded, recorded, sent, accepted, status, value, *rest in _rows().iterator(chunk_size=PER_FETCH):
        known_from = max(recorded, sent)
        if superseded is not None and superseded <= known_from:
            continue
        organisation, form, element, span, start, end = rest
        yield Fact(
            area=towns[area],
            organisation=organisation,
            indicator=f"{form}.{element}",
            span=span,
            start=start,
            end=end,
            value=_whole(value),
            known_from=known_from,
            superseded_at=superseded,
            accepted_at=_accepted(status, accepted),
        )


def _rows() -> "QuerySet[Value, tuple[Any, ...]]":
    steps = SheetStep.objects.filter(sheet=OuterRef("sheet")).order_by().values("sheet")
    last_accepted = steps.filter(kind=StepKind.ACCEPTED).annotate(moment=Max("at")).values("moment")
    sent = Value.objects.filter(~Q(element__kind=Kind.PERCENT.value), sheet__round__isnull=False)
    return (
        sent.filter(sheet__status__in=SENT)
        .annotate(first_sent=first_sent(), last_accepted=Subquery(last_accepted))
        .order_by("pk")
        .values_list(
            "sheet__organisation__area",
            "superseded_at",
            "recorded_at",
            "first_sent",
            "last_accepted",
            "sheet__status",
            "value",
            "sheet__organisation__code",
            "sheet__form__code",
            "element__code",
            "element__span",
            "sheet__start",
            "sheet__end",
        )
    )


def _accepted(status: str, last_accepted: datetime | None) -> datetime | None:
    """A sheet that was handed back or re-opened is not accepted, whatever it was before."""
    return last_accepted if status in _ACCEPTED else None


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _municipalities() -> dict[int, str]:
    """Area id → code of the municipality it lies in; of an area above municipalities its own code. One query."""
    rows = {
        pk: (code, kind, parent) for pk, code, kind, parent in Area.objects.values_list("pk", "code", "kind", "parent")
    }
    found: dict[int, str] = {}
    for pk, own in rows.items():
        code, kind, parent = own
        while kind != AreaKind.MUNICIPALITY and parent is not None:
            code, kind, parent = rows[parent]
        found[pk] = code if kind == AreaKind.MUNICIPALITY else own[0]
    return found
