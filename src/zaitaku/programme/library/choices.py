from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    GUIDELINE = "guideline", _("Guideline")
    NOTICE = "notice", pgettext_lazy("document", "Notice")
    MANUAL = "manual", _("Manual")
    FORM = "form", pgettext_lazy("document", "Form")


class VersionState(TextChoices):
    """Derived, never kept: see `queries.documents.with_state`."""

    CURRENT = "current", pgettext_lazy("document", "Current")
    SUPERSEDED = "superseded", pgettext_lazy("document", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("document", "Withdrawn")


class Scene(TextChoices):
    """The four scenes of home care of the national guide to coordination of medical and long-term care."""

    DAILY_LIFE = "daily_life", _("Daily life at home")
    HOSPITAL = "hospital", _("Going to and leaving hospital")
    SUDDEN = "sudden", _("Sudden change of condition")
    END_OF_LIFE = "end_of_life", _("End-of-life care")


class Side(TextChoices):
    """Whose consent a case needs before it is published."""

    PERSON = "person", _("The person or the family")
    FACILITY = "facility", _("The facility")
    PRESENTER = "presenter", _("The presenter")


class Consent(TextChoices):
    NOT_ASKED = "not_asked", _("Not asked yet")
    ASKED = "asked", pgettext_lazy("consent", "Asked")
    GIVEN = "given", pgettext_lazy("consent", "Given")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")


class Check(TextChoices):
    """What must have been taken out of a case, or made vague, before others read it."""

    NAMES = "names", _("Names and initials of people")
    AGES = "ages", _("Exact ages (write “in the eighties”; above 89 only “90 or older”)")
    DATES = "dates", _("Exact dates (write the season or the number of weeks)")
    PLACES = "places", _("Addresses, towns and places of work")
    CONTACTS = "contacts", _("Telephone numbers, e-mail addresses, insurance numbers")
    INSTITUTIONS = "institutions", _("Names of hospitals, offices and facilities")
    RARE = "rare", _("A rare disease, accident or course by which people would know who it is")
    OCCUPATION = "occupation", _("Occupation, title or achievements by which people would know who it is")
    FAMILY = "family", _("Unusual family circumstances")
    PHOTOGRAPHS = "photographs", _("Photographs, pictures and handwriting")
    QUOTATION = "quotation", _("Words quoted as they were said or written")
