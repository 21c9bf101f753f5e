"""One event as iCalendar (RFC 5545), for the calendar of somebody who signed up."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from zaitaku.programme.events.actions.signup_letters import private_link
from zaitaku.programme.events.choices import SignUpStatus
from zaitaku.programme.events.models import SignUp
from zaitaku.programme.events.queries.words import where_words

_WIDTH = 73  # octets of a line before it is folded, the space of the next line counted


def calendar_of(sign_up: SignUp, *, now: datetime) -> str | None:
    """None where the day is not known or there is no seat."""
    channel = sign_up.channel
    if channel.day is None or sign_up.status != SignUpStatus.CONFIRMED:
        return None
    session = channel.session
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Zaitaku//Events//JA",
        "BEGIN:VEVENT",
        f"UID:sign-up-{sign_up.key}@zaitaku",
        f"DTSTAMP:{_utc(now)}",
        *_times(sign_up, channel.day),
        f"SUMMARY:{_escaped(' '.join(part for part in (session.series.title, session.label, session.title) if part))}",
        f"LOCATION:{_escaped(channel.join_url or where_words(channel))}",
        f"URL:{private_link(sign_up)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _times(sign_up: SignUp, day: date) -> list[str]:
    channel = sign_up.channel
    starts: time | None = channel.starts or channel.session.starts
    ends: time | None = channel.ends or channel.session.ends
    if starts is None:
        return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"]
    begins = timezone.make_aware(datetime.combine(day, starts))
    until = timezone.make_aware(datetime.combine(day, ends)) if ends else begins + timedelta(hours=1)
    return [f"DTSTART:{_utc(begins)}", f"DTEND:{_utc(until)}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, cut between characters."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > _WIDTH:
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
