from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MovementKind(TextChoices):
    ISSUED = "issued", _("Issued")
    DISTRIBUTED = "distributed", _("Distributed")
    DISPOSED = "disposed", _("Disposed of")
