"""Community groups, what they say about themselves, and the steps they went through.

What anybody may read is `Group.current`, an entry that was approved; what the group handed in since waits as
`Group.pending`. Entries are not changed, but for the removal of contacts. The steps, append-only in the database, say
when a group was listed (analysis.listing); the fields of `Group` below the line repeat what they say as of now, so that
lists can be searched, and only `actions.steps` writes them. Its `version` grows with every change, so that two people
cannot overwrite each other.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zaitaku.core.areas.models import Area
from zaitaku.programme.facilities.choices import StepKind, Way
from zaitaku.programme.facilities.models.directory import Directory


class Group(models.Model):
    """A group of the directory. `key` is its private link; `proved_at` is empty until somebody who asked by the public
    form has opened the letter, and nobody sees the group before. `contact_…` is known to the section only."""

    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="groups")
    key = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True, blank=True)
    contact_name = models.CharField(max_length=100, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_note = models.CharField(max_length=300, blank=True)
    current = models.OneToOneField("Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pending = models.OneToOneField("Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    returned_because = models.CharField(max_length=500, blank=True)

    has_consent = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    asked_stage = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["directory", "confirmed_on"], name="groups_by_confirmation"),
            models.Index(fields=["contact_email"], name="groups_by_email"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        entry = self.shown
        return entry.name if entry else str(self.pk)

    @property
    def shown(self) -> "Entry | None":
        """What staff and the group see first: what is public, or else what waits."""
        return self.current or self.pending


class Entry(models.Model):
    """What a group says about itself. Every contact has its own word on whether it may be published.

    `kinds` are GroupKind, `weekdays` Weekday, `weeks` Week values. `tags` and `words` repeat the fields for searching:
    lists in JSON are not searched alike by the two databases, nor is Japanese by its reading.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kana = models.CharField(max_length=100, blank=True)
    kinds = models.JSONField(default=list)
    what = models.CharField(max_length=1000)
    for_whom = models.CharField(max_length=300, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    weekdays = models.JSONField(default=list, blank=True)
    weeks = models.JSONField(default=list, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    when_text = models.CharField(max_length=200, blank=True)
    fee = models.CharField(max_length=200, blank=True)
    how_to_join = models.CharField(max_length=300, blank=True)
    desk = models.CharField(max_length=100, blank=True)
    desk_public = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)
    phone_public = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    email_public = models.BooleanField(default=False)
    web = models.CharField(max_length=300, blank=True)
    web_public = models.BooleanField(default=False)
    tags = models.CharField(max_length=300)
    words = models.TextField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(starts__lt=models.F("ends")), name="entry_ends_later"
            )
        ]
        ordering = ["group", "pk"]

    def __str__(self) -> str:
        return self.name


class GroupStep(models.Model):
    """What happened to a group; `on` is the day it holds from, `at` when it was written down. `by` is empty when the
    group did it through its link, or the product by itself. `note` holds reasons of the section, never a contact."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="steps")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["group", "on"], name="group_steps_by_day")]
        ordering = ["group", "pk"]

    def __str__(self) -> str:
        return f"{self.group} {self.on} {self.kind}"
