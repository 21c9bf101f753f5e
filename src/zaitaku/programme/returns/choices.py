from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(TextChoices):
    """How often a form is filled in."""

    MONTH = "month", _("Monthly")
    YEAR = "year", _("Yearly")
    ONCE = "once", _("Once")


class Adding(TextChoices):
    """How the parts of a breakdown relate to their whole."""

    EXACT = "exact", _("The parts add up to the whole")
    SEVERAL = "several", _("One case may count in several parts")


class RuleKind(TextChoices):
    """What a rule compares; its bounds are `minimum` and `maximum`."""

    SUM = "sum", _("Equals the sum of other items")
    NOT_ABOVE = "not_above", _("Not above the other items")
    NOT_BELOW_LAST = "not_below_last", _("Running total: not below the month before, not above the month after")
    NOT_BELOW_YEAR = "not_below_year", _("Running total that begins anew each fiscal year")
    FIXED = "fixed", _("Between two numbers")
    HISTORY = "history", _("Near the sender's own months before")  # bounds: spreads below and above the median
    PER_1000_65 = "per_1000_65", _("Per 1,000 residents aged 65 or more")


class Severity(TextChoices):
    """A stop keeps a sheet from being sent; a doubt wants a word of explanation beside the number."""

    STOP = "stop", _("Stops sending")
    DOUBT = "doubt", _("Asks for an explanation")


class SheetStatus(TextChoices):
    """Where a sheet stands. Recorded ones have no steps; excused ones need not be sent."""

    RECORDED = "recorded", _("Recorded directly")
    ASKED = "asked", _("Not begun")
    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("Sent in")
    RETURNED = "returned", _("Handed back")
    ACCEPTED = "accepted", _("Accepted")
    LOCKED = "locked", _("Locked")
    EXCUSED = "excused", _("Excused")


SENT = (SheetStatus.SUBMITTED, SheetStatus.RETURNED, SheetStatus.ACCEPTED, SheetStatus.LOCKED)
# What figures count; of those not accepted yet the numbers are preliminary.
COUNTED = (SheetStatus.RECORDED, *SENT)
PROVISIONAL = (SheetStatus.SUBMITTED, SheetStatus.RETURNED)


class StepKind(TextChoices):
    ASKED = "asked", pgettext_lazy("step", "Asked for")
    SAVED = "saved", pgettext_lazy("step", "Saved")
    COVERS = "covers", pgettext_lazy("step", "What it adds up changed")
    SUBMITTED = "submitted", pgettext_lazy("step", "Sent in")
    RETURNED = "returned", pgettext_lazy("step", "Handed back")
    ACCEPTED = "accepted", pgettext_lazy("step", "Accepted")
    LOCKED = "locked", pgettext_lazy("step", "Locked")
    REOPENED = "reopened", pgettext_lazy("step", "Re-opened")
    EXCUSED = "excused", pgettext_lazy("step", "Excused")
    REMINDED = "reminded", pgettext_lazy("step", "Reminded")


class Answer(TextChoices):
    """How a number came about. Neither "none" nor "no change" is a blank."""

    NUMBER = "number", pgettext_lazy("answer", "Number")
    NONE = "none", _("None this month")
    SAME = "same", _("No change")
