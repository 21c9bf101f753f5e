"""Shares of questionnaire answers, per session and channel; pooled only where every fraction is known.

Where a session's single responses are kept they are counted; otherwise the share recorded for it is taken. Council
members read figures and their parts, so groups below the disclosure threshold are kept back here, after pooling.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from zaitaku.analysis.disclosure import kept_back
from zaitaku.analysis.figure import Figure, Kind, State, join, percent
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.figures.year import Run, is_known, runs, was_held
from zaitaku.programme.events.models import AnswerShare, Question, Session
from zaitaku.programme.events.queries import tallies
from zaitaku.programme.events.queries.questions import counted_labels, definition_of
from zaitaku.programme.events.queries.tallies import Asked, ByQuestion, Counting, Tally
from zaitaku.programme.indicators.figures import BadParams, RecordRow, Wanted, shown, value_text
from zaitaku.programme.indicators.models import Indicator

BASES = ("answered", "all")
Rows = dict[tuple[int, str], list[AnswerShare]]  # session id, question code


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of an indicator's question: shares as recorded, and responses counted per session."""

    rows: Rows
    asked: ByQuestion
    counted: dict[int, tuple[Tally, ...]]

    def of(self, session: Session, code: str) -> tuple[list[AnswerShare], list[Asked], tuple[Tally, ...]]:
        """Responses stand before a recorded share, which holds until the first of them has come."""
        rows, asked = self.rows.get((session.pk, code), []), self.asked.get((session.pk, code), [])
        tallies = self.counted.get(session.pk, ())
        return ([], asked, tallies) if tallies or not rows else (rows, [], ())


def counting(indicator: Indicator) -> Counting:
    """Which answers count: params "counts" (labels or positions), or as the question says. Raises BadParams."""
    named: list[Any] = indicator.params.get("counts") or []
    labels = tuple(one for one in named if isinstance(one, str))
    positions = tuple(one for one in named if isinstance(one, int) and not isinstance(one, bool))
    if len(labels) + len(positions) != len(named):
        raise BadParams("counts")
    if indicator.params.get("base", "answered") not in BASES:
        raise BadParams("base")
    return Counting(indicator.params["question"], labels, positions)


@dataclass(frozen=True, slots=True)
class Told:
    """What one session says: its figure, and whether that was counted from responses."""

    session: Session
    question: Question
    figure: Figure
    is_counted: bool


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Percent at the question's decimals. Six queries: series, sessions, shares; collections, items, responses."""
    found = runs(indicators, year)
    answers = _answers(indicators, found, as_of)
    figures = {}
    for indicator, one in zip(indicators, answers, strict=True):
        wanted = Wanted.of(indicator, year, as_of)
        figures[indicator.code] = _whole(wanted, _told(wanted, found[indicator.code], one))
    return figures


def _answers(indicators: Sequence[Indicator], found: dict[str, Run], as_of: date) -> list[Answers]:
    sessions = {session.pk for run in found.values() for session in run.sessions}
    codes = {indicator.params["question"] for indicator in indicators}
    rows: Rows = {}
    for row in (
        AnswerShare.objects.filter(session__in=sessions, question__code__in=codes, superseded_at=None)
        .select_related("question", "channel")
        .order_by("channel__position", "channel")
    ):
        rows.setdefault((row.session_id, row.question.code), []).append(row)
    asked = tallies.asked(sessions, codes, as_of)
    counted = tallies.tallies(asked, [counting(indicator) for indicator in indicators], as_of)
    return [Answers(rows, asked, tally) for tally in counted]


def _told(wanted: Wanted, run: Run, answers: Answers) -> list[Told]:
    """A collection may be opened before its session; it says something from the day of the session on."""
    told = []
    for session in run.sessions:
        rows, asked, counted = answers.of(session, wanted.indicator.params["question"])
        if asked and (counted or was_held(session, wanted.as_of)):
            told.append(Told(session, asked[0].question, _tallied(wanted, session, asked, counted), bool(counted)))
        elif any(was_held(session, wanted.as_of) or is_known(row, session.day_or_month, wanted.as_of) for row in rows):
            told.append(Told(session, rows[0].question, _session(wanted, session, rows), False))
    return told


