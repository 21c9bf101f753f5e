"""Long work in the background, with a lease so that a killed worker's job never stays "running"."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zaitaku.core.jobs.choices import JobStatus


class Job(models.Model):
    """One piece of work. A worker holds it until `lease_until` and moves that on by its heartbeat;

    once the lease has run out any worker may take the job again, until `attempts` reaches `max_attempts`.
    """

    task = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=JobStatus.choices, default=JobStatus.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    done_steps = models.PositiveIntegerField(default=0)
    all_steps = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=JobStatus.RUNNING) | Q(lease_until__isnull=False), name="running_job_has_a_lease"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[JobStatus.DONE, JobStatus.FAILED]) | Q(ended_at__isnull=False),
                name="ended_job_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["status", "lease_until"])]
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.task} {self.status}"
