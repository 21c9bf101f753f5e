"""Events as an iCalendar file (RFC 5545), without a library: one kind of component, text values only.

Lines end with CRLF and are folded at 75 octets (3.1), texts escape backslash, semicolon, comma and line break (3.3.11),
times name the zone Asia/Tokyo, which the file describes itself (3.6.5; Japan has had no summer time since 1952).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//Zaitaku//Events//JA"
_OCTETS = 75
_ZONE = (
    *("BEGIN:VTIMEZONE", "TZID:Asia/Tokyo", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "TZNAME:JST", "END:STANDARD", "END:VTIMEZONE"),
)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """`starts` and `ends` are local times of Japan; without `starts` it is an event of the whole day.

    `uid` stays the same for ever, `sequence` grows with every change that readers should be told.
    """

    uid: str
    summary: str
    day: date
    changed_at: datetime
    sequence: int = 0
    starts: time | None = None
    ends: time | None = None
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False


def render(name: str, events: Sequence[CalendarEvent]) -> bytes:
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        f"X-WR-CALNAME:{_escaped(name)}",
        "X-WR-TIMEZONE:Asia/Tokyo",
        *_ZONE,
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) + b"\r\n" for line in lines)


def _event(event: CalendarEvent) -> Iterator[str]:
    changed = event.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{event.sequence}"
    yield from _when(event)
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.location:
        yield f"LOCATION:{_escaped(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _when(event: CalendarEvent) -> Iterator[str]:
    if event.starts is None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
        return
    yield f"DTSTART;TZID=Asia/Tokyo:{event.day:%Y%m%d}T{event.starts:%H%M%S}"
    if event.ends is not None and event.ends > event.starts:
        yield f"DTEND;TZID=Asia/Tokyo:{event.day:%Y%m%d}T{event.ends:%H%M%S}"


def _escaped(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, "\\" + sign)
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """At most 75 octets a line; a character is never cut in two."""
    pieces, piece, room = [], b"", _OCTETS
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", _OCTETS - 1  # the space that begins a continued line counts
        piece += octets
    return b"\r\n ".join([*pieces, piece])
