"""What somebody has to see to: entries that wait for approval, and groups that are about to lapse."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.listing import Stage, last_day
from zaitaku.core.accounts.access import Permission, organisations_for
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import Duty, own_organisations
from zaitaku.programme.facilities.models import Group
from zaitaku.programme.facilities.queries.groups import DUE, WAITS, known

APPROVED_WITHIN = timedelta(days=7)  # a group that handed something in hears of it within a week


def duties_of(person: Person, *, on: date, most: int) -> list[Duty]:
    """Of the directories of the person's own organisations; the most urgent first. Three queries."""
    own = own_organisations(person, on=on) & organisations_for(person, Permission.RECORD, on=on)
    groups = known(own)
    waiting = groups.filter(WAITS).order_by("pending__at", "pk")[:most]
    lapsing = groups.filter(DUE, asked_stage__in=[Stage.DUE, Stage.LAST]).order_by("confirmed_on", "pk")[:most]
    found = [_waiting(group, on) for group in waiting] + [_lapsing(group, on) for group in lapsing]
    return sorted(found, key=lambda duty: duty.due_on or date.max)[:most]


def _waiting(group: Group, on: date) -> Duty:
    came = timezone.localdate(group.pending.at) if group.pending else on
    due = came + APPROVED_WITHIN
    what = _("Approve the entry of “%(name)s”") % {"name": group.pending}
    return Duty(what, str(group.directory), "facilities:group", group.pk, due, due < on)


def _lapsing(group: Group, on: date) -> Duty:
    due = last_day(group.confirmed_on, group.directory.rule) if group.confirmed_on else None
    what = _("Not confirmed yet: “%(name)s”") % {"name": group}
    return Duty(what, str(group.directory), "facilities:group", group.pk, due, due is not None and due < on)
