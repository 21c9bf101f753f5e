"""Sign-ups and arrivals for tests, made without the actions that usually make them."""

from itertools import count
from typing import Any
from uuid import UUID, uuid4

from tests.factories import events
from zaitaku.programme.events.choices import SignUpStatus
from zaitaku.programme.events.models import CheckIn, SignUp

_next = count(1).__next__


def key() -> str:
    return str(uuid4())


def sign_up(**kw: Any) -> SignUp:
    if "channel" not in kw:
        kw["channel"] = events.channel()
    number = kw["channel"].sign_ups.count() + 1
    defaults = {
        "number": number,
        "rank": number,
        "key": f"{_next():032}",
        "status": SignUpStatus.CONFIRMED,
        "name": f"参加者{number}",
        "created_at": events.NOW,
        "changed_at": events.NOW,
    }
    return SignUp.objects.create(**(defaults | kw))


def check_in(**kw: Any) -> CheckIn:
    if "channel" not in kw:
        kw["channel"] = kw["sign_up"].channel if kw.get("sign_up") else events.channel()
    defaults = {"key": str(UUID(int=_next())), "at": events.NOW, "by": events.recorder()}
    return CheckIn.objects.create(**(defaults | kw))
