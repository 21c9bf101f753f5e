"""Taking back the last edit of a draft. The trail is not shortened: the undoing is an entry of its own."""

from __future__ import annotations

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.plans.actions.checks import locked_draft
from zaitaku.programme.plans.actions.refusals import NothingToUndo
from zaitaku.programme.plans.actions.snapshot import Snapshot, put_back, snapshot
from zaitaku.programme.plans.actions.structure import set_order, set_place
from zaitaku.programme.plans.actions.trail import BARRIERS, EDITS, UNDO, tell
from zaitaku.programme.plans.models import Node, PlanVersion
from zaitaku.programme.plans.queries import last_edits


@transaction.atomic
def undo_edit(*, version: PlanVersion, by: Person) -> AuditEntry:
    """Undo the youngest edit that is not undone yet, whoever made it. Raises NothingToUndo, VersionSettled."""
    version = locked_draft(version)
    entry = undoable(version)
    if entry is None:
        raise NothingToUndo
    before, after = entry.details["before"], entry.details["after"]
    standing = Node.objects.filter(version=version, key=entry.details["key"]).first()
    if not before and standing is not None:
        undone = tell(standing, by=by, action=UNDO, before=after, after=[], undoes=entry.number)
        standing.delete()
        set_order(version)
        return undone
    nodes = [_restore(version, taken) for taken in before]
    return tell(
        nodes[0], by=by, action=UNDO, before=after, after=[snapshot(node) for node in nodes], undoes=entry.number
    )


def undoable(version: PlanVersion) -> AuditEntry | None:
    """The edit that `undo_edit` would take back; None after an import, which is not taken back by parts."""
    undone: set[int] = set()
    for entry in last_edits(version).filter(action__in=[*EDITS, UNDO, *BARRIERS]).iterator(chunk_size=50):
        if entry.action in BARRIERS:
            return None
        if entry.action == UNDO:
            undone.add(entry.details["undoes"])
        elif entry.number not in undone:
            return entry
    return None


def _restore(version: PlanVersion, taken: Snapshot) -> Node:
    node = put_back(version, taken)
    set_place(node, taken["place"])
    return node
