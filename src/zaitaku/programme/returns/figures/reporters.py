"""How many organisations reported, of how many that were asked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind, Span, State
from zaitaku.analysis.period import FiscalYear, Period
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of, value_text
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.returns.choices import COUNTED, SheetStatus
from zaitaku.programme.returns.figures.book import forms_meant
from zaitaku.programme.returns.figures.places import Places
from zaitaku.programme.returns.models import Form, Return, SheetStep, Value


@dataclass(frozen=True, slots=True)
class Asked:
    """A sheet of a round that is not excused; `day` up to when it speaks, None while it does not count."""

    pk: int
    round: int
    start: date
    end: date
    organisation: str
    covers: int
    day: date | None


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """In places, of one round of the year: the latest from which anybody, or (window) everybody reported.

    Four queries.
    """
    forms = forms_meant(indicators)
    sheets = _sheets([form.pk for form in forms.values()], year, as_of)
    return {
        one.code: _figure(Wanted.of(one, year, as_of), _chosen(one, forms.get(one.code), sheets)) for one in indicators
    }


def _sheets(forms: Sequence[int], year: FiscalYear, as_of: date) -> dict[int, list[Asked]]:
    """Form → sheets of the rounds of the year that had begun by the day."""
    rows = Return.objects.filter(form__in=forms, round__isnull=False, start__range=(year.start, min(as_of, year.end)))
    rows = rows.exclude(status=SheetStatus.EXCUSED).order_by()
    running = rows.filter(end__gt=as_of, status__in=COUNTED).values("pk")
    said = Value.objects.filter(sheet__in=running, superseded_at=None, as_of__lte=as_of).order_by()
    days = dict(said.values_list("sheet").annotate(day=Max("as_of")))
    found: dict[int, list[Asked]] = defaultdict(list)
    fields = ("form", "pk", "round", "start", "end", "organisation__code", "covers", "status")
    for form, pk, round_pk, start, end, organisation, covers, status in rows.values_list(*fields):
        day = (end if end <= as_of else days.get(pk)) if status in COUNTED else None
        if start is not None and round_pk is not None:
            found[form].append(Asked(pk, round_pk, start, end, organisation, covers or 1, day))
    return found


def _chosen(indicator: Indicator, form: Form | None, sheets: dict[int, list[Asked]]) -> list[Asked]:
    """The sheets of the round that the figure speaks of."""
    codes = indicator.params.get("organisations")
    rounds: dict[date, list[Asked]] = defaultdict(list)
    for sheet in sheets.get(form.pk, ()) if form else ():
        if codes is None or sheet.organisation in codes:
            rounds[sheet.start].append(sheet)
    is_enough = all if indicator.params.get("window") == "complete" else any
    good = [start for start, own in rounds.items() if is_enough(sheet.day is not None for sheet in own)]
    start = max(good or rounds, default=None)
    return rounds[start] if start else []


def _figure(wanted: Wanted, sheets: list[Asked]) -> Figure:
    if not sheets:
        return wanted.unknown(Kind.PLACES, span=Span.POINT)
    places = Places(sum(one.covers for one in sheets), sum(one.covers for one in sheets if one.day))
    day = max((one.day for one in sheets if one.day), default=min(sheets[0].end, wanted.as_of))
    return wanted.figure(
        Kind.PLACES,
        Decimal(places.reported),
        State.FINAL if places.is_complete else State.TALLYING,
        span=Span.POINT,
        period=Period(day, day),
        as_of=day,
        mark="" if places.is_complete else places.text,
        note=places.text,
        records=sum(one.day is not None for one in sheets),
    )


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The sheets of the round, with who took them a step further last."""
    form = forms_meant([indicator]).get(indicator.code)
    chosen = {one.pk: one for one in _chosen(indicator, form, _sheets([form.pk] if form else [], year, as_of))}
    sheets = Return.objects.filter(pk__in=chosen).select_related("organisation", "round__opened_by")
    steps = SheetStep.objects.filter(sheet__in=chosen).select_related("by").order_by("at", "pk")
    last = {step.sheet_id: step for step in steps}
    return [_record(sheet, chosen[sheet.pk], last.get(sheet.pk)) for sheet in sheets.order_by("organisation__code")]


def _record(sheet: Return, asked: Asked, step: SheetStep | None) -> RecordRow:
    who: Any = step.by if step else sheet.round.opened_by if sheet.round else None
    return RecordRow(
        what=sheet.organisation.name,
        detail=f"{sheet.start}–{sheet.end}",
        value=value_text(Decimal(asked.covers), "か所") if asked.day else "",
        state=State.FINAL if asked.day else State.TO_FOLLOW,
        as_of=asked.day,
        recorded_by=who.name if who else "",
        recorded_at=step.at if step else start_of(sheet.end),
        edit_url=reverse("returns:sheet", args=[sheet.pk]),
        mark=str(sheet.get_status_display()),
    )
