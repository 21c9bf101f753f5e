"""What is asked: forms with their elements, breakdowns and rules, and who has to answer them from when to when.

Nothing of a form is rewritten for months that have passed: elements, options, rules and senders have months between
which they count, and a question worded anew keeps its earlier wordings.
"""

from django.db import models
from django.db.models import Q

from zaitaku.core.areas.models import Dated, Organisation, ends_after_it_begins
from zaitaku.core.records.choices import KIND_CHOICES, SPAN_CHOICES
from zaitaku.programme.returns.choices import Adding, Rhythm, RuleKind, Severity


class Form(models.Model):
    """What is asked, by whom (`owner`), how often.

    `is_collected`: its sheets are asked for in rounds, sent in, queried and accepted. Without it they are recorded
    by whoever holds the numbers and count at once. A round is due on `due_day` of the month after it ends; with
    `opens_itself` the worker opens it on the first day after it ends. Letters go out `remind_before` days before the
    due day and every `remind_every` days after it (0: none).
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="return_forms")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    is_collected = models.BooleanField(default=False)
    instructions = models.TextField(max_length=2000, blank=True)
    due_day = models.PositiveSmallIntegerField(default=10)
    opens_itself = models.BooleanField(default=False)
    remind_before = models.PositiveSmallIntegerField(default=3)
    remind_every = models.PositiveSmallIntegerField(default=7)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="form_code_once"),
            models.CheckConstraint(condition=Q(due_day__gte=1, due_day__lte=28), name="form_due_day_exists"),
        ]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Spell(models.Model):
    """Something asked from the sheets that begin on `valid_from` to those that begin on `valid_to` (empty: always)."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Breakdown(models.Model):
    """By what a number is split: who asks, about what. `adding` says how the parts relate to their whole."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="breakdowns")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=100)
    adding = models.CharField(max_length=10, choices=Adding.choices, default=Adding.EXACT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "code"], name="breakdown_code_once")]
        ordering = ["form", "position"]

    def __str__(self) -> str:
        return self.label


class Option(Spell):
    """One answer to the question of a breakdown: 家族, 本人, 医療機関."""

    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="options")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["breakdown", "code"], name="option_code_once")]
        ordering = ["breakdown", "position"]

    def __str__(self) -> str:
        return self.label


class Element(Spell):
    """One question of a form. Children are its parts, and add up to it (A 3 + B 13 + C 17 … = 38).

    Parts made by a breakdown name it and their option; an element may be split by several breakdowns, each of which is
    held against the whole by itself. A share (percent) is reported as it is.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="elements")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    breakdown = models.ForeignKey(Breakdown, null=True, blank=True, on_delete=models.PROTECT, related_name="elements")
    option = models.ForeignKey(Option, null=True, blank=True, on_delete=models.PROTECT, related_name="elements")
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    help_text = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    span = models.CharField(max_length=20, choices=SPAN_CHOICES)
    unit = models.CharField(max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="element_code_once"),
            models.CheckConstraint(
                condition=Q(breakdown=None, option=None)
                | Q(breakdown__isnull=False, option__isnull=False, parent__isnull=False),
                name="element_option_of_a_breakdown",
            ),
        ]
        ordering = ["form", "position"]

    def __str__(self) -> str:
        return self.label


class Wording(models.Model):
    """How an element was worded up to the sheets that begin before `until`; the wording of today is the element's."""

    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="wordings")
    label = models.CharField(max_length=200)
    help_text = models.CharField(max_length=300, blank=True)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["element", "until"], name="wording_once_a_day")]
        ordering = ["element", "until"]

    def __str__(self) -> str:
        return self.label


class Rule(Spell):
    """What must hold between the answers of a sheet, or between it and what was sent before.

    The bounds are of the kind's own measure (`RuleKind`); `others` are the elements compared with.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="rules")
    kind = models.CharField(max_length=20, choices=RuleKind.choices)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="rules")
    others = models.ManyToManyField(Element, blank=True, related_name="compared_in")
    minimum = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gte=models.F("minimum")),
                name="rule_bounds_in_order",
            )
        ]
        ordering = ["form", "position"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.element}"


class Sender(Dated):
    """An organisation that has to send the form, between two days."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="senders")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sends")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "organisation", "valid_from"], name="sender_once"),
            ends_after_it_begins("sender_ends_after_it_begins"),
        ]
        ordering = ["form", "organisation__code"]

    def __str__(self) -> str:
        return f"{self.form}: {self.organisation}"


class Catchment(models.Model):
    """How many residents aged 65 or more an organisation serves, as of a day, and where the number is from."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="catchments")
    as_of = models.DateField()
    residents_65 = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "as_of"], name="catchment_once_a_day"),
            models.CheckConstraint(condition=Q(residents_65__gte=1), name="catchment_has_residents"),
        ]
        ordering = ["organisation", "-as_of"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.as_of}"