def _whole(wanted: Wanted, told: list[Told]) -> Figure:
    """Pooled from everything, and only then without the groups that are too small to be shown."""
    if not told:
        return wanted.unknown(Kind.PERCENT)
    question = told[-1].question
    whole = _pooled(wanted, wanted.indicator.label, [one.figure for one in told], question.decimals)
    definition = definition_of(counted_labels(wanted.indicator.params.get("counts") or [])) or question.definition
    return kept_back(replace(whole, note=definition), settings.DISCLOSURE_THRESHOLD)


def _tallied(wanted: Wanted, session: Session, asked: list[Asked], counted: tuple[Tally, ...]) -> Figure:
    """集計中 with the share so far while a collection of the session is open."""
    questions = [one.question for one in asked]
    if not counting(wanted.indicator).says_what_counts(questions):
        note = _("Neither the indicator nor the question says which answers count.")
        return wanted.unknown(Kind.PERCENT, label=session.label, note=note)
    state = State.TALLYING if any(one.is_open(wanted.as_of) for one in asked) else State.FINAL
    decimals = questions[0].decimals
    if not counted:
        return _counted_leaf(wanted, Tally(session.label, 0, 0, 0), state, decimals, note=session.title, records=0)
    parts = [_counted_leaf(wanted, tally, state, decimals) for tally in counted]
    return replace(_pooled(wanted, session.label, parts, decimals), note=session.title)


def _counted_leaf(wanted: Wanted, tally: Tally, state: State, decimals: int, **more: Any) -> Figure:
    """The base is those who answered the question, or with params base = "all" everybody who answered anything."""
    below = Decimal(tally.responses if wanted.indicator.params.get("base") == "all" else tally.answered)
    above = Decimal(tally.counted)
    if not below and state is State.FINAL:
        return wanted.figure(Kind.PERCENT, None, State.NOT_APPLICABLE, label=tally.channel, **({"records": 1} | more))
    value = percent(above, below, decimals) if below else None
    fraction = {"numerator": above, "denominator": below, "label": tally.channel, "records": 1}
    return wanted.figure(Kind.PERCENT, value, state, **(fraction | more))


def _session(wanted: Wanted, session: Session, answers: list[AnswerShare]) -> Figure:
    """The session's own share where one is recorded, with the channels' shares as its parts; else pooled."""
    parts = [
        replace(_leaf(wanted, row, session), label=row.channel.label) for row in answers if row.channel is not None
    ]
    for row in answers:
        if row.channel is None:
            own = _leaf(wanted, row, session)
            below = sum(part.records for part in parts)
            return replace(own, note=session.title or own.note, records=own.records + below, parts=tuple(parts))
    return replace(_pooled(wanted, session.label, parts, answers[0].question.decimals), note=session.title)


def _leaf(wanted: Wanted, row: AnswerShare, session: Session) -> Figure:
    """A share as recorded; one recorded as of a later day is still to follow."""
    if not is_known(row, session.day_or_month, wanted.as_of):
        return wanted.unknown(Kind.PERCENT, label=session.label)
    says_fraction = State(row.state) is not State.SUPPRESSED
    return wanted.figure(
        Kind.PERCENT,
        shown(row.value, Kind.PERCENT, row.question.decimals),
        State(row.state),
        label=session.label,
        as_of=row.as_of or wanted.as_of,
        mark=row.mark,
        as_of_text=row.as_of_text,
        note=row.note,
        numerator=_number(row.numerator) if says_fraction else None,
        denominator=_number(row.denominator) if says_fraction else None,
        records=1,
    )


def _number(count: int | None) -> Decimal | None:
    return None if count is None else Decimal(count)


def _is_empty(part: Figure) -> bool:
    """該当なし as recorded, or because nobody answered; not for want of a common share."""
    return part.state is State.NOT_APPLICABLE and all(_is_empty(inner) for inner in part.parts)


