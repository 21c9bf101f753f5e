"""Figure definitions and the records behind them."""

from typing import Any

from django.utils import timezone

from zaitaku import catalogue
from zaitaku.analysis.period import FiscalYear
from zaitaku.cli.example.files import Example
from zaitaku.cli.example.forms import entry_of, load_form
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
from zaitaku.programme.facilities.actions.directories import record_listed_count
from zaitaku.programme.indicators.actions import define_indicator
from zaitaku.programme.materials.actions import Move, create_title, record_movement
from zaitaku.programme.materials.actions.coordination import offer_as_form
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Movement


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
        load_form(example, row)
    for row in example.read("materials.toml")["title"]:
        _title(example, row)
    for row in example.read("groups.toml")["count"]:
        _listed_count(example, row)


def _listed_count(example: Example, row: dict[str, Any]) -> None:
    record_listed_count(
        owner=example.organisation(row["owner"]),
        as_of=row["as_of"],
        groups=row["groups"],
        expected=None,
        by=example.by,
        now=timezone.now(),
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
            entry=entry_of(one),
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
            record_attendance(channel=channel, entry=entry_of(one), expected=None, by=example.by)
    for one in row.get("shares", ()):
        record_answer_share(
            question=questions[one["question"]],
            session=session,
            channel=channels[one["channel"]] if "channel" in one else None,
            entry=entry_of(one),
            expected=None,
            by=example.by,
        )


def _title(example: Example, row: dict[str, Any]) -> None:
    title = create_title(
        owner=example.organisation(row["owner"]),
        code=row["code"],
        name=row["name"],
        counted_since=row.get("counted_since"),
        by=example.by,
    )
    offer_as_form(title=title, is_offered=row.get("offered_as_form", False), contact="", by=example.by)
    named: dict[str, Movement] = {}
    for one in row["movements"]:
        move = Move(
            kind=MovementKind(one["kind"]),
            start=one.get("start"),
            end=one["end"],
            within=named[one["within"]] if "within" in one else None,
        )
        made = record_movement(title=title, move=move, entry=entry_of(one), by=example.by)
        if "name" in one:
            named[one["name"]] = made
