"""Team Orange: wishes voiced at peer meetings (本人ミーティング) and the supporters found for them. Nobody is named."""

from django.db import models
from django.db.models import Q

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.choices import WishStatus


class Supporter(models.Model):
    """A supporter as the centre knows them: a number or a nickname and what they offer; no name, no contact."""

    center = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supporters")
    label = models.CharField(max_length=40)
    offers = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["center", "label"], name="supporter_label_once")]
        ordering = ["center", "label"]

    def __str__(self) -> str:
        return self.label


class Wish(models.Model):
    """`done_on` is the day it came true or was closed; `version` grows with every change."""

    center = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="wishes")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="wishes")
    voiced_on = models.DateField()
    text = models.CharField(max_length=500)
    status = models.CharField(max_length=10, choices=WishStatus.choices, default=WishStatus.VOICED)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=[WishStatus.DONE, WishStatus.CLOSED]) | Q(done_on__isnull=False),
                name="ended_wish_has_a_day",
            )
        ]
        indexes = [models.Index(fields=["center", "voiced_on"], name="wish_by_center")]
        ordering = ["-voiced_on", "-pk"]

    def __str__(self) -> str:
        """Without its words: this goes into the audit chain, from which nothing can be taken out."""
        return f"{self.center} {self.voiced_on} #{self.pk}"


class Match(models.Model):
    """A supporter found for a wish."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="matches")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="matches")
    matched_on = models.DateField()

    class Meta:
        verbose_name_plural = "matches"
        constraints = [models.UniqueConstraint(fields=["wish", "supporter"], name="match_once")]

    def __str__(self) -> str:
        return f"{self.wish} / {self.supporter}"
