"""Long work in the background, with a lease so that a killed worker's job never stays "running"."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zaitaku.core.jobs.choices import ENDED, JobStatus


class Job(models.Model):
    """One piece of work. A worker holds it until `lease_until` and moves that on by its heartbeat;

    once the lease has run out any worker may take the job again, until `attempts` reaches `max_attempts`.
    """

    task = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=JobStatus.choices, default=JobStatus.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField()
    not_before = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    is_cancel_asked = models.BooleanField(default=False)
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
                condition=~Q(status__in=sorted(ENDED)) | Q(ended_at__isnull=False), name="ended_job_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=models.F("max_attempts")), name="job_keeps_its_limit_of_attempts"
            ),
        ]
        indexes = [models.Index(fields=["status", "lease_until"])]
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    @property
    def link(self) -> str:
        """Where the result is to be seen, an address within the product; "" when the task gave none."""
        url = self.result.get("url", "") if isinstance(self.result, dict) else ""
        return url if isinstance(url, str) and url.startswith("/") and not url.startswith("//") else ""


class Beat(models.Model):
    """Work that comes round by itself: a name of settings.BEATS, when it is next due, and its job.

    A beat has one job, which is set back to waiting each time. What a beat does every few seconds would otherwise fill
    the table, and nobody reads a list of thousands of runs; what matters of a run is what it did, which has its own
    records (letters sent, removals), and that it failed, which stays in the job until a run succeeds. For the same
    reason being asked makes no audit entry: nobody asked.
    """

    name = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField()
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="beat")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_failing(self) -> bool:
        """A job keeps its error until a run succeeds."""
        return self.job is not None and self.job.status != JobStatus.DONE and bool(self.job.error)
