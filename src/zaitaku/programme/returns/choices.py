from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rhythm(TextChoices):
    """How often a form is filled in."""

    MONTH = "month", _("Monthly")
    YEAR = "year", _("Yearly")
    ONCE = "once", _("Once")
