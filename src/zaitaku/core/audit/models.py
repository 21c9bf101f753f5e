"""The append-only chain of everything anybody changed. Each entry carries the digest of the one before."""

import hashlib
from datetime import UTC

from django.conf import settings
from django.db import models

from zaitaku.analysis.figure_json import canonical


class AuditEntry(models.Model):
    """One change. `digest` is SHA-256 over the entry's content and the previous digest; rows are never changed."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_name = models.CharField(max_length=300)
    details = models.JSONField(default=dict)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class ChainHead(models.Model):
    """The single row that says where the chain ends; locked while an entry is added, so numbers have no gap."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="chain_head_single_row")]

    def __str__(self) -> str:
        return str(self.number)


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON of the entry, the previous digest included."""
    content = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.by_id,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.subject_name,
        entry.details,
        entry.previous_digest,
    ]
    return hashlib.sha256(canonical(content).encode()).hexdigest()
