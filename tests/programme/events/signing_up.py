"""A series that takes sign-ups, for the tests of sign-up."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.factories import events
from zaitaku.programme.events.actions.signup import sign_up
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, new_key
from zaitaku.programme.events.choices import Admission, SessionStatus, SignUpWay
from zaitaku.programme.events.models import Channel, SignUp

NOW = datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
DAY = NOW.date() + timedelta(days=40)
_next = count(1).__next__


def open_channel(*, day: Any = DAY, **kw: Any) -> Channel:
    """A hall of a public lecture some weeks ahead; first come, first served."""
    if "session" not in kw:
        series = events.series(
            fiscal_year=2026, is_public=True, title="在宅療養講演会", contact="高齢者支援課 03-1111-2222"
        )
        kw["session"] = events.session(series=series, status=SessionStatus.PLANNED, held_on=day)
    return events.channel(**({"admission": Admission.FIRST_COME, "capacity": 10, "label": "本会場"} | kw))


def enter(channel: Channel, seats: int = 1, *, now: datetime = NOW, by: Any = None, **kw: Any) -> SignUp:
    """Somebody new signs up."""
    number = _next()
    entry = SignUpEntry(**({"name": f"練馬 {number}", "email": f"person{number}@example.jp", "seats": seats} | kw))
    way = SignUpWay.PHONE if by else SignUpWay.WEB
    return sign_up(channel=channel, key=new_key(), entry=entry, way=way, by=by, now=now)


def states(channel: Channel) -> list[tuple[int, str]]:
    return list(SignUp.objects.filter(channel=channel).order_by("number").values_list("number", "status"))
