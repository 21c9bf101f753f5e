"""The plan as a logic model, in versions, with what became of each part from one version to the next."""

from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Area, Organisation
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.plans.choices import Direction, LineageKind, NodeKind, VersionStatus, Vocabulary


class Plan(models.Model):
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "title"], name="plan_title_once"),
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="plan_years_in_order"),
        ]
        ordering = ["-first_year"]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """One edition of a plan. Only drafts are edited; a settled version changes by a new one."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    in_force_from = models.DateField(null=True, blank=True)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    note = models.TextField(blank=True)
    source_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT) | Q(in_force_from__isnull=False), name="settled_has_a_date"
            ),
        ]
        ordering = ["plan", "-number"]

    def __str__(self) -> str:
        return f"{self.plan} {self.name}"

    @property
    def is_draft(self) -> bool:
        return self.status == VersionStatus.DRAFT


class Node(models.Model):
    """A part of the logic model. `key` stays the same in every version; `text` may span several lines.

    `note` is what the plan prints below the part (※ …).
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=20, choices=NodeKind.choices)
    key = models.CharField(max_length=40)
    number = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="node_key_once")]
        ordering = ["version", "position"]

    def __str__(self) -> str:
        return self.text


class Initiative(models.Model):
    """What an initiative node says beyond its name. `frequency` is the plan's own words ("3回/年").

    `row` puts initiatives into one table row when the paper prints them in one cell (D1 and D2).
    """

    node = models.OneToOneField(Node, on_delete=models.CASCADE, related_name="initiative", primary_key=True)
    frequency = models.CharField(max_length=40, blank=True)
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    per_years = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    row = models.CharField(max_length=40, blank=True)
    owners = models.ManyToManyField(Organisation, through="InitiativeOwner", related_name="initiatives")

    def __str__(self) -> str:
        return self.node.text


class InitiativeOwner(models.Model):
    """担当・所管, in printed order."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="owner_links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="initiative_links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "organisation"], name="owner_once")]
        ordering = ["initiative", "position"]

    def __str__(self) -> str:
        return str(self.organisation)


class Tag(models.Model):
    """A word of the national vocabularies on an initiative: scenes, the eight items, themes."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="tags")
    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "vocabulary", "code"], name="tag_once")]

    def __str__(self) -> str:
        return f"{self.vocabulary}:{self.code}"


class PlanIndicator(models.Model):
    """An indicator as the plan words it: of an initiative (成果指標), a desired state, or a goal.

    `measures` are the figures that answer it; none means that nothing in the product measures it yet.
    """

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="plan_indicators")
    key = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=100, blank=True)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.NONE, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    next_measured = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    measures = models.ManyToManyField(Indicator, related_name="plan_indicators", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "key"], name="plan_indicator_key_once")]
        ordering = ["node", "position"]

    def __str__(self) -> str:
        return self.text


class Lineage(models.Model):
    """What became of a part between a version and the next, and why."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="lineage")
    kind = models.CharField(max_length=20, choices=LineageKind.choices)
    before = models.ForeignKey(Node, null=True, blank=True, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Node, null=True, blank=True, on_delete=models.CASCADE, related_name="came_from")
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(before=None) | ~Q(after=None), name="lineage_names_a_node"),
            models.CheckConstraint(condition=~Q(reason=""), name="lineage_has_a_reason"),
        ]
        ordering = ["version", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.before} → {self.after}"
