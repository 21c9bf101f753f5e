from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class LetterState(TextChoices):
    WAITING = "waiting", pgettext_lazy("letter state", "Waiting")
    SENT = "sent", pgettext_lazy("letter state", "Sent")
    FAILED = "failed", pgettext_lazy("letter state", "Failed")
