"""Letters by e-mail: written with the change they tell of, sent later by the worker."""

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """An e-mail to one address. It is sent once `not_before` is reached; each try moves `not_before` on, until
    `failed_at` says that nobody tries any more. `about` names what it belongs to ("events.sign_up:12"), so that
    letters not yet sent can be withdrawn and all of them removed with the personal data; `kind` tells several letters
    about the same apart ("reminder"). Neither names a person: they are what the list of letters shows."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    about = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    written_at = models.DateTimeField()
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(failed_at=None), name="letter_sent_or_failed"),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(sent_at=None, failed_at=None), name="letters_to_send"),
            models.Index(fields=["about"], name="letters_about"),
            models.Index(fields=["-written_at"], name="letters_latest"),
        ]
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        """Without address and subject: the audit keeps this for good."""
        return f"{self.category} {self.pk}"

    @property
    def category(self) -> str:
        """What kind of letter, in the catalogue's context "letter kind": "reminder", "events.sign_up"."""
        return self.kind or self.about.partition(":")[0]
