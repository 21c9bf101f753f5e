"""Series, sessions and channels: planning a year's run and saying what became of it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.summaries import check_day_not_summed, check_not_summed
from zaitaku.programme.events.choices import ChannelKind, Measure, SeriesKind, SessionStatus
from zaitaku.programme.events.models import Attendance, Channel, Question, Series, Session


def _create(row: models.Model, *, refusal: str, by: Person, action: str, details: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise EventRefused(refusal) from clash
    record(by=by, action=action, subject=row, details=details)


@transaction.atomic
def create_series(
    *,
    owner: Organisation,
    code: str,
    title: str,
    kind: SeriesKind,
    fiscal_year: int,
    planned_sessions: int | None = None,
    by: Person,
) -> Series:
    """Raises EventRefused where the owner has the code in that year already."""
    series = Series(
        owner=owner, code=code, title=title, kind=kind, fiscal_year=fiscal_year, planned_sessions=planned_sessions
    )
    refusal = _("%(owner)s already has “%(code)s” in fiscal year %(year)s. Choose another code.") % {
        "owner": owner,
        "code": code,
        "year": fiscal_year,
    }
    details = {"title": title, "fiscal_year": fiscal_year, "planned_sessions": planned_sessions}
    _create(series, refusal=refusal, by=by, action="events.create_series", details=details)
    return series


@transaction.atomic
def copy_series_to_year(*, series: Series, fiscal_year: int, by: Person) -> Series:
    """The run again in another year: sessions planned, months moved, channels the same, nothing recorded.

    Raises EventRefused where that year has it already.
    """
    copy = create_series(
        owner=series.owner,
        code=series.code,
        title=series.title,
        kind=SeriesKind(series.kind),
        fiscal_year=fiscal_year,
        planned_sessions=series.planned_sessions,
        by=by,
    )
    ahead = fiscal_year - series.fiscal_year
    for session in series.sessions.exclude(status=SessionStatus.CANCELLED).prefetch_related("channels"):
        day = session.held_on or session.planned_month
        month = date(day.year + ahead, day.month, 1) if day else None
        new = Session.objects.create(series=copy, number=session.number, planned_month=month)
        for channel in session.channels.all():
            Channel.objects.create(session=new, kind=channel.kind, label=channel.label, position=channel.position)
    record(by=by, action="events.copy_series", subject=copy, details={"from": series.pk, "year": series.fiscal_year})
    return copy


@transaction.atomic
def add_session(
    *,
    series: Series,
    number: int | None = None,
    title: str = "",
    held_on: date | None = None,
    planned_month: date | None = None,
    venue: str = "",
    by: Person,
) -> Session:
    """A planned session, the next in number unless one is given. Raises EventRefused."""
    if number is None:
        number = (series.sessions.aggregate(last=models.Max("number"))["last"] or 0) + 1
    session = Session(
        series=series, number=number, title=title, held_on=held_on, planned_month=planned_month, venue=venue
    )
    _check_days(session)
    refusal = _("Session %(number)s exists already. Choose another number.") % {"number": number}
    _create(session, refusal=refusal, by=by, action="events.add_session", details=_described(session))
    return session


@transaction.atomic
def change_session(
    *, session: Session, title: str, held_on: date | None, planned_month: date | None, venue: str, by: Person
) -> Session:
    """Raises EventRefused where the day lies outside the year, or a held session would lose its sense."""
    before = _described(session)
    session.title, session.held_on, session.planned_month, session.venue = title, held_on, planned_month, venue
    _check_days(session)
    check_day_not_summed(session)
    session.save(update_fields=["title", "held_on", "planned_month", "venue"])
    after = _described(session)
    if after != before:
        record(by=by, action="events.change_session", subject=session, details={"before": before, "after": after})
    return session


@transaction.atomic
def hold_session(*, session: Session, held_on: date | None, by: Person) -> Session:
    """The session took place; the day stays empty where nobody knows it any more. Raises EventRefused."""
    before = _described(session)
    session.status = SessionStatus.HELD
    session.held_on = held_on or session.held_on
    _check_days(session)
    check_not_summed(session, Measure.SESSIONS)
    session.save(update_fields=["status", "held_on"])
    details = {"before": before, "after": _described(session)}
    record(by=by, action="events.hold_session", subject=session, details=details)
    return session


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: Person) -> Session:
    """Raises EventRefused without a reason, or when somebody is recorded to have come."""
    if not reason.strip():
        raise EventRefused(_("Say why %(session)s was cancelled.") % {"session": session})
    if Attendance.objects.filter(channel__session=session, superseded_at=None, value__gt=0).exists():
        raise EventRefused(
            _("%(session)s has attendance recorded. Undo that first if it did not take place.") % {"session": session}
        )
    before = _described(session)
    session.status = SessionStatus.CANCELLED
    session.save(update_fields=["status"])
    details = {"before": before, "after": _described(session), "reason": reason}
    record(by=by, action="events.cancel_session", subject=session, details=details)
    return session


@transaction.atomic
def add_channel(*, session: Session, kind: ChannelKind, label: str, by: Person) -> Channel:
    """Raises EventRefused where the session has the label already."""
    position = (session.channels.aggregate(last=models.Max("position"))["last"] or 0) + 1
    channel = Channel(session=session, kind=kind, label=label, position=position)
    refusal = _("The session already has “%(label)s”. Choose another name.") % {"label": label}
    _create(channel, refusal=refusal, by=by, action="events.add_channel", details={"label": label, "kind": kind})
    return channel


@transaction.atomic
def create_question(
    *, owner: Organisation, code: str, text: str, definition: str = "", decimals: int = 0, by: Person
) -> Question:
    """Raises EventRefused where the owner has the code already."""
    question = Question(owner=owner, code=code, text=text, definition=definition, decimals=decimals)
    refusal = _("%(owner)s already has a question “%(code)s”.") % {"owner": owner, "code": code}
    _create(question, refusal=refusal, by=by, action="events.create_question", details={"text": text})
    return question


def _check_days(session: Session) -> None:
    year = FiscalYear(session.series.fiscal_year)
    for day in (session.held_on, session.planned_month):
        if day is not None and not year.start <= day <= year.end:
            raise EventRefused(
                _("%(day)s lies outside fiscal year %(year)s. Correct the day or use the series of that year.")
                % {"day": day, "year": year.year}
            )
    if session.planned_month is not None and session.planned_month.day != 1:
        session.planned_month = session.planned_month.replace(day=1)


def _described(session: Session) -> dict[str, Any]:
    return {
        "number": session.number,
        "title": session.title,
        "status": str(session.status),
        "held_on": session.held_on.isoformat() if session.held_on else None,
        "planned_month": session.planned_month.isoformat() if session.planned_month else None,
        "venue": session.venue,
    }
