"""Why an action on the plan is refused: each says what, why and what to do, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from zaitaku.programme.plans.queries import Change


class PlanRefused(Exception):
    """Nothing was changed. The message is meant for the person who asked."""


class VersionSettled(PlanRefused):
    def __init__(self, version: object) -> None:
        super().__init__(
            _("“%(version)s” is settled and is not edited any more. Start a revision from it and edit that.")
            % {"version": version}
        )


class NotSettled(PlanRefused):
    def __init__(self, version: object) -> None:
        super().__init__(
            _("“%(version)s” is still a draft. Adopt it before you start a revision from it.") % {"version": version}
        )


class DraftExists(PlanRefused):
    def __init__(self, version: object) -> None:
        super().__init__(
            _("The plan already has a draft, “%(version)s”. Edit that one, or adopt it first.") % {"version": version}
        )


class StaleEdit(PlanRefused):
    """`current` is what stands now, `yours` what was sent; both as snapshots for the page to show side by side."""

    def __init__(self, current: dict[str, Any], yours: dict[str, Any]) -> None:
        super().__init__(_("Somebody else changed this part meanwhile. Compare both values below, then save again."))
        self.current = current
        self.yours = yours


class ReasonsMissing(PlanRefused):
    """`changes` are those that lack a reason."""

    def __init__(self, changes: Sequence[Change]) -> None:
        names = "\n".join(f"・{change.kind.label}: {change.node.name}" for change in changes)
        super().__init__(
            _("%(count)d changes against the version before have no reason yet. Give each its reason first:")
            % {"count": len(changes)}
            + "\n"
            + names
        )
        self.changes = tuple(changes)


class BadPart(PlanRefused):
    """A value that cannot stand in the plan; the message names the field."""


class WrongPlace(PlanRefused):
    def __init__(self, child: str, parent: str) -> None:
        super().__init__(
            _("“%(child)s” cannot hang under “%(parent)s”. Choose a part of an outer level.")
            % {"child": child, "parent": parent}
        )


class WrongLineage(PlanRefused):
    """The kind of change and the parts it names do not go together."""


class TableRefused(PlanRefused):
    """`problems` say what in the table cannot stand in a plan."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(_("The table cannot be taken in:") + "\n" + "\n".join(problems))
        self.problems = tuple(problems)


class UnknownOwners(PlanRefused):
    """`names` are not registered as organisations of the area."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _(
                "These owners are not registered as organisations: %(names)s. Register them, correct the file, "
                "or let the import create them."
            )
            % {"names": "、".join(names)}
        )
        self.names = tuple(names)


class NothingToUndo(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("There is no edit to undo since the version was made or last imported."))


class PlanExists(PlanRefused):
    def __init__(self, title: str) -> None:
        super().__init__(_("A plan called “%(title)s” exists already in this area.") % {"title": title})
