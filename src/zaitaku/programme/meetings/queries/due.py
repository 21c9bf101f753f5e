"""What somebody has to see to: actions of committees and issues that are still open, and their days."""

from datetime import date
from typing import Any

from django.db.models import F, Q

from zaitaku.core.accounts.access import Permission, organisations_for
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import Duty, own_organisations
from zaitaku.programme.meetings.choices import FollowUp
from zaitaku.programme.meetings.models import ActionItem, Issue

OPEN = tuple(status for status in FollowUp if status.is_open)


def overdue(today: date) -> Q:
    return Q(due_on__lt=today, status__in=OPEN)


def is_late(row: ActionItem | Issue, today: date) -> bool:
    return row.is_open and row.due_on is not None and row.due_on < today


def duties_of(person: Person, *, on: date, most: int) -> list[Duty]:
    """Open actions, and open issues with a day, of the person's own organisations; the most urgent first."""
    own = own_organisations(person, on=on) & organisations_for(person, Permission.RECORD, on=on)
    open_ones: dict[str, Any] = {"owner__in": own.values("pk"), "status__in": OPEN}
    first = F("due_on").asc(nulls_last=True)
    actions = ActionItem.objects.filter(**open_ones).select_related("session__series").order_by(first, "pk")[:most]
    issues = Issue.objects.filter(**open_ones, due_on__isnull=False).select_related("owner").order_by("due_on", "pk")
    found = [
        Duty(row.text, str(row.session), "meetings:undertaking", row.pk, row.due_on, is_late(row, on))
        for row in actions
    ]
    found += [
        Duty(row.title, row.owner.name, "meetings:issue", row.pk, row.due_on, is_late(row, on)) for row in issues[:most]
    ]
    return sorted(found, key=lambda duty: duty.due_on or date.max)[:most]
