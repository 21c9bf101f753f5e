"""The letter on the day before a visit: to the trainee and to the team, of rounds that were settled with letters.

`reminded_for` and the letter are written in one transaction by a conditional UPDATE, so that of two workers one writes
it; when the day is moved, its eve reminds anew.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import pgettext

from zaitaku.core.jobs.worker import Handle
from zaitaku.programme.events.actions.reminders import MORNING
from zaitaku.programme.meetings.actions.visit_letters import about_trainee, send, slot_facts, trainee_words
from zaitaku.programme.meetings.choices import RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Slot, Visit

REMINDER = "reminder"


def remind(handle: Handle) -> Any:
    """The task, several times a day: how many trainees and teams were reminded."""
    return remind_by(now=timezone.now())


def remind_by(*, now: datetime) -> dict[str, int]:
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return {"reminded": 0}
    day = local.date() + timedelta(days=1)
    settled = {"round__status": RoundStatus.SETTLED, "round__with_letters": True}
    slots = Slot.objects.filter(day=day, **settled).select_related("round__series__owner").order_by("pk")
    going = Visit.objects.filter(slot__in=slots, status=VisitStatus.PLANNED)
    visits = going.exclude(trainee__email="").exclude(reminded_for=day).select_related("trainee")
    by_slot = {slot.pk: slot for slot in slots}
    reminded = sum(_remind_trainee(visit, by_slot[visit.slot_id], now) for visit in visits.order_by("pk"))
    expecting = slots.filter(visits__in=going).exclude(email="").exclude(reminded_for=day).distinct()
    return {"reminded": reminded + sum(_remind_team(slot, now) for slot in expecting)}


@transaction.atomic
def _remind_trainee(visit: Visit, slot: Slot, now: datetime) -> bool:
    open_ = Visit.objects.filter(pk=visit.pk, slot=slot, status=VisitStatus.PLANNED).exclude(reminded_for=slot.day)
    if not open_.update(reminded_for=slot.day):
        return False  # moved meanwhile, or another worker was quicker
    with translation.override("ja"):
        opening = pgettext("letter", "Dear %(name)s,") % {"name": visit.trainee.name}
        news = pgettext("letter", "You go along with %(team)s on %(day)s (%(half)s).") % slot_facts(slot)
        subject = _subject(slot)
    lines = [opening, slot.round.series.title, news, slot.note, _contact(slot)]
    return send(visit.trainee.email, subject, lines, about=about_trainee(visit.trainee.pk), kind=REMINDER, now=now)


@transaction.atomic
def _remind_team(slot: Slot, now: datetime) -> bool:
    if not Slot.objects.filter(pk=slot.pk, day=slot.day).exclude(reminded_for=slot.day).update(reminded_for=slot.day):
        return False
    going = (
        slot.visits.filter(status=VisitStatus.PLANNED).select_related("trainee__hospital").order_by("trainee__number")
    )
    with translation.override("ja"):
        opening = pgettext("letter", "Dear %(name)s,") % {"name": slot.team}
        news = pgettext("letter", "On %(day)s (%(half)s) these people come along with you.") % slot_facts(slot)
        people = "\n".join(trainee_words(visit.trainee) for visit in going)
        subject = _subject(slot)
    lines = [opening, slot.round.series.title, news, people, _contact(slot)]
    return send(slot.email, subject, lines, about=f"meetings.slot:{slot.pk}", kind=REMINDER, now=now)


def _subject(slot: Slot) -> str:
    facts: dict[str, str | date] = {"title": slot.round.series.title, "day": slot_facts(slot)["day"]}
    return pgettext("letter", "Tomorrow, %(day)s: %(title)s") % facts


def _contact(slot: Slot) -> str:
    return slot.round.series.contact or slot.round.series.owner.name
