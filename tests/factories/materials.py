"""Titles and movements for tests."""

from datetime import date
from itertools import count
from typing import Any

from tests.factories import core
from tests.factories.events import recorded
from zaitaku.programme.materials.models import Movement, Title

_next = count(1).__next__


def title(**kw: Any) -> Title:
    number = _next()
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    return Title.objects.create(**({"code": f"T{number}", "name": f"ガイドブック{number}"} | kw))


def movement(**kw: Any) -> Movement:
    if "title" not in kw:
        kw["title"] = title()
    defaults = {"kind": "issued", "start": date(2023, 4, 1), "end": date(2023, 12, 31)}
    return Movement.objects.create(**(defaults | recorded(**kw)))
