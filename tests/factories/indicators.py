"""Indicators and confirmations for tests."""

from itertools import count
from typing import Any

from tests.factories import core
from zaitaku.programme.indicators.models import Indicator

_next = count(1).__next__


def indicator(**kw: Any) -> Indicator:
    """`params` and `function` say what it computes; the area is the owner's unless given."""
    number = _next()
    if "owner" not in kw:
        kw["owner"] = core.organisation(**({"area": kw["area"]} if "area" in kw else {}))
    defaults = {
        "area": kw["owner"].area,
        "code": f"X{number}.figure",
        "label": f"指標{number}",
        "function": "events.attendance",
        "params": {"series": "lecture"},
    }
    return Indicator.objects.create(**(defaults | kw))
