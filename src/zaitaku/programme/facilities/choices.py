from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zaitaku.analysis.listing import Turn

CONTACTS = ("desk", "phone", "email", "web")  # fields of an entry, each with a word on whether it may be published


class GroupKind(TextChoices):
    FAMILY = "family", _("Family association")
    PATIENTS = "patients", _("Group of people concerned")
    DEMENTIA_CAFE = "dementia_cafe", _("Dementia café")
    CARERS_SALON = "carers_salon", _("Carers' salon")
    VISITING = "visiting", _("Watching over and visiting")
    EXERCISE = "exercise", _("Exercise and salon")
    MEALS = "meals", _("Meals and community kitchen")
    HELP = "help", _("Help with daily life")
    OTHER = "other", _("Other")


class Weekday(IntegerChoices):
    """As date.weekday() counts."""

    MONDAY = 0, pgettext_lazy("weekday", "Monday")
    TUESDAY = 1, pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = 2, pgettext_lazy("weekday", "Wednesday")
    THURSDAY = 3, pgettext_lazy("weekday", "Thursday")
    FRIDAY = 4, pgettext_lazy("weekday", "Friday")
    SATURDAY = 5, pgettext_lazy("weekday", "Saturday")
    SUNDAY = 6, pgettext_lazy("weekday", "Sunday")


class Week(IntegerChoices):
    """Of the month; none chosen is every week."""

    FIRST = 1, _("1st week")
    SECOND = 2, _("2nd week")
    THIRD = 3, _("3rd week")
    FOURTH = 4, _("4th week")
    FIFTH = 5, _("5th week")


class Way(TextChoices):
    """How the section, or the product, came to know."""

    LINK = "link", _("By the private link")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("In person")
    PAPER = "paper", _("Letter or fax")
    FORM = "form", _("Public form")
    LIST = "list", _("From an earlier list")


class StepKind(TextChoices):
    ENTERED = "entered", _("Asked to be listed")
    CHANGED = "changed", _("Changes handed in")
    CONTACT = "contact", _("Contact for the section changed")
    APPROVED = Turn.APPROVED.value, _("Approved")
    HIDDEN = "hidden", _("Contact taken off the public list")
    RETURNED = "returned", _("Handed back")
    CONFIRMED = Turn.CONFIRMED.value, _("Confirmed as right")
    ASKED = "asked", _("Asked to confirm")
    CONSENTED = Turn.CONSENTED.value, _("Agreed to the publication")
    WITHDRAWN = Turn.WITHDRAWN.value, _("Withdrew the agreement")
    ENDED = Turn.ENDED.value, pgettext_lazy("group", "Ended its activity")
    RESUMED = Turn.RESUMED.value, pgettext_lazy("group", "Took up its activity again")
    LINK_RENEWED = "link_renewed", _("Got a new private link")
    FORGOTTEN = "forgotten", _("Contact persons removed")


TURNS = frozenset(turn.value for turn in Turn)


class Listing(TextChoices):
    """How a group stands today."""

    WAITING = "waiting", _("Awaits approval")
    RETURNED = "returned", _("Handed back to the group")
    LISTED = "listed", _("On the public list")
    HIDDEN = "hidden", _("Without agreement")
    LAPSED = "lapsed", _("Lapsed: not confirmed")
    ENDED = "ended", pgettext_lazy("group", "Ended")
