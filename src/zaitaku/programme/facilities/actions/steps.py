"""Writing down what happened to a group; the only place where the fields that repeat the steps are written."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.listing import Step, Turn, standing
from zaitaku.core.accounts.models import Person
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.choices import TURNS, StepKind, Way
from zaitaku.programme.facilities.models import Entry, Group, GroupStep

EARLIEST = date(1990, 1, 1)


def locked(group: Group, *, by: Person | None) -> Group:
    """The group as it is now, held until the end of the transaction.

    Raises GroupRefused where the group itself acts (`by` None) and the link it came by is the group's no longer.
    """
    rows = Group.objects.select_for_update().filter(pk=group.pk)
    held = (rows.filter(key=group.key) if by is None else rows).first()
    if held is None:
        raise GroupRefused(_("This link is not valid any more. Use the one in the latest letter, or telephone us."))
    held.directory = group.directory
    return held


def keep(group: Group) -> None:
    """Whoever has a page of before in front of them has not seen this."""
    group.version += 1
    group.save()


def add_step(
    group: Group,
    kind: StepKind,
    *,
    on: date,
    by: Person | None,
    now: datetime,
    way: Way | str = "",
    entry: Entry | None = None,
    note: str = "",
) -> GroupStep:
    """Saves the group too. Raises GroupRefused for a day to come, or long past."""
    today = timezone.localdate(now)
    if not EARLIEST <= on <= today:
        raise GroupRefused(_("Give a day that is not in the future: %(day)s.") % {"day": on.isoformat()})
    made = GroupStep.objects.create(group=group, on=on, kind=kind, way=way, at=now, by=by, entry=entry, note=note)
    before = group.confirmed_on
    rows = GroupStep.objects.filter(group=group, kind__in=TURNS).order_by("pk").values_list("on", "kind")
    found = standing((Step(day, Turn(turn)) for day, turn in rows), today)
    group.has_consent, group.confirmed_on, group.ended_on = found.has_consent, found.confirmed_on, found.ended_on
    if group.confirmed_on != before:
        group.asked_stage = 0
    keep(group)
    return made
