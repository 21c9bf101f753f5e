"""Papers for the council: their texts, the frozen paper, and the open marks still to be filled in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zaitaku.analysis.figure_json import from_json
from zaitaku.analysis.wording import value_text
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.council.choices import PaperStatus
from zaitaku.programme.plans.models import PlanVersion


class Paper(models.Model):
    """The result paper of a plan version for a fiscal year as of a day.

    `content` is the whole document with its figures once frozen (canonical JSON), and never changes afterwards;
    a draft has none and is composed anew each time it is shown.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="papers")
    fiscal_year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    label = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=PaperStatus.choices, default=PaperStatus.DRAFT)
    content = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=PaperStatus.DRAFT, content=None, frozen_at=None)
                | (Q(status=PaperStatus.FROZEN, content__isnull=False, frozen_at__isnull=False) & ~Q(digest="")),
                name="frozen_paper_has_content",
            ),
            models.UniqueConstraint(
                fields=["version", "fiscal_year", "as_of"],
                condition=Q(status=PaperStatus.DRAFT),
                name="one_draft_paper",
            ),
        ]
        ordering = ["-fiscal_year", "-as_of", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        return self.status == PaperStatus.FROZEN


class RowText(models.Model):
    """The officer's words for one row in one year: the template of 実施結果, and 今後の課題.

    `key` is the plan node's key (an initiative), so the words outlive plan versions.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="row_texts")
    fiscal_year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    result = models.TextField(blank=True)
    issues = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "fiscal_year", "key"], name="row_text_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.fiscal_year}"


class OpenMark(models.Model):
    """A mark printed in a frozen paper that somebody has to fill in by a day (追記)."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="open_marks")
    indicator = models.CharField(max_length=60)
    label = models.CharField(max_length=300)
    path = models.JSONField(default=list)
    state = models.CharField(max_length=20)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="open_marks")
    due = models.DateField()
    filled_at = models.DateTimeField(null=True, blank=True)
    filled = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(filled_at=None, filled=None) | Q(filled_at__isnull=False, filled__isnull=False),
                name="filled_mark_has_a_figure",
            )
        ]
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return f"{self.indicator} {'/'.join(self.path)}".strip()

    @property
    def filled_text(self) -> str:
        """The value that was filled in, with its unit; empty while open."""
        return value_text(from_json(self.filled)) if self.filled else ""
