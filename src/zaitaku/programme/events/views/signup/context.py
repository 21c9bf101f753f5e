"""What the pages around a sign-up show of its channel."""

from datetime import datetime

from zaitaku.programme.events.models import Channel
from zaitaku.programme.events.queries import signup as queries
from zaitaku.programme.events.queries.words import moment_words, when_words


def about(channel: Channel, door: queries.Door) -> dict[str, object]:
    """The trail, when and where, and whether it takes sign-ups."""
    session = channel.session
    return {
        "channel": channel,
        "session": session,
        "series": session.series,
        "when": when_words(channel),
        "where": channel.where,
        "door": door.value,
    }


def public_about(channel: Channel, door: queries.Door) -> dict[str, object]:
    """With what people without an account are told besides."""
    return about(channel, door) | {
        "opens": _moment(channel.opens_at),
        "closes": _moment(queries.closing(channel)),
        "lottery": queries.lottery_of(channel),
        "seal": queries.seal_of(channel),
    }


def _moment(at: datetime | None) -> str:
    return moment_words(at) if at else ""
