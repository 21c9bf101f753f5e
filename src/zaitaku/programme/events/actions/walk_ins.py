"""Who a walk-in was, put right afterwards; how many came is the door's."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.models import Channel, CheckIn


class NoWalkIn(EventRefused):
    """The sign-up says who it is, or nobody knows any more."""


@transaction.atomic
def change_walk_in(*, check_in: CheckIn, by: Person, **attributes: Any) -> CheckIn:
    """`attributes`: name, profession, office, area, age_group; those left out stay. The chain keeps which, not what.

    Raises NoWalkIn, and EventRefused for an arrival that was undone.
    """
    Channel.objects.select_for_update(of=("self",)).get(pk=check_in.channel_id)
    row = CheckIn.objects.select_related("channel", "area").get(pk=check_in.pk)
    if row.undone_at is not None:
        raise EventRefused(_("This check-in was undone. Check the party in again."))
    if row.sign_up_id is not None:
        raise NoWalkIn(_("This person signed up. Correct the sign-up instead."))
    if row.removed_at is not None:
        raise NoWalkIn(_("The personal data of this event was removed; who it was is not kept any more."))
    changed = [name for name, value in attributes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, attributes[name])
    if changed:
        row.save(update_fields=changed)
        record(
            by=by, action="events.change_walk_in", subject=row.channel, details={"check_in": row.pk, "changed": changed}
        )
    return row
