"""Whoever signed up hears when the event is moved, called off, or takes place after all.

Letters are written before the audit entry of the change, so that nobody waits for the chain's end meanwhile, and while
the channels are held: whoever signs up at the same moment either is among those who are told or knows already.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from zaitaku.core.mail.actions import post_many, withdraw_many
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.rows import held_channels
from zaitaku.programme.events.actions.signup_letters import REMINDER, Arrangement, News, about, letter_to
from zaitaku.programme.events.choices import LIVE, SessionStatus, SignUpStatus
from zaitaku.programme.events.models import Channel, Session, SignUp
from zaitaku.programme.events.queries.signup import is_past


def held_ways(session: Session) -> list[Channel]:
    """The session's channels, held until the end of the transaction, each with the session as it is saved."""
    held_channels([session.pk])
    ways = Channel.objects.filter(session=session).order_by("pk")
    return list(ways.select_related("session__series", "session__place", "place"))


def arrangements(ways: Iterable[Channel]) -> dict[int, Arrangement]:
    return {way.pk: Arrangement.of(way) for way in ways}


def tell_moved(ways: Iterable[Channel], before: Mapping[int, Arrangement], *, now: datetime) -> int:
    """`ways` as they are to be; how many letters. Nobody is told of what was corrected after the day."""
    moved = [way for way in ways if Arrangement.of(way) != before[way.pk] and _lies_ahead(way, now)]
    return _tell(
        [one for way in moved for one in _live(way) if _concerns(one, before[way.pk])], News.MOVED, now, before
    )


def tell_called_off(ways: Iterable[Channel], *, now: datetime) -> int:
    return _tell([one for way in ways for one in _live(way)], News.CALLED_OFF, now)


def tell_again(ways: Iterable[Channel], *, now: datetime) -> int:
    return _tell([one for way in ways if _lies_ahead(way, now) for one in _live(way)], News.TAKES_PLACE_AGAIN, now)


def _lies_ahead(way: Channel, now: datetime) -> bool:
    return way.own_status == SessionStatus.PLANNED and not way.is_cancelled and not is_past(way, now)


def _live(way: Channel) -> list[SignUp]:
    found = list(SignUp.objects.filter(channel=way, status__in=LIVE, removed_at=None))
    for sign_up in found:
        sign_up.channel = way
    return found


def _concerns(sign_up: SignUp, before: Arrangement) -> bool:
    """Whoever has no seat was never told where to join."""
    now = Arrangement.of(sign_up.channel)
    return sign_up.status == SignUpStatus.CONFIRMED or (now.when, now.where) != (before.when, before.where)


def _tell(people: list[SignUp], news: News, now: datetime, before: Mapping[int, Arrangement] | None = None) -> int:
    """A reminder that waits for the mail server tells old news, and one that was sent is due anew."""
    withdraw_many(about=[about(one) for one in people], kind=REMINDER)
    channels = {one.channel_id for one in people}
    SignUp.objects.filter(channel__in=channels, status__in=LIVE).exclude(reminded_at=None).update(reminded_at=None)
    letters: list[Letter | None] = [
        letter_to(one, news, now=now, before=before[one.channel_id] if before else None) for one in people
    ]
    return post_many(letter for letter in letters if letter is not None)
