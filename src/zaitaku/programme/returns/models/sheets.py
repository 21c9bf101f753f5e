"""What is answered: rounds, the sheets of organisations, their values, and what happened to each sheet."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.models import Recorded, one_current_row, superseded_after_recorded, value_fits_state
from zaitaku.programme.returns.choices import COUNTED, Answer, SheetStatus, StepKind
from zaitaku.programme.returns.models.forms import Element, Form


class Round(models.Model):
    """One month (or year) of a collected form: every sender valid in it gets a sheet, due on `due_on`.

    The due day is kept here, so that a form that changes its day leaves earlier timeliness as it was.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="rounds")
    start = models.DateField()
    end = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "start"], name="round_once"),
            models.CheckConstraint(condition=Q(start__lte=F("end"), due_on__gte=F("end")), name="round_due_after_end"),
        ]
        indexes = [models.Index(fields=["due_on"], name="round_by_due_day")]
        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.form} {self.start}"


class Return(models.Model):
    """One organisation's sheet for one period; `start` is empty for running totals of unknown beginning.

    Of a round, it goes from asked to locked (`SheetStatus`); without a round it is recorded and counts at once.
    `covers`: how many organisations its numbers are added up over, where they arrive as one sheet. `first_sent_on` is
    the day that timeliness is judged by; later corrections do not move it. `version` grows with every step and every
    saving, so that two people cannot overwrite each other's step.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="sheets")
    start = models.DateField(null=True, blank=True)
    end = models.DateField()
    status = models.CharField(max_length=10, choices=SheetStatus.choices, default=SheetStatus.RECORDED)
    covers = models.PositiveSmallIntegerField(null=True, blank=True)
    first_sent_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "organisation", "start", "end"], name="return_once"),
            models.UniqueConstraint(
                fields=["form", "organisation", "end"], condition=Q(start=None), name="return_once_without_start"
            ),
            models.CheckConstraint(condition=Q(start=None) | Q(start__lte=F("end")), name="return_starts_before_end"),
            models.CheckConstraint(
                condition=Q(round=None, status=SheetStatus.RECORDED) | (Q(round__isnull=False) & ~Q(status="recorded")),
                name="return_of_a_round_has_steps",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "returned", "accepted", "locked"])
                | Q(first_sent_on__isnull=False),
                name="return_sent_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["form", "end"]), models.Index(fields=["round", "status"])]
        ordering = ["-end"]

    def __str__(self) -> str:
        return f"{self.form} {self.organisation} {self.end}"

    @property
    def is_counted(self) -> bool:
        """Whether figures count its values: not before it was sent in for the first time."""
        return self.status in COUNTED

    @property
    def may_be_filled(self) -> bool:
        return self.status in (SheetStatus.RECORDED, SheetStatus.ASKED, SheetStatus.DRAFT, SheetStatus.RETURNED)


class Value(Recorded):
    """The answer to one element in one return. `answer` tells a number from "none" (0) and "no change" (as before)."""

    sheet = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="values")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="values")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NUMBER)

    class Meta:
        constraints = [
            one_current_row("sheet", "element", name="one_current_value"),
            value_fits_state("value_fits_state"),
            superseded_after_recorded("value_superseded_later"),
            models.CheckConstraint(condition=~Q(answer=Answer.NONE) | Q(value=0), name="value_none_is_zero"),
        ]
        indexes = [
            models.Index(fields=["element", "as_of", "sheet"], condition=Q(superseded_at=None), name="current_value"),
            models.Index(fields=["sheet", "element"], name="value_history"),
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.value}"


class SheetStep(models.Model):
    """What happened to a sheet. Rows are added; the database refuses to change or remove one."""

    sheet = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sheet", "at"], name="steps_of_sheet")]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.kind}"


class Query(models.Model):
    """A question about a sheet or one of its answers, with its thread; open until `closed_at`.

    `answered_at`: since when those who asked have an answer to look at; empty while the sender has to answer.
    """

    sheet = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="queries")
    element = models.ForeignKey(Element, null=True, blank=True, on_delete=models.PROTECT, related_name="queries")
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="query_closed_after_opened"
            )
        ]
        indexes = [models.Index(fields=["sheet"], condition=Q(closed_at=None), name="open_queries")]
        ordering = ["opened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet} #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Message(models.Model):
    """One entry of a query's thread. Rows are added; the database refuses to change or remove one."""

    query = models.ForeignKey(Query, on_delete=models.PROTECT, related_name="messages")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.query} {self.at:%Y-%m-%d}"


class Upload(models.Model):
    """A sheet that came back as an Excel file: every cell as it stood, before anybody decides what it means.

    `cells`: element code → {"cell": "F12", "raw": "１２件", "note": "…", …} (actions/uploads). `made_at`: when the file
    was handed out; values recorded after that are never replaced without asking. `is_outdated`: its items were others
    than those asked now. `taken_at` once its values were saved.
    """

    sheet = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    cells = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    is_outdated = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sheet", "-at"], name="uploads_of_sheet")]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.name}"
