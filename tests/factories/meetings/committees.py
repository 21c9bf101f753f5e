"""Committees with meetings, agenda and actions, for tests."""

from datetime import date, time
from itertools import count
from typing import Any

from tests.factories import core, events
from zaitaku.programme.events.choices import SeriesKind, SessionStatus
from zaitaku.programme.events.models import Series, Session
from zaitaku.programme.meetings.models import ActionItem, AgendaItem

_next = count(1).__next__
DAYS = [date(2023, 6, 9), date(2023, 9, 8), date(2023, 12, 8), date(2024, 2, 9)]


def committee(**kw: Any) -> Series:
    return events.series(**({"kind": SeriesKind.COMMITTEE, "title": "医療・介護・消防連携小委員会"} | kw))


def meeting(**kw: Any) -> Session:
    """The next meeting of `series` (a new committee unless given)."""
    series = kw.pop("series", None) or committee()
    number = series.sessions.count()
    defaults = {
        "held_on": DAYS[number % 4],
        "status": SessionStatus.HELD,
        "venue": "本庁舎1901会議室",
        "starts": time(19, 0),
        "ends": time(20, 30),
    }
    return events.session(series=series, **(defaults | kw))


def item(**kw: Any) -> AgendaItem:
    if "session" not in kw:
        kw["session"] = meeting()
    position = kw["session"].agenda.count() + 1
    return AgendaItem.objects.create(**({"position": position, "title": f"議題{_next()}"} | kw))


def action(**kw: Any) -> ActionItem:
    if "session" not in kw:
        kw["session"] = meeting()
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    return ActionItem.objects.create(**({"text": f"案を作る{_next()}"} | kw))
