"""Groups that ask by the public form to be listed. Nobody sees them before the letter was opened."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.mail.actions import forget
from zaitaku.programme.facilities.actions import letters
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry, new_key
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.actions.steps import add_step, locked
from zaitaku.programme.facilities.choices import StepKind, Way
from zaitaku.programme.facilities.models import Directory, Group

MOST_OPEN = 3  # requests of one address that wait for their letter: nobody's mailbox is filled
MOST_AN_HOUR = 50  # unopened ones of a directory, to whatever addresses: nobody writes to strangers in its name
UNPROVED_KEPT = timedelta(days=14)


@transaction.atomic
def ask_to_be_listed(*, directory: Directory, entry: GroupEntry, contact: GroupContact, now: datetime) -> Group | None:
    """None where the address has enough unopened letters; the page says the same. Raises GroupRefused."""
    if not directory.takes_requests:
        raise GroupRefused(_("This directory takes no requests at the moment. Please telephone."))
    if not contact.email:
        raise GroupRefused(_("Write an e-mail address: the link to your entry goes there."))
    entry = entry.tidied()
    Directory.objects.select_for_update().get(pk=directory.pk)  # one after the other, or the count is nobody's limit
    unopened = Group.objects.filter(directory=directory, proved_at=None, created_at__gt=now - timedelta(hours=1))
    if unopened.count() >= MOST_AN_HOUR:
        raise GroupRefused(_("Very many requests came within an hour. Please try again later, or telephone."))
    waiting = Group.objects.filter(contact_email=contact.email.lower(), proved_at=None)
    if waiting.count() >= MOST_OPEN:
        return None
    group = Group.objects.create(directory=directory, key=new_key(), created_at=now)
    contact.give(group)
    group.pending = entry.save(group, by=None, now=now)
    group.save()
    letters.tell(group, letters.News.REQUESTED, now=now)
    return group


@transaction.atomic
def prove(*, group: Group, now: datetime) -> Group:
    """The letter was opened and the request sent off, which agrees to the publication. Again changes nothing."""
    held = locked(group, by=None)
    if held.proved_at is not None:
        return held
    held.proved_at = now
    today = timezone.localdate(now)
    for kind in (StepKind.ENTERED, StepKind.CONFIRMED, StepKind.CONSENTED):
        add_step(held, kind, on=today, by=None, now=now, way=Way.FORM, entry=held.pending)
    letters.tell(held, letters.News.RECEIVED, now=now)
    letters.tell_section(held, now=now)
    return held


@transaction.atomic
def remove_unproved(*, now: datetime) -> int:
    """Requests whose letter nobody opened; how many."""
    old = Group.objects.filter(proved_at=None, created_at__lt=now - UNPROVED_KEPT)
    found = list(old.select_for_update())
    told = [letters.about(group) for group in found]  # before their ids are gone
    for group in found:
        entries = list(group.entries.all())
        Group.objects.filter(pk=group.pk).update(current=None, pending=None)
        for entry in entries:
            entry.delete()
        group.delete()
    forget(about=told)
    return len(found)
