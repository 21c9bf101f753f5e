"""What was sent in, and what was asked for and is missing, as facts for a snapshot of many municipalities."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from zaitaku.analysis.facts import Fact
from zaitaku.analysis.figure import Kind
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area
from zaitaku.programme.returns.choices import SENT, SheetStatus, StepKind
from zaitaku.programme.returns.models import Element, Form, Return, SheetStep, Value
from zaitaku.programme.returns.queries.asked import asks, in_order
from zaitaku.programme.returns.queries.sheets import first_sent

PER_FETCH = 5_000
_ACCEPTED = (SheetStatus.ACCEPTED, SheetStatus.LOCKED)
_SPELLS = (StepKind.ASKED, StepKind.EXCUSED, StepKind.REOPENED, StepKind.SUBMITTED)


class FormsClash(Exception):
    """Two forms answered in one municipality share a code and an element's code: nothing tells their facts apart."""

    def __init__(self, first: Form, second: Form) -> None:
        super().__init__(f"{first.pk}, {second.pk}")
        self.forms = (first, second)


def facts(leave_out: Collection[int] = ()) -> Iterator[Fact]:
    """Every answer of a sheet that was sent in, corrections and what they replaced included, and every answer that was
    asked for, for as long as it was missing. Five queries. `leave_out`: ids of forms.

    Drafts are nobody's figure: an answer counts from the moment its sheet was first sent in, and one that was replaced
    before that moment never counted. Until that moment it is missing, unless the sheet is excused; a sheet that adds up
    several organisations is one answer all the same. Percentages are left out, for they do not add up. Raises
    FormsClash before the first fact.
    """
    towns = _municipalities()
    elements = _elements(leave_out)
    _refuse_clashes(towns, elements)
    yield from _given(towns, leave_out)
    yield from _missing(towns, elements)


def _given(towns: dict[int, str], leave_out: Collection[int]) -> Iterator[Fact]:
    rows = _rows(leave_out).iterator(chunk_size=PER_FETCH)
    for area, superseded, recorded, sent, accepted, status, value, *rest in rows:
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


def _rows(leave_out: Collection[int]) -> "QuerySet[Value, tuple[Any, ...]]":
    steps = SheetStep.objects.filter(sheet=OuterRef("sheet")).order_by().values("sheet")
    last_accepted = steps.filter(kind=StepKind.ACCEPTED).annotate(moment=Max("at")).values("moment")
    sent = Value.objects.filter(~Q(element__kind=Kind.PERCENT.value), sheet__round__isnull=False)
    return (
        sent.filter(sheet__status__in=SENT)
        .exclude(element__form__in=leave_out)
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


def _missing(towns: dict[int, str], elements: dict[Form, list[Element]]) -> Iterator[Fact]:
    """Sheet by sheet, what its form asks of its period, for each stretch of time in which it was missing."""
    forms = {form.pk: form for form in elements}
    steps = SheetStep.objects.filter(kind__in=_SPELLS, sheet__form__in=forms).order_by("sheet", "at", "pk")
    sheet = ("sheet", "sheet__form", "sheet__organisation__area", "sheet__organisation__code")
    rows = steps.values_list(*sheet, "sheet__start", "sheet__end", "kind", "at").iterator(chunk_size=PER_FETCH)

    @cache
    def asked(form: Form, start: Any) -> list[Element]:
        found = in_order([one for one in elements[form] if asks(one, start)])
        return [one for one, _depth in found if one.kind != Kind.PERCENT.value]

    for (_pk, form, area, organisation, start, end), own in groupby(rows, key=itemgetter(0, 1, 2, 3, 4, 5)):
        for since, until in _spells(own):
            for element in asked(forms[form], start):
                indicator = f"{forms[form].code}.{element.code}"
                yield Fact(towns[area], organisation, indicator, element.span, start, end, None, since, until, None)


def _spells(steps: Iterable[tuple[Any, ...]]) -> Iterator[tuple[datetime, datetime | None]]:
    """From when until when a sheet was missing, by its steps in order; what was sent in once never is again."""
    since: datetime | None = None
    for *_sheet, kind, at in steps:
        if since is not None and since < at and kind in (StepKind.EXCUSED, StepKind.SUBMITTED):
            yield since, at
        if kind == StepKind.SUBMITTED:
            return
        since = None if kind == StepKind.EXCUSED else since or at
    if since is not None:
        yield since, None


def _elements(leave_out: Collection[int]) -> dict[Form, list[Element]]:
    """Of every form that is collected. One query."""
    found: dict[Form, list[Element]] = defaultdict(list)
    rows = Element.objects.filter(form__is_collected=True).exclude(form__in=leave_out)
    for element in rows.select_related("form__owner", "breakdown", "option"):
        found[element.form].append(element)
    return found


def _refuse_clashes(towns: dict[int, str], elements: dict[Form, list[Element]]) -> None:
    """Whose codes meet is told by where the forms are answered. One query. Raises FormsClash."""
    forms = {form.pk: form for form in elements}
    seen: dict[tuple[str, str], Form] = {}
    sheets = Return.objects.filter(round__isnull=False, form__in=forms).order_by("form")
    for pk, area in sheets.values_list("form", "organisation__area").distinct():
        form = forms[pk]
        for element in elements[form]:
            other = seen.setdefault((towns[area], f"{form.code}.{element.code}"), form)
            if other != form and element.kind != Kind.PERCENT.value:
                raise FormsClash(other, form)


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
