"""Series: a year's run of one event, planned, changed, copied to another year."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.actions.channels import add_channel
from zaitaku.programme.events.actions.questionnaires import copy_questionnaire
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.running import SessionFields, add_session
from zaitaku.programme.events.choices import Admission, Audience, ChannelKind, SeriesKind, SessionStatus
from zaitaku.programme.events.models import Channel, Series, Session


class SeriesFields(TypedDict, total=False):
    """What a series may say beside owner, code, year; what is not given stays as it is (or at its default)."""

    title: str
    title_kana: str
    kind: SeriesKind
    planned_sessions: int | None
    audience: Audience
    audience_text: str
    description: str
    fee_yen: int | None
    contact: str
    is_public: bool
    asks_area: bool
    asks_age_group: bool
    asks_needs: bool
    keeps_days: int


# What the same series says in another year; it is published anew.
COPIED = tuple(name for name in SeriesFields.__annotations__ if name != "is_public")
COPIED_OF_SESSION = (
    *("title", "theme", "has_acp_content", "starts", "ends", "venue", "place", "address", "access", "area"),
    *("audience_text", "fee_yen", "contact"),
)
COPIED_OF_CHANNEL = (
    *("kind", "label", "starts", "ends", "venue", "place", "address"),
    *("admission", "capacity", "has_waiting_list", "largest_group"),
)


@transaction.atomic
def create_series(
    *, owner: Organisation, code: str, fiscal_year: int, by: Person, **fields: Unpack[SeriesFields]
) -> Series:
    """Raises EventRefused where the owner has the code in that year already, or what is public has no contact."""
    series = Series(owner=owner, code=code, fiscal_year=fiscal_year, **fields)
    _check_public(series)
    refusal = _("%(owner)s already has “%(code)s” in fiscal year %(year)s. Choose another code.") % {
        "owner": owner,
        "code": code,
        "year": fiscal_year,
    }
    details = rows.described(series, {"fiscal_year": 0, "planned_sessions": 0} | fields)
    rows.create(series, refusal=refusal, by=by, action="events.create_series", details=details)
    return series


@transaction.atomic
def change_series(*, series: Series, by: Person, **fields: Unpack[SeriesFields]) -> Series:
    """Raises EventRefused where it would be public without the word whom to ask."""
    for name, value in fields.items():
        setattr(series, name, value)
    _check_public(series)
    rows.held_series(series.pk)
    rows.held_sessions(series.sessions.values_list("pk", flat=True))
    if rows.change(series, fields, by=by, action="events.change_series"):
        for session in series.sessions.exclude(status=SessionStatus.HELD):
            rows.touched(session)
    return series


@transaction.atomic
def remove_series(*, series: Series, by: Person) -> None:
    """Raises EventRefused while it has sessions, totals, or a questionnaire."""
    details = {"code": series.code, "fiscal_year": series.fiscal_year}
    rows.remove(series, by=by, action="events.remove_series", details=details)


def _check_public(series: Series) -> None:
    if series.is_public and series.audience == Audience.MEMBERS:
        raise EventRefused(_("A series for members only is not shown to the public. Choose whom it invites."))
    if series.is_public and not series.contact.strip():
        raise EventRefused(_("What is public must say whom to ask. Fill in the contact."))


@transaction.atomic
def copy_series_to_year(*, series: Series, fiscal_year: int, questionnaires: bool = False, by: Person) -> Series:
    """The run again in another year: sessions planned, months moved, channels with their seats, nothing recorded; on
    demand with its questionnaires. What was called off is left out, and what stays is numbered anew.

    Days, join addresses, speakers, handouts and minutes belong to their year and stay there; so does being public. A
    lottery comes without its closing time (`without_closing`). Raises EventRefused where that year has it already.
    """
    fields: Any = {name: getattr(series, name) for name in COPIED}
    copy = create_series(owner=series.owner, code=series.code, fiscal_year=fiscal_year, by=by, **fields)
    kept = series.sessions.exclude(status=SessionStatus.CANCELLED).order_by("number").prefetch_related("channels")
    for number, session in enumerate(kept, start=1):
        _copy_session(session, copy, number)
    if questionnaires:
        for questionnaire in series.questionnaires.order_by("pk"):
            copy_questionnaire(questionnaire=questionnaire, series=copy, by=by)
    record(by=by, action="events.copy_series", subject=copy, details={"from": series.pk, "year": series.fiscal_year})
    return copy


def _copy_session(session: Session, series: Series, number: int) -> None:
    day = session.day_or_month
    month = date(day.year + series.fiscal_year - session.series.fiscal_year, day.month, 1) if day else None
    said = {name: getattr(session, name) for name in COPIED_OF_SESSION}
    new = Session.objects.create(series=series, number=number, planned_month=month, **said)
    ways = [one for one in session.channels.all() if one.status != SessionStatus.CANCELLED]
    Channel.objects.bulk_create(
        Channel(session=new, position=place, **{name: getattr(way, name) for name in COPIED_OF_CHANNEL})
        for place, way in enumerate(ways, start=1)
    )


def without_closing(series: Iterable[Series]) -> int:
    """Lotteries of the series that lack the closing time after which they are drawn."""
    found = Channel.objects.filter(session__series__in=list(series), admission=Admission.LOTTERY, closes_at=None)
    return found.count()


@transaction.atomic
def copy_programme(
    *, series: Sequence[Series], fiscal_year: int, questionnaires: bool = False, by: Person
) -> list[Series]:
    """Several series at once, all or none. Raises EventRefused for the first that the year has already."""
    return [
        copy_series_to_year(series=one, fiscal_year=fiscal_year, questionnaires=questionnaires, by=by) for one in series
    ]


@transaction.atomic
def add_sessions(
    *, series: Series, sessions: Sequence[SessionFields], channel: ChannelKind | None = None, by: Person
) -> list[Session]:
    """All or none, in their order, each with one channel of the kind where one is given. Raises EventRefused."""
    made = [add_session(series=series, by=by, **fields) for fields in sessions]
    if channel is not None:
        for session in made:
            add_channel(session=session, kind=channel, label=str(channel.label), by=by)
    return made
