"""Everything a person does to a plan. Each action is whole or not at all, and leaves its audit entry."""

from zaitaku.programme.plans.actions.edit import IndicatorEdit, edit_initiative, edit_node, set_plan_indicators
from zaitaku.programme.plans.actions.importing import ImportOutcome, import_plan
from zaitaku.programme.plans.actions.refusals import (
    BadPart,
    DraftExists,
    NothingToUndo,
    NotSettled,
    PlanExists,
    PlanRefused,
    ReasonsMissing,
    StaleEdit,
    TableRefused,
    UnknownOwners,
    VersionSettled,
    WrongLineage,
    WrongPlace,
)
from zaitaku.programme.plans.actions.snapshot import Snapshot, digest_of, snapshot
from zaitaku.programme.plans.actions.structure import add_node, move_node, remove_node
from zaitaku.programme.plans.actions.undo import undo_edit, undoable
from zaitaku.programme.plans.actions.versions import (
    adopt_version,
    create_plan,
    new_version_from,
    record_lineage,
    remove_lineage,
)

__all__ = [
    "BadPart",
    "DraftExists",
    "ImportOutcome",
    "IndicatorEdit",
    "NotSettled",
    "NothingToUndo",
    "PlanExists",
    "PlanRefused",
    "ReasonsMissing",
    "Snapshot",
    "StaleEdit",
    "TableRefused",
    "UnknownOwners",
    "VersionSettled",
    "WrongLineage",
    "WrongPlace",
    "add_node",
    "adopt_version",
    "create_plan",
    "digest_of",
    "edit_initiative",
    "edit_node",
    "import_plan",
    "move_node",
    "new_version_from",
    "record_lineage",
    "remove_lineage",
    "remove_node",
    "set_plan_indicators",
    "snapshot",
    "undo_edit",
    "undoable",
]
