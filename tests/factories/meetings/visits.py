"""Rounds of accompanied visits, for tests."""

from datetime import date
from typing import Any

from tests.factories import events
from zaitaku.programme.events.choices import SeriesKind
from zaitaku.programme.meetings.choices import HalfDay, RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Choice, Hospital, Round, Slot, Trainee, Visit

TEAMS = ["あおば訪問診療", "ひかり在宅クリニック", "みどり訪問看護"]


def round_(**kw: Any) -> Round:
    if "series" not in kw:
        named = {name: kw.pop(name) for name in ("owner", "code") if name in kw}
        kw["series"] = events.series(kind=SeriesKind.VISIT, title="在宅医療同行研修", **named)
    return Round.objects.create(**({"title": "第1期", "status": RoundStatus.ASKING} | kw))


def slot(*, round: Round, **kw: Any) -> Slot:
    number = round.slots.count()
    defaults = {"team": TEAMS[number % 3], "day": date(2023, 7, 3 + number), "half": HalfDay.DAY, "capacity": 1}
    return Slot.objects.create(round=round, **(defaults | kw))


def hospital(**kw: Any) -> Hospital:
    if "series" not in kw:
        kw["series"] = round_().series
    number = kw["series"].visiting_hospitals.count() + 1
    return Hospital.objects.create(**({"name": f"第{number}病院"} | kw))


def trainee(*, round: Round, wishes: tuple[Slot, ...] = (), **kw: Any) -> Trainee:
    if "hospital" not in kw:
        kw["hospital"] = round.series.visiting_hospitals.first() or hospital(series=round.series)
    number = round.trainees.count() + 1
    one = Trainee.objects.create(round=round, **({"number": number, "name": f"病院職員{number}"} | kw))
    for rank, wish in enumerate(wishes, 1):
        Choice.objects.create(trainee=one, slot=wish, rank=rank)
    return one


def visit(*, trainee: Trainee, slot: Slot, status: VisitStatus = VisitStatus.DONE, **kw: Any) -> Visit:
    return Visit.objects.create(trainee=trainee, slot=slot, status=status, **kw)
