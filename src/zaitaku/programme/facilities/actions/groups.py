"""Entries of groups: handed in, approved or handed back, confirmed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.mail.actions import withdraw
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.facilities.actions import letters
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry, new_key
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.actions.steps import add_step, keep, locked
from zaitaku.programme.facilities.choices import StepKind, Way
from zaitaku.programme.facilities.models import Directory, Entry, Group


@transaction.atomic
def enter_group(
    *,
    directory: Directory,
    entry: GroupEntry,
    contact: GroupContact,
    way: Way,
    on: date,
    consent_on: date | None,
    approves: bool = True,
    by: Person,
    now: datetime,
) -> Group:
    """By the section: told by telephone, or taken from an earlier list, where `on` is the day since which it was there.

    `approves`: public at once, from `on`. Without `consent_on` it is not listed. Raises GroupRefused.
    """
    group = Group.objects.create(directory=directory, key=new_key(), created_at=now, proved_at=now)
    contact.give(group)
    row = entry.tidied().save(group, by=by, now=now)
    group.pending = row
    add_step(group, StepKind.ENTERED, on=on, by=by, now=now, way=way, entry=row)
    add_step(group, StepKind.CONFIRMED, on=on, by=by, now=now, way=way)
    if consent_on is not None:
        add_step(group, StepKind.CONSENTED, on=consent_on, by=by, now=now, way=way)
    if approves:
        _make_public(group, row, on=on, by=by, now=now)
    details = {"way": way, "on": on.isoformat(), "consent_on": consent_on and consent_on.isoformat()}
    record(by=by, action="facilities.enter_group", subject=group, details=details | {"approved": approves})
    return group


def _make_public(group: Group, row: Entry, *, on: date, by: Person, now: datetime) -> None:
    group.current, group.pending, group.returned_because = row, None, ""
    add_step(group, StepKind.APPROVED, on=on, by=by, now=now, entry=row)


@transaction.atomic
def hand_in(
    *,
    group: Group,
    entry: GroupEntry,
    contact: GroupContact,
    seen: int,
    way: Way,
    approves: bool = False,
    confirms: bool = False,
    by: Person | None,
    now: datetime,
) -> Group:
    """Changes: by the group through its link (`by` None) they wait for the section, but a contact that was replaced
    or is no longer to be published goes off the list at once. The section may approve its own.

    The group has answered the yearly question: without changes that wait the entry is confirmed, with them it is once
    they are approved, for until then the list shows what the group says is not right.
    `seen` is the version of the group that was on the page. Contacts that are never public need no approval.
    Raises GroupRefused, ChangedMeanwhile.
    """
    held = locked(group, by=by)
    entry = entry.tidied()
    before = held.pending or held.current
    if before is None or held.version != seen:
        raise ChangedMeanwhile(_("The entry was changed meanwhile. Compare with what stands now, then send it again."))
    _change_contact(held, contact, way=way, by=by, now=now)
    if entry != GroupEntry.of(before):
        _take(held, entry, way=way, approves=approves, by=by, now=now)
    if by is None or confirms:
        withdraw(about=letters.about(held), kind=letters.News.CONFIRM)
        if held.pending is None or by is not None:
            _confirmed(held, on=timezone.localdate(now), way=way, by=by, now=now)
    return held


def _confirmed(group: Group, *, on: date, way: Way | str, by: Person | None, now: datetime) -> None:
    """Unless it was confirmed on that day or later, or ended."""
    if group.current is None or group.ended_on is not None or (group.confirmed_on and group.confirmed_on >= on):
        return
    add_step(group, StepKind.CONFIRMED, on=on, by=by, now=now, way=way)


def _change_contact(group: Group, contact: GroupContact, *, way: Way, by: Person | None, now: datetime) -> None:
    """That it changed is a step; from what to what is nowhere written."""
    before = GroupContact.of(group)
    contact.give(group)
    if GroupContact.of(group) == before:
        return
    add_step(group, StepKind.CONTACT, on=timezone.localdate(now), by=by, now=now, way=way)
    if by is not None:
        record(by=by, action="facilities.change_contact", subject=group, details={})
    elif before.email and before.email != group.contact_email:
        letters.tell_address_changed(group, before.email, now=now)


def _take(group: Group, entry: GroupEntry, *, way: Way, approves: bool, by: Person | None, now: datetime) -> None:
    today = timezone.localdate(now)
    if group.current is not None and not approves:
        _hide(group, entry, way=way, by=by, now=now)
    if group.current is not None and entry == GroupEntry.of(group.current):
        group.pending, group.returned_because = None, ""  # what was to be hidden is, or a change was taken back
        keep(group)
        return
    row = entry.save(group, by=by, now=now)
    group.pending, group.returned_because = row, ""
    add_step(group, StepKind.CHANGED, on=today, by=by, now=now, way=way, entry=row)
    if by is not None:
        record(by=by, action="facilities.change_group", subject=group, details={"way": way, "approved": approves})
    if approves and by is not None:
        _make_public(group, row, on=today, by=by, now=now)
    elif by is None:
        letters.tell_section(group, now=now)


def _hide(group: Group, entry: GroupEntry, *, way: Way, by: Person | None, now: datetime) -> None:
    """Contacts that were replaced or may not be published any more wait for nobody."""
    if group.current is None:
        return
    public = GroupEntry.of(group.current)
    less = public.with_less(entry)
    if less != public:
        group.current = less.save(group, by=by, now=now)
        add_step(group, StepKind.HIDDEN, on=timezone.localdate(now), by=by, now=now, way=way, entry=group.current)


def _waiting(group: Group, seen: int) -> Entry:
    row = group.pending
    if row is None or row.pk != seen or group.returned_because:
        raise GroupRefused(_("This entry does not wait any more, or was changed meanwhile. Look at the page again."))
    return row


@transaction.atomic
def approve(*, group: Group, seen: int, by: Person, now: datetime) -> Group:
    """What waits becomes public (where the group agrees to the publication), and was confirmed when the group handed it
    in. Raises GroupRefused."""
    held = locked(group, by=by)
    row = _waiting(held, seen)
    _make_public(held, row, on=timezone.localdate(now), by=by, now=now)
    if row.by is None:
        _confirmed(held, on=timezone.localdate(row.at), way=Way.LINK, by=None, now=now)
    record(by=by, action="facilities.approve_group", subject=held, details={"entry": row.pk})
    letters.tell(held, letters.News.APPROVED, now=now)
    return held


@transaction.atomic
def hand_back(*, group: Group, seen: int, reason: str, by: Person, now: datetime) -> Group:
    """The group is asked to mend it; what is public stays as it is. Raises GroupRefused."""
    held = locked(group, by=by)
    row = _waiting(held, seen)
    if not reason.strip():
        raise GroupRefused(_("Say what is to be mended."))
    held.returned_because = reason
    add_step(held, StepKind.RETURNED, on=timezone.localdate(now), by=by, now=now, entry=row, note=reason)
    record(by=by, action="facilities.hand_back_group", subject=held, details={"entry": row.pk})
    letters.tell(held, letters.News.RETURNED, now=now)
    return held


@transaction.atomic
def confirm(*, group: Group, on: date, way: Way, by: Person | None, now: datetime) -> Group:
    """What is public is still right. Again on the same day changes nothing. Raises GroupRefused."""
    held = locked(group, by=by)
    if held.current is None:
        raise GroupRefused(_("Nothing of this group is public yet, so there is nothing to confirm."))
    if held.ended_on is not None:
        raise GroupRefused(_("The group has ended. It can be taken up again first."))
    if held.confirmed_on == on:
        return held
    add_step(held, StepKind.CONFIRMED, on=on, by=by, now=now, way=way)
    withdraw(about=letters.about(held), kind=letters.News.CONFIRM)
    if by is not None:
        record(by=by, action="facilities.confirm_group", subject=held, details={"on": on.isoformat(), "way": way})
    return held
