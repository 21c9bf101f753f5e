"""A course with participants, for tests."""

from datetime import date
from typing import Any

from tests.factories import events
from zaitaku.programme.events.choices import SeriesKind, SessionStatus
from zaitaku.programme.events.models import Series
from zaitaku.programme.meetings.models import Course, Enrolment, PartAttendance

DAYS = [date(2023, 6, 9), date(2023, 7, 14), date(2023, 9, 8), date(2023, 10, 13)]
NAMES = ["青木 一郎", "井上 二三子", "上田 四郎", "江口 五月", "小川 六花"]


def course(*, parts: int = 4, held: int = 4, series: Series | None = None, **kw: Any) -> Course:
    """`held` of its parts took place, the rest are planned; each has the channel 本会場."""
    if series is None:
        named = {name: kw.pop(name) for name in ("owner", "code") if name in kw}
        series = events.series(kind=SeriesKind.COURSE, title="地域同行型研修", **named)
    for number in range(parts):
        status = SessionStatus.HELD if number < held else SessionStatus.PLANNED
        one = events.session(
            series=series, held_on=DAYS[number % 4], status=status, title=f"訪問の実際その{number + 1}"
        )
        events.channel(session=one, label="本会場")
    defaults = {"certificate_title": "修了証", "issuer": "練馬区高齢者支援課長"}
    return Course.objects.create(series=series, **(defaults | kw))


def enrolment(*, course: Course, **kw: Any) -> Enrolment:
    number = course.enrolments.count() + 1
    defaults = {"number": number, "name": NAMES[(number - 1) % len(NAMES)], "office": f"居宅介護支援事業所{number}"}
    return Enrolment.objects.create(course=course, **(defaults | kw))


def said(enrolment: Enrolment, signs: str) -> Enrolment:
    """Who came to which part: "11-0" came twice, then nobody said so, then did not come."""
    for session, sign in zip(enrolment.course.series.sessions.order_by("number"), signs, strict=True):
        if sign != "-":
            PartAttendance.objects.create(enrolment=enrolment, session=session, came=sign == "1")
    return enrolment