def _pooled(wanted: Wanted, label: str, parts: list[Figure], decimals: int) -> Figure:
    """The share over all parts: 100 × sum of numerators ÷ sum of denominators.

    While answers still come in it is the share so far. Open while a part is; without every fraction there is no common
    share (percentages are not averaged): 該当なし.
    """
    filled = [part for part in parts if not _is_empty(part)]
    numbers = [number for part in filled for number in (part.numerator, part.denominator)]
    above = sum((part.numerator for part in filled if part.numerator is not None), Decimal(0))
    below = sum((part.denominator for part in filled if part.denominator is not None), Decimal(0))
    still_open = [leaf for part in parts for leaf in part.open_leaves()]
    so_far = all(leaf.state is State.TALLYING for leaf in still_open)
    pooled = so_far and below > 0 and all(number is not None for number in numbers)
    state = State.NOT_APPLICABLE
    if pooled or (still_open and so_far):
        state = reduce(join, (part.state for part in filled))
    elif still_open:
        state = State.TO_FOLLOW
    return wanted.figure(
        Kind.PERCENT,
        percent(above, below, decimals) if pooled else None,
        state,
        label=label,
        as_of=min(part.as_of for part in parts),
        numerator=above if pooled else None,
        denominator=below if pooled else None,
        records=sum(part.records for part in parts),
        parts=tuple(parts),
    )


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """A line per session and channel whose responses are counted; elsewhere every share row, earlier ones included."""
    run = runs([indicator], year)[indicator.code]
    wanted = Wanted.of(indicator, year, as_of)
    answers = _answers([indicator], {indicator.code: run}, as_of)[0]
    told = _told(wanted, run, answers)
    parts = dict(zip((one.session.pk for one in told), _whole(wanted, told).parts, strict=False))
    counted = {one.session.pk for one in told if one.is_counted}
    return [
        *_recorded(indicator, [one.pk for one in run.sessions if one.pk not in counted], parts, as_of),
        *(row for one in told if one.is_counted for row in _counted_rows(wanted, one, parts, answers)),
    ]


def _counted_rows(wanted: Wanted, told: Told, parts: dict[int, Figure], answers: Answers) -> list[RecordRow]:
    """As the figure's own parts say it, so that what is kept back there is kept back here."""
    first = answers.asked[told.session.pk, told.question.code][0]
    whole = parts[told.session.pk]
    return [
        RecordRow(
            what=f"{told.session.label} {leaf.label}",
            detail=told.question.text + _fraction(leaf.numerator, leaf.denominator),
            value=value_text(leaf.value, wanted.indicator.unit or "％", told.question.decimals),
            state=leaf.state,
            as_of=wanted.as_of,
            recorded_by=str(_("Answers one by one")),
            recorded_at=first.collection.closed_at or first.collection.opened_at,
            edit_url=reverse("events:results", args=[first.collection.questionnaire_id])
            + f"?session={told.session.pk}",
        )
        for leaf in whole.parts or (whole,)
    ]


def _fraction(above: Decimal | int | None, below: Decimal | int | None) -> str:
    return f"（{above}/{below}）" if below else ""


def _recorded(indicator: Indicator, sessions: list[int], parts: dict[int, Figure], as_of: date) -> list[RecordRow]:
    rows = (
        AnswerShare.objects.filter(session__in=sessions, question__code=indicator.params["question"])
        .select_related("session__series", "channel", "question", "recorded_by")
        .order_by("session__number", "channel__position", "channel", "-recorded_at", "-pk")
    )
    return [_row(indicator, row, parts) for row in rows if is_known(row, row.session.day_or_month, as_of)]


def _row(indicator: Indicator, row: AnswerShare, parts: dict[int, Figure]) -> RecordRow:
    hidden = _is_kept_back(row, parts.get(row.session_id))
    return RecordRow.of(
        row,
        what=f"{row.session.label} {row.channel.label if row.channel else ''}".strip(),
        detail=row.question.text + ("" if hidden else _fraction(row.numerator, row.denominator)),
        value="" if hidden else value_text(row.value, indicator.unit or "％", row.question.decimals),
        state=State.SUPPRESSED if hidden else State(row.state),
        edit_url=reverse("events:session", args=[row.session_id]),
    )


def _is_kept_back(row: AnswerShare, session: Figure | None) -> bool:
    """A recorded fraction whose group the figure keeps back; a superseded one also where it is small itself."""
    if row.denominator is None:
        return False
    part = session
    if row.channel is not None and session is not None:
        part = next((one for one in session.parts if one.label == row.channel.label), None)
    is_hidden = part is not None and part.denominator is None
    return is_hidden or 0 < row.denominator < settings.DISCLOSURE_THRESHOLD
