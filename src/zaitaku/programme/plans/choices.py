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
