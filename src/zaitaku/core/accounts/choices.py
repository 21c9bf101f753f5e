from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may do for an organisation. The administrator sees accounts, never data."""

    PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
    SECTION_OFFICER = "section_officer", _("Section officer")
    PARTNER = "partner", _("Partner")
    PROFESSIONAL = "professional", _("Professional")
    COUNCIL_MEMBER = "council_member", _("Council member")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")
