"""The yearly question whether an entry is still right, and the removal of requests that nobody proved and of contacts
that nobody needs any more.

`asked_stage` and the letter are written in one transaction, by a conditional UPDATE, so that of two workers one writes.
"""

from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from zaitaku.analysis.listing import Stage, stage_on
from zaitaku.core.accounts.actions import system_person
from zaitaku.core.jobs.worker import Handle
from zaitaku.core.mail.actions import withdraw
from zaitaku.programme.facilities.actions import letters
from zaitaku.programme.facilities.actions.publication import forget_contacts
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.actions.requests import remove_unproved
from zaitaku.programme.facilities.actions.steps import add_step
from zaitaku.programme.facilities.choices import CONTACTS, StepKind
from zaitaku.programme.facilities.models import Entry, Group
from zaitaku.programme.facilities.queries.groups import WAITS

MORNING = time(8)  # the task runs at night
CONTACTS_KEPT = timedelta(days=365)  # of a group that ended: it may take up its activity again


def ask_groups(_handle: Handle) -> Any:
    """The task, once a day."""
    now = timezone.now()
    return ask_groups_by(now=now) | {"removed": remove_unproved(now=now), "forgotten": forget_ended(now=now)}


def ask_groups_by(*, now: datetime) -> dict[str, int]:
    """How many groups came nearer to the end of their confirmation, and how many were written to.

    A group that agreed to the publication and goes on is asked up to four times: before the day, after it, before it
    goes off the list, and once it is off; not while its changes wait for approval. Of several missed nights the last
    question alone is put.
    """
    today = timezone.localdate(now)
    active = Group.objects.filter(has_consent=True, ended_on=None, current__isnull=False, confirmed_on__isnull=False)
    active = active.exclude(WAITS)
    moved = letter_count = 0
    for group in active.filter(asked_stage__lt=Stage.LAPSED).select_related("directory", "current", "pending"):
        assert group.confirmed_on is not None  # noqa: S101  # by the filter
        stage = stage_on(group.confirmed_on, today, group.directory.rule)
        if stage > group.asked_stage:
            moved += 1
            letter_count += ask_one(group, stage=stage, now=now)
    return {"due": moved, "letters": letter_count}


@transaction.atomic
def ask_one(group: Group, *, stage: Stage, now: datetime) -> bool:
    """Whether the group was written to: not where it changed since it was read. The letter leaves in the morning."""
    today = timezone.localdate(now)
    unchanged = Group.objects.filter(pk=group.pk, version=group.version, asked_stage=group.asked_stage)
    if not unchanged.update(asked_stage=stage):
        return False  # answered or changed meanwhile, or another worker was quicker
    group.asked_stage = stage
    withdraw(about=letters.about(group), kind=letters.News.CONFIRM)
    morning = max(now, timezone.make_aware(datetime.combine(today, MORNING)))
    if not letters.ask(group, stage, now=now, not_before=morning):
        return False
    add_step(group, StepKind.ASKED, on=today, by=None, now=now)
    return True


def forget_ended(*, now: datetime) -> int:
    """Contacts of groups that ended a year ago or earlier; of how many groups."""
    anything = ~Q(contact_name="") | ~Q(contact_phone="") | ~Q(contact_email="") | ~Q(contact_note="")
    said = Entry.objects.filter(group=OuterRef("pk")).exclude(**dict.fromkeys(CONTACTS, ""))
    old = Group.objects.filter(anything | Exists(said), ended_on__lte=timezone.localdate(now) - CONTACTS_KEPT)
    found = 0
    for group in old.select_related("directory"):
        with suppress(GroupRefused):  # it has just taken up its activity again
            forget_contacts(group=group, by=system_person(), now=now)
            found += 1
    return found
