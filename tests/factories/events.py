"""Series, sessions, channels and who came, for tests."""

from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.factories import core
from zaitaku.core.accounts.models import Person
from zaitaku.programme.events.choices import ChannelKind, SeriesKind, SessionStatus
from zaitaku.programme.events.models import AnswerShare, Attendance, Channel, Handout, Question, Series, Session

NOW = datetime(2023, 12, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
_next = count(1).__next__


def recorder() -> Person:
    """One person behind all rows for which nobody is named."""
    found = Person.objects.filter(email="recorder@example.jp").first()
    return found or core.person(role=None, email="recorder@example.jp", name="記録係")


def recorded(**kw: Any) -> dict[str, Any]:
    """What every record has, with defaults."""
    if "recorded_by" not in kw:
        kw["recorded_by"] = recorder()
    return {"recorded_at": NOW} | kw


def series(**kw: Any) -> Series:
    number = _next()
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    defaults = {"code": f"S{number}", "title": f"講演会{number}", "kind": SeriesKind.LECTURE, "fiscal_year": 2023}
    return Series.objects.create(**(defaults | kw))


def session(**kw: Any) -> Session:
    if "series" not in kw:
        kw["series"] = series()
    defaults = {"number": kw["series"].sessions.count() + 1, "status": SessionStatus.HELD}
    return Session.objects.create(**(defaults | kw))


def channel(**kw: Any) -> Channel:
    if "session" not in kw:
        kw["session"] = session()
    position = kw["session"].channels.count() + 1
    defaults = {"kind": ChannelKind.MAIN_HALL, "label": f"会場{position}", "position": position}
    return Channel.objects.create(**(defaults | kw))


def handout(**kw: Any) -> Handout:
    content = kw.setdefault("content", b"%PDF-1.7 handout")
    if "session" not in kw:
        kw["session"] = session()
    defaults = {"title": "配布資料", "file_name": "資料.pdf", "media_type": "application/pdf", "size": len(content)}
    return Handout.objects.create(**(defaults | {"added_at": NOW} | kw))


def attendance(**kw: Any) -> Attendance:
    if "channel" not in kw:
        kw["channel"] = channel()
    return Attendance.objects.create(**recorded(**kw))


def question(**kw: Any) -> Question:
    number = _next()
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    return Question.objects.create(**({"code": f"Q{number}", "text": f"設問{number}"} | kw))


def answer_share(**kw: Any) -> AnswerShare:
    return AnswerShare.objects.create(**recorded(**kw))


def lectures(owner: Any, *, code: str = "lecture") -> Series:
    """The three lectures of FY2023 as the result paper gives them; the last one's later screening is to follow."""
    run = series(owner=owner, code=code, title="在宅療養講演会", planned_sessions=3)
    labels = ["本会場", "同時上映", "Zoom", "後日上映会"]
    counts = [("一人暮らし", [59, 12, 60, 65]), ("家族", [59, 36, 41, 49]), ("一人暮らし", [105, 32, 37, None])]
    for title, values in counts:
        one = session(series=run, title=title)
        for kind, label, value in zip(
            [ChannelKind.MAIN_HALL, ChannelKind.SIMULTANEOUS, ChannelKind.ONLINE, ChannelKind.LATER_SCREENING],
            labels,
            values,
            strict=True,
        ):
            state = "final" if value is not None else "after_event"
            attendance(channel=channel(session=one, kind=kind, label=label), value=value, state=state)
    return run
