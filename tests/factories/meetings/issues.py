"""Issues of cases, of the area, and proposals, for tests."""

from datetime import date
from itertools import count
from typing import Any

from tests.factories import core
from zaitaku.programme.meetings.choices import IssueLevel
from zaitaku.programme.meetings.models import Issue

_next = count(1).__next__


def issue(**kw: Any) -> Issue:
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    number = _next()
    defaults = {"level": IssueLevel.CASE, "raised_on": date(2023, 6, 1), "title": f"ごみ出しが難しい{number}"}
    return Issue.objects.create(**(defaults | kw))
