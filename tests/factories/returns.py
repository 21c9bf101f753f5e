"""Forms, elements, returns and values for tests."""

from datetime import date
from itertools import count
from typing import Any

from tests.factories import core
from tests.factories.events import recorded
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Element, Form, Return, Value

_next = count(1).__next__


def form(**kw: Any) -> Form:
    number = _next()
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    return Form.objects.create(**({"code": f"F{number}", "title": f"月報{number}", "rhythm": Rhythm.MONTH} | kw))


def element(**kw: Any) -> Element:
    if "form" not in kw:
        kw["form"] = form()
    position = kw["form"].elements.count() + 1
    defaults = {
        "code": f"E{position}",
        "label": f"項目{position}",
        "kind": "cases",
        "span": "period",
        "position": position,
    }
    return Element.objects.create(**(defaults | kw))


def sheet(**kw: Any) -> Return:
    if "organisation" not in kw:
        kw["organisation"] = core.organisation(area=kw["form"].owner.area)
    return Return.objects.create(**({"start": date(2023, 4, 1), "end": date(2023, 4, 30)} | kw))


def value(**kw: Any) -> Value:
    return Value.objects.create(**recorded(**kw))
