from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Frozen")


class Reason(TextChoices):
    """Why a cell or a figure reads differently in another paper."""

    SETTLED = "settled", _("An open figure was settled")
    CORRECTED = "corrected", _("A value was corrected")
    AS_OF_MOVED = "as_of_moved", _("The as-of date moved on")
    STATE = "state", _("The state or its mark changed")
    PARTS = "parts", _("The parts of the figure changed")
    FIGURES_PRINTED = "figures_printed", _("Another figure is printed")
    PLAN_CHANGED = "plan_changed", _("The plan changed")
    WORDING = "wording", _("The wording changed")


class MarkFilter(TextChoices):
    """Which open marks a list shows."""

    OPEN = "open", _("Still open")
    OVERDUE = "overdue", _("Overdue")
    FILLED = "filled", _("Filled in")
