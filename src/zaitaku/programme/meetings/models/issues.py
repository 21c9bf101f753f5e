"""Community care meetings (地域ケア会議): issues of cases become issues of the area, and those become proposals."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel


class Issue(models.Model):
    """An issue of a case (without anything that names the person), of the area, or a proposal made of several.

    `version` grows with every change, so that two people cannot overwrite each other. `reminded_on`: the day on which
    its owner was last written to.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="care_issues")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="issues")
    level = models.CharField(max_length=10, choices=IssueLevel.choices)
    raised_on = models.DateField()
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=2000, blank=True)
    gathered_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="gathered")
    addressee = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=FollowUp.choices, default=FollowUp.OPEN)
    due_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gathered_into=None) | ~Q(level=IssueLevel.PROPOSAL), name="proposal_is_the_end"
            )
        ]
        indexes = [models.Index(fields=["owner", "raised_on"], name="issue_by_owner")]
        ordering = ["-raised_on", "-pk"]

    def __str__(self) -> str:
        """Of a case without its words: this goes into the audit chain, from which nothing can be taken out."""
        if self.level == IssueLevel.CASE:
            return f"{self.get_level_display()} {self.raised_on} #{self.pk}"
        return self.title

    @property
    def is_open(self) -> bool:
        return FollowUp(self.status).is_open


class IssueStep(models.Model):
    """What was done about an issue. Rows are added; the database refuses to change or remove one."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="steps")
    on = models.DateField()
    status = models.CharField(max_length=10, choices=FollowUp.choices)
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["issue", "on", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
