"""Why a change to what happens within a meeting is refused; the check that nobody else changed the row meanwhile."""

from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from zaitaku.core.records.actions import ChangedMeanwhile, RecordRefused


class MeetingRefused(RecordRefused):
    """A change that is not possible; the message names what, why, and what to do."""


Row = TypeVar("Row", bound=Model)


def latest(row: Row, seen: int | None) -> Row:
    """The row as it is now, its `version` one on, locked until the transaction ends.

    Raises ChangedMeanwhile unless `seen` is the version it had; None has seen none.
    """
    now: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if now.version != seen:
        raise ChangedMeanwhile(
            _("Somebody else changed “%(what)s” meanwhile. Compare with what stands now, then save again.")
            % {"what": str(now)[:60]}
        )
    now.version += 1
    found: Row = now
    return found
