"""Letters about actions of committees and issues that are due: a week before the day, and once when it is over.

They go to everybody who may say for the organisation how far it got. `reminded_on` and the letters are written in one
transaction, by a conditional UPDATE, so that of two workers one writes them.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.accounts.access import recorders_of
from zaitaku.core.accounts.models import Person
from zaitaku.core.jobs.worker import Handle
from zaitaku.core.mail.actions import AddressInvalid, post, withdraw
from zaitaku.programme.meetings.choices import IssueLevel
from zaitaku.programme.meetings.models import ActionItem, Issue
from zaitaku.programme.meetings.queries.due import OPEN

KIND = "due"
AHEAD = timedelta(days=7)
MORNING = time(8)  # the task runs at night


def remind_due(_handle: Handle) -> Any:
    """The task, once a day: how many rows were told of, in how many letters."""
    return remind_due_by(now=timezone.now())


def remind_due_by(*, now: datetime) -> dict[str, int]:
    today = timezone.localdate(now)
    rows: list[ActionItem | Issue] = []
    for model in (ActionItem, Issue):
        found = model._default_manager.filter(status__in=OPEN, due_on__lte=today + AHEAD)
        rows += [row for row in found.select_related("owner").order_by("pk") if _wants(row, today)]
    letters = [_remind(row, now) for row in rows]
    return {"reminded": len(rows), "letters": sum(letters)}


def _wants(row: ActionItem | Issue, today: date) -> bool:
    if row.due_on is None:
        return False
    told = row.reminded_on
    if today > row.due_on:
        return told is None or told <= row.due_on
    return told is None or told < row.due_on - AHEAD


@transaction.atomic
def _remind(row: ActionItem | Issue, now: datetime) -> int:
    today = timezone.localdate(now)
    unchanged = type(row)._default_manager.filter(pk=row.pk, status__in=OPEN, reminded_on=row.reminded_on)
    if not unchanged.update(reminded_on=today):
        return 0  # done meanwhile, or another worker was quicker
    drop_letters(row)
    morning = max(now, timezone.make_aware(datetime.combine(today, MORNING)))
    people = recorders_of([row.owner_id], on=today)[row.owner_id]
    with override(settings.LANGUAGE_CODE):
        return sum(_write(row, person, now, morning) for person in people)


def _write(row: ActionItem | Issue, person: Person, now: datetime, not_before: datetime) -> bool:
    is_over = row.due_on is not None and row.due_on < timezone.localdate(now)
    facts = [
        (pgettext("letter", "What is to be done"), _what(row)),
        (pgettext("letter", "Responsible"), row.owner.name),
        (pgettext("letter", "Due"), format_wareki(row.due_on) if row.due_on else ""),
    ]
    parts = [
        _("Dear %(name)s,") % {"name": person.name},
        _("this is overdue and still open:") if is_over else _("this is due soon and still open:"),
        "\n".join(f"{label}：{value}" for label, value in facts),
        _("Please write down on this page how far it got:") + "\n" + _link(row),
        _("This letter was sent automatically."),
    ]
    body = "\n\n".join(parts) + "\n"
    subject = (_("Overdue: %(what)s") if is_over else _("Due soon: %(what)s")) % {"what": _what(row)[:60]}
    try:
        post(to=person.email, subject=subject, body=body, about=about(row), kind=KIND, now=now, not_before=not_before)
    except AddressInvalid:
        return False
    return True


def _what(row: ActionItem | Issue) -> str:
    """Words of a case are in no letter."""
    if isinstance(row, ActionItem):
        return row.text
    return str(row) if row.level == IssueLevel.CASE else row.title


def _link(row: ActionItem | Issue) -> str:
    page = "meetings:undertaking" if isinstance(row, ActionItem) else "meetings:issue"
    return settings.BASE_URL.rstrip("/") + reverse(page, args=[row.pk])


def about(row: ActionItem | Issue) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def drop_letters(row: ActionItem | Issue) -> None:
    """Those not sent yet."""
    withdraw(about=about(row), kind=KIND)
