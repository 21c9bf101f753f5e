"""Sessions: planned, changed, held, called off; their speakers and minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.session_news import (
    arrangements,
    held_ways,
    tell_again,
    tell_called_off,
    tell_moved,
)
from zaitaku.programme.events.actions.signup import promote
from zaitaku.programme.events.actions.summaries import check_day_not_summed, check_not_summed
from zaitaku.programme.events.choices import Measure, SessionStatus
from zaitaku.programme.events.models import Attendance, Channel, Series, Session, Speaker


class SessionFields(TypedDict, total=False):
    """What a session may say; what is not given stays as it is (or empty)."""

    title: str
    theme: str
    held_on: date | None
    planned_month: date | None
    starts: time | None
    ends: time | None
    venue: str
    place: Organisation | None
    address: str
    access: str
    area: Area | None
    has_acp_content: bool
    audience_text: str
    fee_yen: int | None
    contact: str


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    name: str
    affiliation: str = ""
    organisation: Organisation | None = None


TOLD = (*SessionFields.__annotations__, "number", "status")


@transaction.atomic
def add_session(*, series: Series, number: int | None = None, by: Person, **fields: Unpack[SessionFields]) -> Session:
    """A planned session, the next in number unless one is given. Raises EventRefused."""
    session = Session(series=series, number=number or next_number(series), **fields)
    _check(session)
    _take_area_of_place(session, fields)
    refusal = _number_taken(session)
    rows.create(session, refusal=refusal, by=by, action="events.add_session", details=rows.described(session, TOLD))
    return session


@transaction.atomic
def change_session(
    *, session: Session, number: int | None = None, by: Person, **fields: Unpack[SessionFields]
) -> Session:
    """`number` None keeps it. Raises EventRefused where the series has the number already, the day lies outside the
    year or a summary, or it would end before it begins."""
    ways = held_ways(session)
    before = arrangements(ways)
    session.refresh_from_db(fields=["status"])  # whoever held the channels may have called it off
    session.number = number or session.number
    old_place = session.place_id
    for name, value in fields.items():
        setattr(session, name, value)
    _check(session)
    check_day_not_summed(session)
    if session.place_id != old_place:
        _take_area_of_place(session, fields)
    wanted = {name: getattr(session, name) for name in {*fields, "area", "number"}}
    try:
        with transaction.atomic():
            details = rows.saved(session, wanted)
    except IntegrityError as clash:
        raise EventRefused(_number_taken(session)) from clash
    if details:
        session.told = tell_moved(_of(ways, session), before, now=timezone.now())
        record(by=by, action="events.change_session", subject=session, details=details)
        rows.touched(session)
    return session


@transaction.atomic
def hold_session(*, session: Session, held_on: date | None, by: Person) -> Session:
    """The session took place; the day stays empty where nobody knows it any more. Raises EventRefused."""
    session.held_on = held_on or session.held_on
    _check(session)
    session.status = SessionStatus.HELD
    check_not_summed(session, Measure.SESSIONS)
    _record_status(session, "events.hold_session", _save_status(session), by=by)
    return session


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: Person) -> Session:
    """Everybody who signed up is written to. Raises EventRefused without a reason, or when somebody is recorded to have
    come."""
    if not reason.strip():
        raise EventRefused(_("Say why %(session)s was cancelled.") % {"session": session})
    ways = [way for way in held_ways(session) if not way.is_cancelled]  # of the others everybody knows
    _check_nobody_came(session)
    session.status = SessionStatus.CANCELLED
    session.called_off_because = reason.strip()
    details = _save_status(session)
    session.told = tell_called_off(_of(ways, session), now=timezone.now())
    _record_status(session, "events.cancel_session", details | {"reason": reason}, by=by)
    return session


@transaction.atomic
def plan_session_again(*, session: Session, reason: str, by: Person) -> Session:
    """A session said to be held or called off by mistake is planned again; whoever was told that it is called off hears
    of it. Raises EventRefused."""
    if not reason.strip():
        raise EventRefused(_("Say why %(session)s is planned again.") % {"session": session})
    ways = held_ways(session)
    called_off = [way for way in ways if way.is_cancelled and way.status != SessionStatus.CANCELLED]
    _check_nobody_came(session)
    session.status = SessionStatus.PLANNED
    session.called_off_because = ""
    details = _save_status(session)
    now = timezone.now()
    session.told = tell_again(_of(called_off, session), now=now)
    for way in _of(ways, session):
        promote(channel=way, now=now)  # seats that became free or were added meanwhile
    _record_status(session, "events.plan_session_again", details | {"reason": reason}, by=by)
    return session


def _check_nobody_came(session: Session) -> None:
    if Attendance.objects.filter(channel__session=session, superseded_at=None, value__gt=0).exists():
        raise EventRefused(
            _("%(session)s has attendance recorded. Undo that first if it did not take place.") % {"session": session}
        )


def _of(ways: list[Channel], session: Session) -> list[Channel]:
    """The channels with the session as it is now."""
    for way in ways:
        way.session = session
    return ways


def _save_status(session: Session) -> dict[str, Any]:
    """What the audit is to say; letters are written before it does."""
    before = Session.objects.get(pk=session.pk)
    session.save(update_fields=["status", "held_on", "called_off_because"])
    return {"before": rows.described(before, TOLD), "after": rows.described(session, TOLD)}


def _record_status(session: Session, action: str, details: dict[str, Any], *, by: Person) -> None:
    record(by=by, action=action, subject=session, details=details)
    rows.touched(session)


@transaction.atomic
def remove_session(*, session: Session, by: Person) -> None:
    """With its channels. Raises EventRefused while anything else hangs on it or on them."""
    details = rows.described(session, TOLD) | {"series": session.series_id}
    rows.held_channels([session.pk])
    rows.held_sessions([session.pk])
    for channel in session.channels.all():
        rows.remove(channel, by=by, action="events.remove_channel", details={"label": channel.label})
    rows.remove(session, by=by, action="events.remove_session", details=details)


@transaction.atomic
def name_speakers(*, session: Session, speakers: Sequence[SpeakerEntry], by: Person) -> list[Speaker]:
    """All speakers of the session, in order; who is not named any more is taken away. Their names stay out of the
    audit chain, which keeps only how many there are."""
    before = [(one.name, one.affiliation, one.organisation_id) for one in session.speakers.all()]
    after = [(one.name, one.affiliation, one.organisation.pk if one.organisation else None) for one in speakers]
    if before == after:
        return list(session.speakers.all())
    rows.held_sessions([session.pk])
    session.speakers.all().delete()
    made = Speaker.objects.bulk_create(
        Speaker(
            session=session, name=one.name, affiliation=one.affiliation, organisation=one.organisation, position=place
        )
        for place, one in enumerate(speakers, start=1)
    )
    details = {"before": len(before), "after": len(after)}
    record(by=by, action="events.name_speakers", subject=session, details=details)
    rows.touched(session)
    return made


@transaction.atomic
def write_minutes(*, session: Session, minutes: str, by: Person) -> Session:
    """The audit chain keeps the length only: minutes may name people."""
    before = session.minutes
    if minutes == before:
        return session
    session.minutes = minutes
    session.save(update_fields=["minutes"])
    details = {"before": {"characters": len(before)}, "after": {"characters": len(minutes)}}
    record(by=by, action="events.write_minutes", subject=session, details=details)
    return session


def _check(session: Session) -> None:
    """Raises EventRefused for days outside the year and an end before the start; months become their first day."""
    year = FiscalYear(session.series.fiscal_year)
    for day in (session.held_on, session.planned_month):
        if day is not None and not year.start <= day <= year.end:
            raise EventRefused(
                _("%(day)s lies outside fiscal year %(year)s. Correct the day or use the series of that year.")
                % {"day": day, "year": year.year}
            )
    if session.planned_month is not None and session.planned_month.day != 1:
        session.planned_month = session.planned_month.replace(day=1)
    check_times(session.starts, session.ends)


def next_number(series: Series) -> int:
    return (series.sessions.aggregate(last=models.Max("number"))["last"] or 0) + 1


def _number_taken(session: Session) -> str:
    return _("Session %(number)s exists already. Choose another number.") % {"number": session.number}


def check_times(starts: time | None, ends: time | None) -> None:
    if starts is not None and ends is not None and ends <= starts:
        raise EventRefused(_("The end must be later than the start. Correct one of the times."))


def _take_area_of_place(session: Session, fields: SessionFields) -> None:
    """A place within a 日常生活圏域 says the area, unless somebody said another."""
    place = session.place
    if fields.get("area") is None and place is not None and place.area.kind == AreaKind.LIVING_AREA:
        session.area = place.area
