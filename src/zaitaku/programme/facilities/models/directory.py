"""A section's directory of groups, and the numbers of the list it kept before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from zaitaku.analysis.listing import Rule
from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.models import Recorded, one_current_row, superseded_after_recorded, value_fits_state

USUAL = Rule()


class Directory(models.Model):
    """What a section publishes about community groups.

    From `kept_since` on the steps of its groups say how many are listed. Changing months or days of grace changes
    what was listed on earlier days too: the rule is one, and papers keep their own numbers.
    """

    owner = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="group_directory")
    kept_since = models.DateField()
    months = models.PositiveSmallIntegerField(default=USUAL.months)
    grace_days = models.PositiveSmallIntegerField(default=USUAL.grace_days)
    notice_days = models.PositiveSmallIntegerField(default=USUAL.notice_days)
    takes_requests = models.BooleanField(default=True)
    contact = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "directories"
        constraints = [models.CheckConstraint(condition=Q(months__gte=1), name="directory_holds_a_month")]
        ordering = ["owner__kind", "owner__code"]

    def __str__(self) -> str:
        return _("Directory of %(owner)s") % {"owner": self.owner.name}

    @property
    def rule(self) -> Rule:
        return Rule(self.months, self.grace_days, self.notice_days)


class ListedCount(Recorded):
    """How many groups (`value`) the former list of a section had on the day `as_of`, which is always given."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listed_counts")

    class Meta:
        constraints = [
            value_fits_state("listed_count_fits_state"),
            superseded_after_recorded("listed_count_superseded_later"),
            one_current_row("owner", "as_of", name="listed_count_once"),
            models.CheckConstraint(condition=Q(as_of__isnull=False), name="listed_count_has_day"),
        ]
        ordering = ["owner", "-as_of"]

    def __str__(self) -> str:
        return f"{self.owner} {self.as_of} {self.value}"
