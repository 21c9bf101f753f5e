"""Forms of returns with the sheets that answer them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zaitaku.analysis.figure import Kind, Span, State
from zaitaku.cli.example.files import Example
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns.actions.asking import create_form
from zaitaku.programme.returns.actions.breakdowns import add_breakdown, split_element
from zaitaku.programme.returns.actions.elements import add_element
from zaitaku.programme.returns.actions.rounds import open_round, say_covers
from zaitaku.programme.returns.actions.senders import add_sender
from zaitaku.programme.returns.actions.sending import open_return, record_values
from zaitaku.programme.returns.actions.steps import accept, submit
from zaitaku.programme.returns.choices import Adding, Rhythm
from zaitaku.programme.returns.models import Element, Form, Return

Entries = dict[int, tuple[Entry, int | None]]


def entry_of(row: dict[str, Any]) -> Entry:
    value = row.get("value")
    return Entry(
        value=None if value is None else Decimal(str(value)),
        state=State(row.get("state", "final")),
        as_of=row.get("as_of"),
        as_of_text=row.get("as_of_text", ""),
    )


def load_form(example: Example, row: dict[str, Any]) -> None:
    """`collected`: asked for in a round, sent in and accepted; otherwise recorded directly."""
    is_collected = row.get("collected", False)
    form = create_form(
        owner=example.organisation(row["owner"]),
        code=row["code"],
        title=row["title"],
        rhythm=Rhythm(row["rhythm"]),
        is_collected=is_collected,
        by=example.by,
    )
    entries: Entries = {}
    for element in row["elements"]:
        _element(example, form, None, element, entries)
    if is_collected:
        _collect(example, form, row, entries)
        return
    sheet = open_return(
        form=form,
        organisation=example.organisation(row["organisation"]),
        start=row["start"],
        end=row["end"],
        by=example.by,
    )
    record_values(sheet=sheet, entries=entries, by=example.by)


def _collect(example: Example, form: Form, row: dict[str, Any], entries: Entries) -> None:
    """The papers do not say when the sheet arrived: it is due, sent and accepted on the day the example is loaded."""
    now, by = timezone.now(), example.by
    organisation = example.organisation(row["organisation"])
    since: date = row["start"]
    add_sender(form=form, organisation=organisation, valid_from=since, by=by, now=now)
    due_on = max(timezone.localdate(now), row["end"])
    round_ = open_round(form=form, start=since, due_on=due_on, by=by, now=now)
    sheet = round_.sheets.get()
    if "covers" in row:
        say_covers(sheet=sheet, covers=row["covers"], by=by, now=now)
    record_values(sheet=sheet, entries=entries, by=by)
    for step in (submit, accept):
        seen = Return.objects.get(pk=sheet.pk)
        step(sheet=seen, seen=seen.version, by=by, now=now)


def _element(example: Example, form: Form, parent: Element | None, row: dict[str, Any], entries: Entries) -> None:
    element = add_element(
        form=form,
        code=row["code"],
        label=row["label"],
        kind=Kind(row["kind"]),
        span=Span(row.get("span", "period")),
        unit=row.get("unit", ""),
        decimals=row.get("decimals", 0),
        parent=parent,
        by=example.by,
    )
    if "value" in row or "state" in row:
        entries[element.pk] = (entry_of(row), None)
    for part in row.get("parts", ()):
        _element(example, form, element, part, entries)
    if "breakdown" in row:
        _split(example, form, element, row["breakdown"], entries)


def _split(example: Example, form: Form, element: Element, row: dict[str, Any], entries: Entries) -> None:
    labels = [one["label"] for one in row["options"]]
    breakdown = add_breakdown(
        form=form, code=row["code"], label=row["label"], adding=Adding.EXACT, options=labels, by=example.by
    )
    for part, one in zip(
        split_element(element=element, breakdown=breakdown, by=example.by), row["options"], strict=True
    ):
        entries[part.pk] = (entry_of(one), None)
