"""Committees: the agenda of a meeting with what was said and decided, and actions with owner and due date."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.choices import FollowUp
from zaitaku.programme.meetings.models.issues import Issue


class AgendaItem(models.Model):
    """`is_standing`: comes again at every meeting of the committee. `issue`: a proposal that is talked about here.

    `version` grows with every change.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    issue = models.ForeignKey(Issue, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    discussion = models.TextField(max_length=5000, blank=True)
    decision = models.CharField(max_length=1000, blank=True)
    is_standing = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "position"], name="agenda_position_once")]
        ordering = ["session", "position"]

    def __str__(self) -> str:
        """Without its words: this goes into the audit chain, from which nothing can be taken out."""
        return f"{self.session} #{self.pk}"


class ActionItem(models.Model):
    """Something somebody undertook to do; `owner` is an organisation of the programme, `person` whom it names.

    `reminded_on`: the day on which its owner was last written to.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="action_items")
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="action_items"
    )
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="action_items")
    person = models.CharField(max_length=100, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=FollowUp.choices, default=FollowUp.OPEN)
    done_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=FollowUp.DONE) | Q(done_on__isnull=False), name="done_action_has_a_day"
            )
        ]
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        """Without its words, like an item of the agenda."""
        return f"{self.session} #{self.pk}"

    @property
    def is_open(self) -> bool:
        return FollowUp(self.status).is_open


class Minutes(models.Model):
    """Minutes of a meeting as they were settled: `content` is what they say (queries.minutes), `digest` its SHA-256.

    While they stand, agenda, discussion and decisions cannot be changed; actions are still followed up.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="settled_minutes")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return str(self.session)
