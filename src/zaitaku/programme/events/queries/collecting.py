"""Who came and was asked, who answered, and whether answers are still taken."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import AnswerWay, CollectionStatus, Measure
from zaitaku.programme.events.models import (
    Attendance,
    Channel,
    CheckIn,
    Collection,
    Invitation,
    Response,
    Session,
)


def day_text(day: date) -> str:
    return format_wareki(day)


def takes_answers(collection: Collection, today: date) -> bool:
    """Open, and the last day is not over. (Sheets of paper may be keyed in until it is closed.)"""
    is_open = collection.status == CollectionStatus.OPEN
    return is_open and (collection.closes_on is None or today <= collection.closes_on)


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


def without_invitation(collection: Collection) -> list[tuple[CheckIn, str]]:
    """Arrivals with an e-mail address that have no personal link yet. One query."""
    waiting = _came(collection.session_id).exclude(invitations__collection=collection)
    return [(one, address) for one in waiting if (address := address_of(one))]


def unanswered(collection: Collection) -> list[tuple[Invitation, str]]:
    """Links not used so far, with the address, of those who are still said to have come. One query."""
    links = collection.invitations.filter(is_answered=False, check_in__undone_at=None)
    found = links.select_related("check_in__sign_up", "check_in__channel", "collection__session__series")
    return [(one, address_of(one.check_in)) for one in found.order_by("check_in__channel__position", "pk")]


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
        .values_list("check_in__channel")
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
