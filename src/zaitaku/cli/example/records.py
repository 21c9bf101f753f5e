"""Figure definitions and the records behind them."""

from decimal import Decimal
from typing import Any

from zaitaku import catalogue
from zaitaku.analysis.figure import Kind, Span, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.cli.example.files import Example
from zaitaku.core.records.actions import Entry
from zaitaku.programme.events.actions import (
    add_channel,
    add_session,
    create_question,
    create_series,
    hold_session,
)
from zaitaku.programme.events.actions.recording import record_answer_share, record_attendance
from zaitaku.programme.events.actions.summaries import Stretch, record_summary
from zaitaku.programme.events.choices import Audience, ChannelKind, Measure, SeriesKind
from zaitaku.programme.events.models import Question, Series
from zaitaku.programme.indicators.actions import define_indicator
from zaitaku.programme.materials.actions import Move, create_title, record_movement
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Movement
from zaitaku.programme.returns.actions import add_element, create_form
from zaitaku.programme.returns.actions.sending import open_return, record_values
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Element, Form


def load_indicators(example: Example) -> None:
    for row in example.read("indicators.toml")["indicator"]:
        define_indicator(
            area=example.area,
            code=row["code"],
            label=row["label"],
            function=row["function"],
            params=row["params"],
            unit=row.get("unit", ""),
            owner=example.organisation(row["owner"]),
            check=catalogue.check_params,
            by=example.by,
        )


def load(example: Example) -> None:
    events = example.read("events.toml")
    questions = {row["code"]: _question(example, row) for row in events["question"]}
    for row in events["series"]:
        _series(example, row, questions)
    for row in example.read("returns.toml")["form"]:
        _form(example, row)
    for row in example.read("materials.toml")["title"]:
        _title(example, row)


def _entry(row: dict[str, Any]) -> Entry:
    value = row.get("value")
    return Entry(
        value=None if value is None else Decimal(str(value)),
        state=State(row.get("state", "final")),
        as_of=row.get("as_of"),
        as_of_text=row.get("as_of_text", ""),
    )


def _question(example: Example, row: dict[str, Any]) -> Question:
    return create_question(
        owner=example.organisation(row["owner"]),
        code=row["code"],
        text=row["text"],
        definition=row.get("definition", ""),
        decimals=row.get("decimals", 0),
        by=example.by,
    )


def _series(example: Example, row: dict[str, Any], questions: dict[str, Question]) -> None:
    series = create_series(
        owner=example.organisation(row["owner"]),
        code=row["code"],
        title=row["title"],
        kind=SeriesKind(row["kind"]),
        fiscal_year=row["fiscal_year"],
        planned_sessions=row.get("planned_sessions"),
        audience=Audience(row.get("audience", "residents")),
        by=example.by,
    )
    for one in row.get("summaries", ()):
        record_summary(
            series=series,
            measure=Measure(one["measure"]),
            stretch=Stretch(FiscalYear(series.fiscal_year).start, FiscalYear(series.fiscal_year).end),
            entry=_entry(one),
            expected=None,
            by=example.by,
        )
    for session in row.get("session", ()):
        _session(example, series, session, questions)


def _session(example: Example, series: Series, row: dict[str, Any], questions: dict[str, Question]) -> None:
    session = add_session(
        series=series,
        number=row["number"],
        title=row.get("title", ""),
        planned_month=row.get("planned_month"),
        by=example.by,
    )
    if row["status"] == "held":
        session = hold_session(session=session, held_on=None, by=example.by)
    channels = {}
    for one in row.get("channels", ()):
        channel = add_channel(session=session, kind=ChannelKind(one["kind"]), label=one["label"], by=example.by)
        channels[channel.label] = channel
        if "value" in one or "state" in one:
            record_attendance(channel=channel, entry=_entry(one), expected=None, by=example.by)
    for one in row.get("shares", ()):
        record_answer_share(
            question=questions[one["question"]],
            session=session,
            channel=channels[one["channel"]] if "channel" in one else None,
            entry=_entry(one),
            expected=None,
            by=example.by,
        )


def _form(example: Example, row: dict[str, Any]) -> None:
    form = create_form(
        owner=example.organisation(row["owner"]),
        code=row["code"],
        title=row["title"],
        rhythm=Rhythm(row["rhythm"]),
        by=example.by,
    )
    entries: dict[int, tuple[Entry, int | None]] = {}
    for element in row["elements"]:
        _element(example, form, None, element, entries)
    sheet = open_return(
        form=form,
        organisation=example.organisation(row["organisation"]),
        start=row["start"],
        end=row["end"],
        by=example.by,
    )
    record_values(sheet=sheet, entries=entries, by=example.by)


def _element(
    example: Example,
    form: Form,
    parent: Element | None,
    row: dict[str, Any],
    entries: dict[int, tuple[Entry, int | None]],
) -> None:
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
        entries[element.pk] = (_entry(row), None)
    for part in row.get("parts", ()):
        _element(example, form, element, part, entries)


def _title(example: Example, row: dict[str, Any]) -> None:
    title = create_title(
        owner=example.organisation(row["owner"]),
        code=row["code"],
        name=row["name"],
        counted_since=row.get("counted_since"),
        by=example.by,
    )
    named: dict[str, Movement] = {}
    for one in row["movements"]:
        move = Move(
            kind=MovementKind(one["kind"]),
            start=one.get("start"),
            end=one["end"],
            within=named[one["within"]] if "within" in one else None,
        )
        made = record_movement(title=title, move=move, entry=_entry(one), by=example.by)
        if "name" in one:
            named[one["name"]] = made
