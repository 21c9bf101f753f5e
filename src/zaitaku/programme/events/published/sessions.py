"""Reading public series."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from zaitaku.programme.events.choices import Audience, ChannelKind, SeriesKind, SessionStatus
from zaitaku.programme.events.models import Channel, Handout, Session
from zaitaku.programme.events.published.shapes import (
    PublishedChannel,
    PublishedFile,
    PublishedHandout,
    PublishedSession,
    PublishedSpeaker,
)
from zaitaku.programme.events.queries.signup import door
from zaitaku.programme.events.queries.words import address_words
from zaitaku.reports.event_list import body_code

CHOICES_AHEAD = 12  # months that the filter offers
FEED_DAYS_BACK = 90  # calendars keep what they fetched; a call-off shortly before must still reach them
_HANDOUTS = Prefetch("handouts", Handout.objects.filter(is_public=True).defer("content"), to_attr="public_handouts")
ONLINE = (ChannelKind.ONLINE, ChannelKind.VIDEO)


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of the public list: a month (its first day), a kind, a place by name, or online only. `is_past` asks for
    what is over instead of what is to come."""

    month: date | None = None
    kind: str = ""
    place: str = ""
    is_online: bool = False
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of sessions, and how many there are on all pages."""

    sessions: tuple[PublishedSession, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: months, kinds (value, label) and places of the sessions to come."""

    months: tuple[date, ...]
    kinds: tuple[tuple[str, str], ...]
    places: tuple[str, ...]


def _public() -> QuerySet[Session]:
    return Session.objects.filter(series__is_public=True).exclude(series__audience=Audience.MEMBERS)


def _in_full(sessions: QuerySet[Session]) -> QuerySet[Session]:
    channels = Channel.objects.select_related("place", "session__series").order_by("position", "pk")
    return sessions.select_related("series__owner__area__parent", "place", "area").prefetch_related(
        Prefetch("channels", channels, to_attr="ways")
    )


def _ahead(today: date) -> QuerySet[Session]:
    """To come: by their own day or month, or by a channel that is shown later."""
    later = Channel.objects.filter(session=OuterRef("pk"), held_on__gte=today)
    by_day = Q(held_on__gte=today) | Q(held_on=None, planned_month__gte=today.replace(day=1))
    return _public().filter(by_day & ~Q(status=SessionStatus.HELD) | Exists(later) | Q(held_on=today))


def _over(today: date) -> QuerySet[Session]:
    """Not called off, with a day that is past and nothing to come; without a day when it is said to be held."""
    is_over = Q(held_on__lt=today) | Q(held_on=None, status=SessionStatus.HELD)
    found = _public().filter(is_over).exclude(status=SessionStatus.CANCELLED)
    return found.exclude(pk__in=_ahead(today).values("pk"))


def listed(*, now: datetime, asked: Asked, first: int, count: int) -> Listing:
    """From `first` on, at most `count`: the next one first, of what is over the latest, which then comes with its
    handouts. Three queries, four of what is over."""
    today = timezone.localdate(now)
    found = _over(today) if asked.is_past else _ahead(today)
    if asked.kind:
        found = found.filter(series__kind=asked.kind)
    if asked.month is not None:
        end = (asked.month + timedelta(days=32)).replace(day=1)
        inside = Channel.objects.filter(session=OuterRef("pk"), held_on__gte=asked.month, held_on__lt=end)
        own = Q(held_on__gte=asked.month, held_on__lt=end) | Q(held_on=None, planned_month=asked.month)
        found = found.filter(own | Exists(inside))
    if asked.place:
        there = Channel.objects.filter(_at(asked.place), session=OuterRef("pk"))
        found = found.filter(_at(asked.place) | Exists(there))
    if asked.is_online:
        found = found.filter(Exists(Channel.objects.filter(session=OuterRef("pk"), kind__in=ONLINE)))
    total = found.count()
    if asked.is_past:
        day = Coalesce("held_on", "planned_month")
        past = _in_full(found.order_by(day.desc(nulls_last=True), "-starts", "-pk")).prefetch_related(_HANDOUTS)
        over = past[first : first + count]
        return Listing(tuple(_published(one, now, handouts=_files(one)) for one in over), total)
    month = TruncMonth(Coalesce("held_on", "planned_month"))  # whose day is not fixed stands at the end of its month
    order = (month.asc(nulls_last=True), F("held_on").asc(nulls_last=True), "starts", "pk")
    rows = _in_full(found.order_by(*order))[first : first + count]
    return Listing(tuple(_published(one, now) for one in rows), total)


def _at(place: str) -> Q:
    return Q(place__name=place) | Q(place=None, venue=place)


