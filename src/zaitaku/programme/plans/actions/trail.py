"""The audit entry of an edit: what was and what is, so that it can be undone."""

from __future__ import annotations

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit import actions as audit
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.plans.actions.snapshot import Snapshot
from zaitaku.programme.plans.models import Node

EDITS = ("plans.edit_part", "plans.set_indicators", "plans.add_part", "plans.move_part", "plans.remove_part")
UNDO = "plans.undo_edit"
BARRIERS = ("plans.import_plan", "plans.new_version", "plans.create_plan")


def tell(
    node: Node, *, by: Person, action: str, before: list[Snapshot], after: list[Snapshot], undoes: int | None = None
) -> AuditEntry:
    """Empty lists stand for a part that was not there; a removal lists the part and everything below it."""
    details = {"version": node.version_id, "key": node.key, "before": before, "after": after}
    if undoes is not None:
        details["undoes"] = undoes
    return audit.record(by=by, action=action, subject=node, details=details)
