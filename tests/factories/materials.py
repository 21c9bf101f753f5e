"""Titles, movements and destinations for tests."""

from datetime import date
from itertools import count
from typing import Any

from tests.factories import core
from tests.factories.events import recorded
from zaitaku.programme.materials.models import Destination, Edition, Movement, PrintRun, Title

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


def edition(**kw: Any) -> Edition:
    if "title" not in kw:
        kw["title"] = title(is_stocked=True)
    return Edition.objects.create(**({"name": f"第{_next()}版", "issued_on": date(2023, 4, 1)} | kw))


def print_run(**kw: Any) -> PrintRun:
    if "title" not in kw:
        kw["title"] = title(is_stocked=True)
    return PrintRun.objects.create(**({"copies": 1000, "ordered_on": date(2023, 4, 1)} | kw))


def destination(**kw: Any) -> Destination:
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    defaults = {"name": f"配布先{_next()}", "kind": "public_facility", "valid_from": date(2020, 4, 1)}
    return Destination.objects.create(**(defaults | kw))


def stocked(copies: int = 100, **kw: Any) -> Title:
    """A stock-kept title with copies issued on 1 April 2023."""
    found = title(is_stocked=True, **kw)
    movement(title=found, start=date(2023, 4, 1), end=date(2023, 4, 1), value=copies)
    return found
