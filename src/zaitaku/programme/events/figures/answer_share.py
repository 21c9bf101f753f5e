"""Shares of questionnaire answers, per session and channel; pooled only where every fraction is known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind, State, percent
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.figures.year import Run, is_known, runs, was_held
from zaitaku.programme.events.models import AnswerShare, Session
from zaitaku.programme.indicators.figures import RecordRow, Wanted, shown, value_text
from zaitaku.programme.indicators.models import Indicator

Rows = dict[tuple[int, str], list[AnswerShare]]  # session id, question code


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Percent at the question's decimals. Three queries: series, sessions, current shares."""
    found = runs(indicators, year)
    sessions = {session.pk for run in found.values() for session in run.sessions}
    codes = {indicator.params["question"] for indicator in indicators}
    rows: Rows = {}
    for row in (
        AnswerShare.objects.filter(session__in=sessions, question__code__in=codes, superseded_at=None)
        .select_related("question", "channel")
        .order_by("channel__position", "channel")
    ):
        rows.setdefault((row.session_id, row.question.code), []).append(row)
    return {
        indicator.code: _whole(Wanted.of(indicator, year, as_of), found[indicator.code], rows)
        for indicator in indicators
    }


def _whole(wanted: Wanted, run: Run, rows: Rows) -> Figure:
    parts = []
    decimals = 0
    for session in run.sessions:
        answers = rows.get((session.pk, wanted.indicator.params["question"]), [])
        if any(was_held(session, wanted.as_of) or is_known(row, session, wanted.as_of) for row in answers):
            decimals = answers[0].question.decimals
            parts.append(_session(wanted, session, answers))
    return _pooled(wanted, wanted.indicator.label, parts, decimals) if parts else wanted.unknown(Kind.PERCENT)


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
    if not is_known(row, session, wanted.as_of):
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
    """該当なし as recorded, not for want of a common share."""
    return part.state is State.NOT_APPLICABLE and not part.parts


def _pooled(wanted: Wanted, label: str, parts: list[Figure], decimals: int) -> Figure:
    """The share over all parts: 100 × sum of numerators ÷ sum of denominators.

    Open while a part is. Without every fraction there is no common share (percentages are not averaged): 該当なし.
    """
    fractions = [(part.numerator, part.denominator) for part in parts if not _is_empty(part)]
    above = sum((number for number, _below in fractions if number is not None), Decimal(0))
    below = sum((number for _above, number in fractions if number is not None), Decimal(0))
    is_open = any(part.is_open or part.open_leaves() for part in parts)
    pooled = not is_open and below > 0 and all(number is not None for pair in fractions for number in pair)
    # Of one session alone the whole says what that session says (集計中); of several it is to follow.
    state = (parts[0].state if len(parts) == 1 else State.TO_FOLLOW) if is_open else State.NOT_APPLICABLE
    if pooled:
        settled = all(part.state is State.FINAL for part in parts if not _is_empty(part))
        state = State.FINAL if settled else State.PRELIMINARY
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
    """Every share row of the series and question, earlier ones included."""
    run = runs([indicator], year)[indicator.code]
    rows = (
        AnswerShare.objects.filter(session__in=[session.pk for session in run.sessions])
        .filter(Q(as_of=None) | Q(as_of__lte=as_of), question__code=indicator.params["question"])
        .select_related("session__series", "channel", "question", "recorded_by")
        .order_by("session__number", "channel__position", "channel", "-recorded_at", "-pk")
    )
    return [
        RecordRow(
            what=f"{row.session.label} {row.channel.label if row.channel else ''}".strip(),
            detail=row.question.text + (f"（{row.numerator}/{row.denominator}）" if row.denominator else ""),
            value=value_text(row.value, indicator.unit or "％", row.question.decimals),
            state=State(row.state),
            as_of=row.as_of,
            recorded_by=row.recorded_by.name,
            recorded_at=row.recorded_at,
            superseded_at=row.superseded_at,
            edit_url=reverse("events:session", args=[row.session_id]),
            mark=row.mark,
        )
        for row in rows
    ]
