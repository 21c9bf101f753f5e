"""Sign-ups as pages read them, and whether a channel takes any."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zaitaku.analysis.contacts import digits_of
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, exists_on
from zaitaku.programme.events.choices import Admission, Audience, Need, SessionStatus, SignUpStatus, StepKind
from zaitaku.programme.events.models import Channel, Lottery, Series, SignUp, SignUpStep


class Door(StrEnum):
    """Whether a channel takes sign-ups now; CLOSED and NOT_YET bind the public, staff may enter people still."""

    NOT_NEEDED = "not_needed"
    CALLED_OFF = "called_off"
    PAST = "past"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    FULL = "full"
    WAITING = "waiting"
    OPEN = "open"


NEWS = (StepKind.PROMOTED, StepKind.DRAWN, StepKind.NOT_DRAWN)  # what nobody knows without being told
TAKES_FROM_STAFF = (Door.NOT_YET, Door.CLOSED, Door.FULL, Door.WAITING, Door.OPEN)


def door(channel: Channel, now: datetime) -> Door:
    """`channel` comes with its session. One seat is enough to call it OPEN."""
    if channel.admission == Admission.OPEN:
        return Door.NOT_NEEDED
    if channel.is_cancelled:
        return Door.CALLED_OFF
    if is_past(channel, now):
        return Door.PAST
    if channel.opens_at is not None and now < channel.opens_at:
        return Door.NOT_YET
    closes = closing(channel)
    if closes is not None and now >= closes:
        return Door.CLOSED
    if fits(channel, 1):  # before a draw no seat is taken
        return Door.OPEN
    return Door.WAITING if channel.has_waiting_list else Door.FULL


def fits(channel: Channel, seats: int) -> bool:
    """Nobody overtakes: while somebody waits, free seats are theirs."""
    if channel.capacity is None:
        return True
    return channel.waiting == 0 and channel.taken + seats <= channel.capacity


def is_past(channel: Channel, now: datetime) -> bool:
    """From the day after it on; the day itself belongs to the people at the door."""
    day = channel.day
    over = day is not None and timezone.localdate(now) > day
    return over or (day is None and channel.own_status == SessionStatus.HELD)


def beginning(channel: Channel) -> datetime | None:
    """When it begins; the end of its day where no time is known, None where no day is."""
    day = channel.day
    if day is None:
        return None
    starts = channel.starts or channel.session.starts
    if starts is None:
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return timezone.make_aware(datetime.combine(day, starts))


def closing(channel: Channel) -> datetime | None:
    """The closing time that was set, or else the beginning."""
    return channel.closes_at or beginning(channel)


def open_to_public() -> QuerySet[Channel]:
    """Channels whose form anybody may open who was given its address; series for residents must have been made public.
    What is not `listed` has an address that nobody can think up: it needs the seal as well."""
    shown = Q(session__series__is_public=True) | ~Q(session__series__audience=Audience.RESIDENTS)
    channels = Channel.objects.select_related("session__series", "place", "session__place")
    return channels.filter(shown).exclude(admission=Admission.OPEN)


def is_listed(series: Series) -> bool:
    """Whether the portal shows it to everybody."""
    return series.is_public and series.audience != Audience.MEMBERS


def seal_of(channel: Channel) -> str:
    """What the address of a channel's form carries where the portal does not show it: numbers can be counted up, and
    that there is a case meeting, when and where, is for those who were invited. "" for what everybody may find."""
    if is_listed(channel.session.series):
        return ""
    return salted_hmac("zaitaku.events.form", str(channel.pk), algorithm="sha256").hexdigest()[:20]


def by_key(key: str) -> QuerySet[SignUp]:
    joined = ("channel__session__series", "channel__place", "channel__session__place", "area")
    return SignUp.objects.filter(key=key).select_related(*joined)


def lottery_of(channel: Channel) -> Lottery | None:
    """None where seats are not given by lot."""
    return Lottery.objects.filter(channel=channel).first() if channel.admission == Admission.LOTTERY else None


def place_in_line(sign_up: SignUp) -> int | None:
    """1 for the entry that moves up next; None when it does not wait."""
    if sign_up.status != SignUpStatus.WAITING:
        return None
    line = SignUp.objects.filter(channel=sign_up.channel_id, status=SignUpStatus.WAITING)
    return line.filter(rank__lt=sign_up.rank).count() + 1


def participants(channel: Channel) -> QuerySet[SignUp]:
    """Everybody who signed up, by number; cancelled ones too."""
    return SignUp.objects.filter(channel=channel).select_related("area").order_by("number")


def to_be_telephoned(channel: Channel) -> QuerySet[SignUp]:
    """Who has no e-mail address and was moved up or drawn since somebody last told them; `news` says which."""
    latest = SignUpStep.objects.filter(sign_up=OuterRef("pk"), kind__in=(*NEWS, StepKind.TOLD)).order_by("-pk")
    reached_by_none = participants(channel).filter(email="", removed_at=None).exclude(status=SignUpStatus.CANCELLED)
    return reached_by_none.annotate(news=Subquery(latest.values("kind")[:1])).filter(news__in=NEWS)


def listed(channel: Channel, asked: Mapping[str, Any]) -> QuerySet[SignUp]:
    """Narrowed by `q` (number, name, reading, telephone, office, e-mail), `status`, and `contact` ("no_email")."""
    found = participants(channel)
    if asked.get("contact"):
        found = found.filter(email="", removed_at=None)
    if status := asked.get("status"):
        found = found.filter(status=status)
    if text := str(asked.get("q") or "").strip():
        digits = digits_of(text)
        match = Q()
        for field in ("name", "kana", "office", "email"):
            match |= Q(**{f"{field}__icontains": text})
        if digits:
            match |= Q(phone__contains=digits)
            if len(digits) < 10:
                match |= Q(number=int(digits))
        found = found.filter(match)
    return found


def counts(channel: Channel) -> dict[str, tuple[int, int]]:
    """State → (entries, seats), of the states that occur. One query."""
    rows = SignUp.objects.filter(channel=channel).order_by().values("status").annotate(n=Count("pk"), s=Sum("seats"))
    return {row["status"]: (row["n"], row["s"]) for row in rows}


def needs_of(channel: Channel) -> list[tuple[str, int, list[SignUp]]]:
    """(need, how many entries with a seat have it, those entries), in the order of the form, without zeroes."""
    asking = participants(channel).filter(status=SignUpStatus.CONFIRMED).exclude(needs=[])
    found: dict[str, list[SignUp]] = {}
    for sign_up in asking:
        for need in sign_up.needs:
            found.setdefault(need, []).append(sign_up)
    return [(str(need.label), len(found[need]), found[need]) for need in Need if need in found]


def residence_areas(series: Series, on: date) -> QuerySet[Area]:
    """The daily living areas of the municipality that invites."""
    home = series.owner.area_id
    return Area.objects.filter(exists_on(on), kind=AreaKind.LIVING_AREA, parent=home).order_by("code")


def drawn_entries(channel: Channel) -> dict[int, tuple[int, str]]:
    """Number → seats and result of everybody who took part in the draw, as they were at that moment."""
    kinds = (StepKind.DRAWN, StepKind.NOT_DRAWN)
    steps = SignUpStep.objects.filter(sign_up__channel=channel, kind__in=kinds).order_by("sign_up__number")
    rows = steps.values_list("sign_up__number", "details")
    return {number: (details["seats"], str(SignUpStatus(details["status"]).label)) for number, details in rows}
