"""Who came and was asked, who answered, and whether answers are still taken."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from zaitaku.analysis.figure import percent
from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import AnswerWay, CollectionStatus, Measure, SessionStatus
from zaitaku.programme.events.models import (
    Attendance,
    Channel,
    CheckIn,
    Collection,
    Invitation,
    Item,
    Response,
    Session,
)


def day_text(day: date) -> str:
    return format_wareki(day)


class Stage(StrEnum):
    EARLY = "early"
    OPEN = "open"
    CLOSED = "closed"


def first_day(session: Session) -> date | None:
    """The earliest day of the session or one of its channels."""
    days = [session.held_on, *session.channels.values_list("held_on", flat=True)]
    return min((day for day in days if day is not None), default=None)


def stage(collection: Collection, today: date) -> Stage:
    """Open from the session's first day until the last day for answers is over.

    (Sheets of paper may be keyed in until it is closed.)
    """
    is_over = collection.closes_on is not None and collection.closes_on < today
    if collection.status != CollectionStatus.OPEN or is_over or collection.session.status == SessionStatus.CANCELLED:
        return Stage.CLOSED
    if collection.session.status == SessionStatus.HELD or not collection.takes_qr:
        return Stage.OPEN  # personal links go to nobody but those who came
    day = first_day(collection.session)
    return Stage.OPEN if day is not None and day <= today else Stage.EARLY


def takes_answers(collection: Collection, today: date) -> bool:
    return stage(collection, today) is Stage.OPEN


def collections(organisations: QuerySet[Organisation]) -> QuerySet[Collection]:
    found = Collection.objects.filter(session__series__owner__in=organisations)
    return found.select_related("session__series__owner", "questionnaire")


def of_session(session: Session) -> QuerySet[Collection]:
    """With `answers`, those not discarded."""
    live = Q(responses__discarded_at=None, responses__isnull=False)
    found = session.collections.select_related("questionnaire")
    return found.annotate(answers=Count("responses", filter=live)).order_by("pk")


def _came(session_id: int) -> QuerySet[CheckIn]:
    arrived = CheckIn.objects.filter(channel__session=session_id, undone_at=None)
    return arrived.select_related("sign_up", "channel").order_by("channel__position", "pk")


def address_of(check_in: CheckIn) -> str:
    """The e-mail of the arrival, or of the sign-up behind it; empty once personal data was removed."""
    return check_in.email or (check_in.sign_up.email if check_in.sign_up is not None else "")


@dataclass(frozen=True, slots=True)
class Link:
    """A personal link with whom it belongs to; name and address are empty once personal data was removed."""

    invitation: Invitation
    name: str
    address: str


def _link(one: Invitation) -> Link:
    came = one.check_in
    if came is None:
        return Link(one, one.name, one.email)
    return Link(one, came.name or (came.sign_up.name if came.sign_up is not None else ""), address_of(came))


def without_invitation(collection: Collection) -> list[tuple[CheckIn, str]]:
    """Arrivals with an e-mail address that have no personal link yet. One query."""
    waiting = _came(collection.session_id).exclude(invitations__collection=collection)
    return [(one, address) for one in waiting if (address := address_of(one))]


def unanswered(collection: Collection) -> list[Link]:
    """Links not used so far, without those of people who are no longer said to have come. One query."""
    links = collection.invitations.filter(is_answered=False, check_in__undone_at=None)
    found = links.select_related(
        "check_in__sign_up", "check_in__channel", "channel", "collection__session__series"
    ).annotate(position=Coalesce("channel__position", "check_in__channel__position"))
    return [_link(one) for one in found.order_by("position", "pk")]


@dataclass(frozen=True, slots=True)
class Way:
    """One channel of a collection: `came` people (None where nobody recorded it), answers by way."""

    channel: Channel
    came: int | None
    invited: int
    used: int
    link: int
    qr: int
    paper: int

    @property
    def answers(self) -> int:
        return self.link + self.qr + self.paper

    @property
    def rate(self) -> Decimal | None:
        """回収率: percent of those who came."""
        return percent(Decimal(self.answers), Decimal(self.came)) if self.came else None

    @property
    def is_too_many(self) -> bool:
        """More answers than people: somebody answered twice, or the address went to people who did not come."""
        return self.came is not None and self.answers > self.came


def ways(collection: Collection) -> list[Way]:
    """Per channel, in order. Five queries."""
    channels = list(collection.session.channels.order_by("position", "pk"))
    came: dict[int, Decimal | int | None] = {}
    arrivals = CheckIn.objects.filter(channel__in=channels, undone_at=None).order_by()
    for channel, people in arrivals.values_list("channel").annotate(total=Sum("people")):
        came[channel] = people
    for row in Attendance.objects.filter(channel__in=channels, superseded_at=None):
        came[row.channel_id] = row.value
    links = {
        channel: (invited, used)
        for channel, invited, used in collection.invitations.order_by()
        .values_list(Coalesce("channel", "check_in__channel"))
        .annotate(sent=Count("pk"), used=Count("pk", filter=Q(is_answered=True)))
    }
    answers: dict[tuple[int, str], int] = {}
    live = Response.objects.filter(collection=collection, discarded_at=None).order_by()
    for channel, way, count in live.values_list("channel", "way").annotate(n=Count("pk")):
        answers[channel, way] = count
    return [
        Way(
            channel,
            # Views and calls are no people: nothing can be compared with them.
            int(came[channel.pk] or 0)
            if channel.measure is Measure.ATTENDANCE and came.get(channel.pk) is not None
            else None,
            *links.get(channel.pk, (0, 0)),
            *(answers.get((channel.pk, way), 0) for way in (AnswerWay.LINK, AnswerWay.QR, AnswerWay.PAPER)),
        )
        for channel in channels
    ]


def sheets(collection: Collection) -> QuerySet[Response]:
    """Sheets of paper, the last one first, discarded ones too."""
    paper = collection.responses.filter(way=AnswerWay.PAPER).select_related("channel", "entered_by")
    return paper.prefetch_related("answers__option").order_by("-number")


def sent_from_venue(collection: Collection) -> QuerySet[Response]:
    """Answers by QR code, discarded ones too, in an order that says nothing about when they came."""
    found = collection.responses.filter(way=AnswerWay.QR).select_related("channel")
    return found.prefetch_related("answers__option").order_by("key")


def counted_questions(session: Session) -> dict[int, int]:
    """Question → questionnaire whose responses at this session its share is counted from."""
    live = Collection.objects.filter(session=session, responses__isnull=False, responses__discarded_at=None)
    asked = Item.objects.filter(questionnaire__in=live.values("questionnaire")).order_by("questionnaire")
    return dict(asked.values_list("question", "questionnaire"))
