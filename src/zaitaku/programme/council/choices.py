from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Frozen")
