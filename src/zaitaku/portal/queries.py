"""Public sessions in the shape of calendars."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from zaitaku.programme.events.published import PublishedSession
from zaitaku.reports.ical import CalendarEvent


def calendar_events(session: PublishedSession, *, address: str) -> Iterator[CalendarEvent]:
    """One event for the session, and one for each channel that has a day or hours of its own.

    Nothing for a session without a day: a calendar has no place for it. `address` is its public page.
    """
    host = urlsplit(settings.BASE_URL).hostname or "zaitaku"
    title = " ".join(part for part in (session.title, session.label, session.topic) if part)
    base = CalendarEvent(
        uid=f"session-{session.key}@{host}",
        summary=title,
        day=session.changed_at.date(),
        changed_at=session.changed_at,
        sequence=session.revision,
        description=_description(session),
        url=address,
        is_cancelled=session.is_cancelled or _is_without_way(session),
    )
    if session.day is not None:
        where = " ".join(part for part in (session.place, session.address) if part)
        yield replace(base, day=session.day, starts=session.starts, ends=session.ends, location=where)
    for way in session.channels:
        if way.has_own_time and way.day is not None:
            yield replace(
                base,
                uid=f"channel-{way.key}@{host}",
                summary=f"{title} {way.label}",
                day=way.day,
                starts=way.starts,
                ends=way.ends,
                location=" ".join(part for part in (way.place, way.address) if part),
                is_cancelled=way.is_cancelled,
            )


def _is_without_way(session: PublishedSession) -> bool:
    """Every way to take part was called off, one by one."""
    return bool(session.channels) and all(way.is_cancelled for way in session.channels)


def _description(session: PublishedSession) -> str:
    lines = [session.theme, session.description]
    if session.channels:
        ways = (f"{way.label} ({_('Called off')})" if way.is_cancelled else way.label for way in session.channels)
        lines.append(_("Ways to take part: %(ways)s") % {"ways": "、".join(ways)})
    if session.contact:
        lines.append(_("Contact: %(contact)s") % {"contact": session.contact})
    return "\n".join(line for line in lines if line)
