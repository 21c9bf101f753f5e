"""Agenda, minutes and actions of a committee's meeting."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import latest
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.actions.due_letters import drop_letters
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import FollowUp
from zaitaku.programme.meetings.models import ActionItem, AgendaItem, Issue, Minutes
from zaitaku.programme.meetings.queries.committees import earlier_sessions
from zaitaku.programme.meetings.queries.minutes import content_of

MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What is written about one point of the agenda."""

    title: str
    discussion: str = ""
    decision: str = ""
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class ActionEntry:
    text: str
    owner: Organisation
    person: str = ""
    due_on: date | None = None


@transaction.atomic
def add_item(
    *, session: Session, title: str, is_standing: bool = False, issue: Issue | None = None, by: Person
) -> AgendaItem:
    """At the end of the agenda. Raises MeetingRefused once the minutes are settled, or past MOST_ITEMS."""
    _lock(session)
    if session.agenda.count() >= MOST_ITEMS:
        raise MeetingRefused(_("An agenda has at most %(limit)s items.") % {"limit": MOST_ITEMS})
    item = AgendaItem.objects.create(
        session=session, position=_next(session), title=title, is_standing=is_standing, issue=issue
    )
    _record(item, "meetings.add_agenda_item", by, {"position": item.position, "issue": issue.pk if issue else None})
    return item


@transaction.atomic
def copy_standing_items(*, session: Session, by: Person) -> int:
    """Items that come at every meeting, from the latest earlier meeting that has any. How many were added.

    Raises MeetingRefused where there is none, or once the minutes are settled.
    """
    _lock(session)
    standing = AgendaItem.objects.filter(is_standing=True)
    source = earlier_sessions(session).filter(pk__in=standing.values("session")).first()
    if source is None:
        raise MeetingRefused(_("No earlier meeting has standing items. Mark them as standing there first."))
    there = set(session.agenda.values_list("title", flat=True))
    titles = [item.title for item in standing.filter(session=source).order_by("position") if item.title not in there]
    for title in titles:
        add_item(session=session, title=title, is_standing=True, by=by)
    return len(titles)


@transaction.atomic
def change_item(*, item: AgendaItem, seen: int | None, told: Told, by: Person) -> AgendaItem:
    """`seen` is the version the person saw. Raises ChangedMeanwhile, or MeetingRefused once settled."""
    _lock(item.session)
    now = latest(item, seen)
    after = {name: getattr(told, name) for name in ("title", "discussion", "decision", "is_standing")}
    changed = [name for name, value in after.items() if getattr(now, name) != value]
    for name, value in after.items():
        setattr(now, name, value)
    now.save(update_fields=[*after, "version"])
    _record(now, "meetings.change_agenda_item", by, {"changed": changed, "version": now.version})
    return now


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: Person) -> None:
    """One place up or down; at the end of the list nothing happens. Raises MeetingRefused once settled."""
    _lock(item.session)
    item.refresh_from_db()
    others = AgendaItem.objects.filter(session=item.session)
    if up:
        other = others.filter(position__lt=item.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=item.position).order_by("position").first()
    if other is None:
        return
    here, there, aside = item.position, other.position, _next(item.session)
    # One after the other, by way of a free place: two items never stand at the same one.
    for row, position in ((item, aside), (other, here), (item, there)):
        row.position = position
        row.save(update_fields=["position"])
    _record(item, "meetings.move_agenda_item", by, {"from": here, "to": there})


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Person) -> None:
    """Raises MeetingRefused for an item with minutes or actions, or once settled."""
    _lock(item.session)
    now = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if now.discussion or now.decision or now.action_items.exists():
        raise MeetingRefused(
            _("“%(title)s” has minutes or actions. Empty it before it is removed.") % {"title": now.title}
        )
    _record(now, "meetings.remove_agenda_item", by, {"position": now.position})
    now.delete()


