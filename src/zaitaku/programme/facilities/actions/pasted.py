"""Groups of an existing list, entered all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zaitaku.core.accounts.models import Person
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import confirm, enter_group
from zaitaku.programme.facilities.choices import Way
from zaitaku.programme.facilities.models import Directory, Group


@dataclass(frozen=True, slots=True)
class PastedGroup:
    """Without `listed_since` it is listed from today on, without `consent_on` not at all."""

    entry: GroupEntry
    contact: GroupContact
    listed_since: date | None = None
    confirmed_on: date | None = None
    consent_on: date | None = None


@transaction.atomic
def enter_groups(*, directory: Directory, groups: Sequence[PastedGroup], by: Person, now: datetime) -> list[Group]:
    """Approved: they stood on the section's list. Raises GroupRefused."""
    made = []
    for one in groups:
        since = one.listed_since or one.confirmed_on or timezone.localdate(now)
        group = enter_group(
            directory=directory,
            entry=one.entry,
            contact=one.contact,
            way=Way.LIST,
            on=since,
            consent_on=one.consent_on,
            by=by,
            now=now,
        )
        if one.confirmed_on is not None and one.confirmed_on > since:
            group = confirm(group=group, on=one.confirmed_on, way=Way.LIST, by=by, now=now)
        made.append(group)
    return made