def choices(*, now: datetime) -> Choices:
    """One query over what is to come."""
    ahead = _ahead(timezone.localdate(now))
    rows = list(ahead.values_list("held_on", "planned_month", "series__kind", "place__name", "venue"))
    months = sorted({day.replace(day=1) for held_on, month, *_rest in rows if (day := held_on or month) is not None})
    this = timezone.localdate(now).replace(day=1)
    kinds = {kind for _day, _month, kind, *_rest in rows}
    return Choices(
        months=tuple(month for month in months if month >= this)[:CHOICES_AHEAD],
        kinds=tuple((kind.value, str(kind.label)) for kind in SeriesKind if kind.value in kinds),
        places=tuple(sorted({place or venue for *_rest, place, venue in rows} - {""})),
    )


def session(*, key: int, now: datetime) -> PublishedSession | None:
    """With speakers and public handouts; past ones too. None where there is none that is public."""
    found = _in_full(_public()).prefetch_related("speakers__organisation", _HANDOUTS).filter(pk=key).first()
    if found is None:
        return None
    speakers = tuple(
        PublishedSpeaker(
            one.name, " ".join(part for part in (one.organisation and one.organisation.name, one.affiliation) if part)
        )
        for one in found.speakers.all()
    )
    return _published(found, now, speakers=speakers, handouts=_files(found))


def _files(one: Session) -> tuple[PublishedHandout, ...]:
    files: list[Handout] = one.public_handouts  # type: ignore[attr-defined]
    return tuple(PublishedHandout(file.pk, file.title, file.file_name, file.size) for file in files)


def public_file(*, key: int) -> PublishedFile | None:
    sessions = _public().values("pk")
    found = Handout.objects.filter(pk=key, is_public=True, session__in=sessions).first()
    return None if found is None else PublishedFile(found.file_name, found.media_type, bytes(found.content))


def feed(*, now: datetime) -> tuple[PublishedSession, ...]:
    """Every session with a day from FEED_DAYS_BACK days ago on, by day; cancelled ones too. Two queries."""
    since = timezone.localdate(now) - timedelta(days=FEED_DAYS_BACK)
    later = Channel.objects.filter(session=OuterRef("pk"), held_on__gte=since)
    found = _public().filter(Q(held_on__gte=since) | Exists(later)).order_by("held_on", "pk")
    return tuple(_published(one, now) for one in _in_full(found))


def of_year(*, fiscal_year: int, now: datetime) -> tuple[PublishedSession, ...]:
    """All public sessions of a fiscal year that have a day and were not called off, by day. Two queries."""
    found = _public().filter(series__fiscal_year=fiscal_year, held_on__isnull=False)
    found = found.exclude(status=SessionStatus.CANCELLED).order_by("held_on", "starts", "pk")
    return tuple(_published(one, now) for one in _in_full(found))


def years() -> tuple[int, ...]:
    """Fiscal years with something public, the latest first."""
    found = _public().filter(held_on__isnull=False).order_by("-series__fiscal_year")
    return tuple(found.values_list("series__fiscal_year", flat=True).distinct())


_OF_SERIES = ("title", "title_kana", "kind", "audience", "description")


def _published(
    one: Session,
    now: datetime,
    *,
    speakers: tuple[PublishedSpeaker, ...] = (),
    handouts: tuple[PublishedHandout, ...] = (),
) -> PublishedSession:
    series, ways = one.series, one.ways  # type: ignore[attr-defined]
    body = series.owner.municipality
    return PublishedSession(
        key=one.pk,
        **{name: getattr(series, name) for name in _OF_SERIES},
        number=one.number,
        label=one.label,
        topic=one.title,
        theme=one.theme,
        kind_label=series.get_kind_display(),
        audience_words=one.audience_words,
        fee_yen=one.fee,
        contact=one.contact_words,
        organiser=series.owner.name,
        body=body.name,
        body_code=body_code(body.code),
        status=one.status,
        day=one.held_on,
        month=one.planned_month,
        starts=one.starts,
        ends=one.ends,
        place=one.where,
        address=one.address,
        access=one.access,
        area=one.area.name if one.area else "",
        has_acp_content=one.has_acp_content,
        revision=one.revision,
        changed_at=one.changed_at,
        channels=tuple(_channel(way, one, now) for way in ways),
        speakers=speakers,
        handouts=handouts,
    )


def _channel(way: Channel, session: Session, now: datetime) -> PublishedChannel:
    way.session = session
    return PublishedChannel(
        key=way.pk,
        label=way.label,
        kind=way.kind,
        day=way.day,
        starts=way.starts or session.starts,
        ends=way.ends or session.ends,
        place=way.where,
        address=address_words(way),
        is_cancelled=way.is_cancelled,
        has_own_time=bool(way.held_on or way.starts),
        admission=way.admission,
        door=door(way, now).value,
        capacity=way.capacity,
        free=way.free,
        waiting=way.waiting,
        opens_at=way.opens_at,
        closes_at=way.closes_at,
    )
