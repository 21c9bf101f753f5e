from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted")
    REVISED = "revised", _("Revised")


class NodeKind(TextChoices):
    """Levels of the logic model, outermost first. A survey row (【指標】) hangs under its state directly."""

    GOAL = "goal", _("Goal")
    PILLAR = "pillar", _("Pillar")
    CATEGORY = "category", _("Category")
    DESIRED_STATE = "desired_state", _("Desired state")
    OBJECTIVE = "objective", _("Objective")
    INITIATIVE = "initiative", _("Initiative")


_OUTERMOST_FIRST = tuple(NodeKind)


def may_hold(parent: NodeKind | None, child: NodeKind) -> bool:
    """Parts hang under an outer level, levels may be left out; an initiative under a state or an objective."""
    if child == NodeKind.INITIATIVE:
        return parent in (NodeKind.DESIRED_STATE, NodeKind.OBJECTIVE)
    return parent is None or _OUTERMOST_FIRST.index(parent) < _OUTERMOST_FIRST.index(child)


class Direction(TextChoices):
    UP = "up", _("To rise")
    DOWN = "down", _("To fall")
    KEEP = "keep", _("To hold")
    NONE = "", _("Not set")


class LineageKind(TextChoices):
    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    DROPPED = "dropped", _("Dropped")
    ADDED = "added", _("Added")
    OWNER_CHANGED = "owner_changed", _("Owner changed")
    FREQUENCY_CHANGED = "frequency_changed", _("Frequency changed")
    INDICATOR_CHANGED = "indicator_changed", _("Indicator changed")


class ChangeKind(TextChoices):
    """How two versions can differ: the kinds of lineage, which need a reason, and the rest, which needs none."""

    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    DROPPED = "dropped", _("Dropped")
    ADDED = "added", _("Added")
    OWNER_CHANGED = "owner_changed", _("Owner changed")
    FREQUENCY_CHANGED = "frequency_changed", _("Frequency changed")
    INDICATOR_CHANGED = "indicator_changed", _("Indicator changed")
    DESCRIPTION = "description", _("Description changed")
    TAGS = "tags", _("Scenes, items or themes changed")
    TARGET = "target", _("Target or measurement changed")
    NUMBER = "number", _("Numbering changed")
    ROW = "row", _("Table row changed")
    NOTE = "note", _("Note changed")
    MOVED = "moved", _("Moved")


class FindingKind(TextChoices):
    """Why something in the plan cannot be judged before the plan ends."""

    NO_SOURCE = "no_source", _("Nothing measures it")
    NOT_CONNECTED = "not_connected", _("Source named, figure not connected")
    NO_OUTCOME = "no_outcome", _("No path to an outcome")
    STATE_UNMEASURED = "state_unmeasured", _("State without an indicator")
    GOAL_UNMEASURED = "goal_unmeasured", _("Goal without an indicator")
    NOT_IN_TIME = "not_in_time", _("Not measured before the plan ends")
    WAVE_UNKNOWN = "wave_unknown", _("Next survey not known")


class Vocabulary(TextChoices):
    SCENE = "scene", _("Scene")
    ITEM = "item", _("Item")
    THEME = "theme", _("Theme")


class Scene(TextChoices):
    """The four scenes of the national handbook (Ver.3)."""

    DAILY = "daily", _("Daily care")
    DISCHARGE = "discharge", _("Admission and discharge")
    EMERGENCY = "emergency", _("Sudden change")
    END_OF_LIFE = "end_of_life", _("End of life")


class Item(TextChoices):
    """The eight items ア to ク of the national project (2015)."""

    RESOURCES = "a", _("a: Knowing the area's resources")
    ISSUES = "i", _("i: Issues and responses")
    SYSTEM = "u", _("u: Seamless provision")
    SHARING = "e", _("e: Sharing information")
    CONSULTATION = "o", _("o: Consultation support")
    TRAINING = "ka", _("ka: Training")
    AWARENESS = "ki", _("ki: Public awareness")
    NEIGHBOURS = "ku", _("ku: Working with neighbouring municipalities")


class Theme(TextChoices):
    DEMENTIA = "dementia", _("Dementia")
    ACP = "acp", _("Advance care planning")
    INFECTION = "infection", _("Infectious disease")
    DISASTER = "disaster", _("Disaster")


_WORDS: dict[str, type[TextChoices]] = {Vocabulary.SCENE: Scene, Vocabulary.ITEM: Item, Vocabulary.THEME: Theme}


def tag_label(vocabulary: str, code: str) -> str:
    """The word in the reader's language; a code outside the vocabulary is shown as it is."""
    words = _WORDS.get(vocabulary)
    return str(words(code).label) if words is not None and code in words.values else code


def is_tag(vocabulary: str, code: str) -> bool:
    return vocabulary in _WORDS and code in _WORDS[vocabulary].values