@transaction.atomic
def add_action(*, session: Session, item: AgendaItem | None, entry: ActionEntry, by: Person) -> ActionItem:
    """Raises MeetingRefused once the minutes are settled."""
    _lock(session)
    action = ActionItem.objects.create(session=session, agenda_item=item, **_fields(entry))
    _record(action, "meetings.add_action", by, {"owner": entry.owner.code, "due_on": _iso(entry.due_on)})
    return action


@transaction.atomic
def change_action(
    *, action: ActionItem, seen: int | None, item: AgendaItem | None, entry: ActionEntry, by: Person
) -> ActionItem:
    """Raises ChangedMeanwhile, or MeetingRefused once the minutes are settled."""
    _lock(action.session)
    now = latest(action, seen)
    fields = _fields(entry) | {"agenda_item": item}
    if (now.owner, now.due_on) != (entry.owner, entry.due_on):
        fields["reminded_on"] = None
        drop_letters(now)
    for name, value in fields.items():
        setattr(now, name, value)
    now.save(update_fields=[*fields, "version"])
    _record(now, "meetings.change_action", by, {"owner": entry.owner.code, "due_on": _iso(entry.due_on)})
    return now


@transaction.atomic
def report_action(
    *, action: ActionItem, seen: int | None, status: FollowUp, done_on: date | None, result: str, by: Person
) -> ActionItem:
    """How far it got; also after the minutes were settled. Raises ChangedMeanwhile, or MeetingRefused for done
    without a day and dropped without a word."""
    now = latest(action, seen)
    if status == FollowUp.DONE and done_on is None:
        raise MeetingRefused(_("Say on which day it was done."))
    if status == FollowUp.DROPPED and not result.strip():
        raise MeetingRefused(_("Say why it is dropped."))
    now.status, now.result = status, result
    now.done_on = done_on if status in (FollowUp.DONE, FollowUp.DROPPED) else None
    now.save(update_fields=["status", "done_on", "result", "version"])
    if not now.is_open:
        drop_letters(now)
    _record(now, "meetings.report_action", by, {"status": str(status), "done_on": _iso(now.done_on)})
    return now


@transaction.atomic
def settle_minutes(*, session: Session, at: datetime, by: Person) -> Minutes:
    """Keeps what the minutes say now. Raises MeetingRefused before the meeting was held, or without an agenda."""
    _lock(session)
    content = content_of(session)
    if not content.held_on:
        raise MeetingRefused(_("Enter the day of the meeting first."))
    if not content.points:
        raise MeetingRefused(_("There is no agenda yet. Minutes without it cannot be settled."))
    minutes = Minutes.objects.create(
        session=session, content=content.as_json(), digest=content.digest, settled_at=at, settled_by=by
    )
    _record(minutes, "meetings.settle_minutes", by, {"digest": minutes.digest})
    return minutes


@transaction.atomic
def reopen_minutes(*, minutes: Minutes, reason: str, by: Person) -> None:
    """They become a draft again; the audit chain keeps the digest of what had been settled. Raises MeetingRefused."""
    if not reason.strip():
        raise MeetingRefused(_("Say why the minutes are opened again."))
    _record(minutes, "meetings.reopen_minutes", by, {"digest": minutes.digest, "reason": reason})
    minutes.delete()


def _lock(session: Session) -> None:
    """One writer at a time for a meeting's agenda, so that settling sees all of it. Raises MeetingRefused."""
    Session.objects.select_for_update().get(pk=session.pk)
    if Minutes.objects.filter(session=session).exists():
        raise MeetingRefused(_("The minutes are settled. Open them again before you change them."))


def _next(session: Session) -> int:
    last: int = AgendaItem.objects.filter(session=session).aggregate(last=Max("position"))["last"] or 0
    return last + 1


def _fields(entry: ActionEntry) -> dict[str, Any]:
    return {"text": entry.text, "owner": entry.owner, "person": entry.person, "due_on": entry.due_on}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _record(row: AgendaItem | ActionItem | Minutes, action: str, by: Person, details: dict[str, Any]) -> None:
    record(by=by, action=action, subject=row, details=details)
