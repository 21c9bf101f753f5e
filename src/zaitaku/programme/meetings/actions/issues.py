"""Issues of cases, of the area, and proposals: raising, gathering, following up.

The audit chain keeps which issue and which state, never the words of a case.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import latest
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.actions.due_letters import drop_letters
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.models import Issue, IssueStep

_UPPER = {IssueLevel.CASE: IssueLevel.AREA, IssueLevel.AREA: IssueLevel.PROPOSAL}


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """What a person writes about an issue."""

    title: str
    raised_on: date
    text: str = ""
    addressee: Organisation | None = None
    due_on: date | None = None


@transaction.atomic
def raise_issue(
    *, owner: Organisation, level: IssueLevel, entry: IssueEntry, session: Session | None = None, by: Person
) -> Issue:
    """Raises MeetingRefused for a due day before the day it was raised."""
    _check_days(entry)
    issue = Issue.objects.create(owner=owner, level=level, session=session, **_fields(entry))
    _record(issue, "meetings.raise_issue", by, {"level": str(level), "owner": owner.code})
    return issue


@transaction.atomic
def raise_case_issues(
    *, owner: Organisation, session: Session, raised_on: date, lines: Sequence[tuple[str, str]], by: Person
) -> list[Issue]:
    """All lines (title, more about it) or none."""
    entries = [IssueEntry(title, raised_on, text) for title, text in lines]
    return [raise_issue(owner=owner, level=IssueLevel.CASE, entry=entry, session=session, by=by) for entry in entries]


@transaction.atomic
def change_issue(*, issue: Issue, seen: int | None, entry: IssueEntry, by: Person) -> Issue:
    """`seen` is the version the person saw. Raises ChangedMeanwhile or MeetingRefused."""
    _check_days(entry)
    now = latest(issue, seen)
    fields = _fields(entry)
    if now.due_on != entry.due_on:
        fields["reminded_on"] = None
        drop_letters(now)
    for name, value in fields.items():
        setattr(now, name, value)
    now.save(update_fields=[*fields, "version"])
    details = {"due_on": entry.due_on.isoformat() if entry.due_on else None}
    _record(
        now, "meetings.change_issue", by, details | {"addressee": entry.addressee.code if entry.addressee else None}
    )
    return now


@transaction.atomic
def gather_issues(*, issues: Collection[Issue], into: Issue, by: Person) -> Issue:
    """Issues of one level become part of an issue of the next one. One that is elsewhere already moves.

    Raises MeetingRefused where levels do not fit or the target is done with.
    """
    into = Issue.objects.select_for_update().get(pk=into.pk)
    rows = list(Issue.objects.select_for_update().filter(pk__in=[issue.pk for issue in issues]).order_by("pk"))
    if not rows:
        raise MeetingRefused(_("Tick the issues that are to be gathered."))
    if into.status in (FollowUp.DONE, FollowUp.DROPPED):
        raise MeetingRefused(_("“%(title)s” is done with. Choose another or reopen it.") % {"title": into.title})
    for row in rows:
        if _UPPER.get(IssueLevel(row.level)) != into.level:
            raise MeetingRefused(
                _("“%(title)s” (%(level)s) cannot become part of “%(into)s” (%(upper)s).")
                % {
                    "title": row.title,
                    "level": row.get_level_display(),
                    "into": into.title,
                    "upper": into.get_level_display(),
                }
            )
        if row.gathered_into_id != into.pk:
            row.gathered_into, row.version = into, row.version + 1
            row.save(update_fields=["gathered_into", "version"])
    _record(into, "meetings.gather_issues", by, {"issues": [row.pk for row in rows]})
    return into


@transaction.atomic
def gather_into_new(*, issues: Collection[Issue], owner: Organisation, entry: IssueEntry, by: Person) -> Issue:
    """A new issue of the next level, made of these. Raises MeetingRefused for none, or of several levels."""
    levels = {IssueLevel(issue.level) for issue in issues}
    if len(levels) != 1 or (upper := _UPPER.get(next(iter(levels)))) is None:
        raise MeetingRefused(_("Tick issues of one level: of cases, or of the area."))
    made = raise_issue(owner=owner, level=upper, entry=entry, by=by)
    return gather_issues(issues=issues, into=made, by=by)


@transaction.atomic
def release_issue(*, issue: Issue, by: Person) -> Issue:
    """It stands by itself again. Raises MeetingRefused where it does already."""
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if issue.gathered_into_id is None:
        raise MeetingRefused(_("The issue stands by itself already. Reload the page."))
    _record(issue, "meetings.release_issue", by, {"from": issue.gathered_into_id})
    issue.gathered_into, issue.version = None, issue.version + 1
    issue.save(update_fields=["gathered_into", "version"])
    return issue


@transaction.atomic
def follow_up(*, issue: Issue, on: date, status: FollowUp, text: str, at: datetime, by: Person) -> IssueStep:
    """What was done, and how the issue stands after the step of the latest day.

    Raises MeetingRefused without words, or for a day before it was raised.
    """
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if not text.strip():
        raise MeetingRefused(_("Say what was done."))
    if on < issue.raised_on:
        raise MeetingRefused(_("The day lies before the day on which the issue was raised. Correct it."))
    step = IssueStep.objects.create(issue=issue, on=on, status=status, text=text, at=at, by=by)
    last = IssueStep.objects.filter(issue=issue).order_by("on", "pk").last() or step
    issue.status, issue.version = last.status, issue.version + 1
    issue.save(update_fields=["status", "version"])
    if not issue.is_open:
        drop_letters(issue)
    _record(issue, "meetings.follow_up_issue", by, {"status": str(status), "on": on.isoformat()})
    return step


def _check_days(entry: IssueEntry) -> None:
    if entry.due_on is not None and entry.due_on < entry.raised_on:
        raise MeetingRefused(_("It is due before it was raised. Correct one of the days."))


def _fields(entry: IssueEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "text": entry.text,
        "raised_on": entry.raised_on,
        "addressee": entry.addressee,
        "due_on": entry.due_on,
    }


def _record(issue: Issue, action: str, by: Person, details: dict[str, Any]) -> None:
    record(by=by, action=action, subject=issue, details=details)
