"""Cases from case meetings, whether they may be published, and the editions of the casebook that hold them."""

from django.db import models
from django.db.models import F, Q

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import Profession
from zaitaku.programme.events.models import Session
from zaitaku.programme.library.choices import Check, Consent, Scene, Side


class CaseTexts(models.Model):
    """What a case says, without names; a draft has it, and each edition keeps its own."""

    title = models.CharField(max_length=200)
    scene = models.CharField(max_length=12, choices=Scene.choices)
    theme = models.CharField(max_length=200, blank=True)
    professions = models.JSONField(default=list, blank=True)
    background = models.TextField(max_length=4000, blank=True)
    done = models.TextField(max_length=6000, blank=True)
    learnt = models.TextField(max_length=4000, blank=True)

    class Meta:
        abstract = True

    def profession_words(self) -> list[str]:
        return [str(Profession(code).label) for code in self.professions if code in Profession.values]


class Case(CaseTexts):
    """`professions` are codes of events.choices.Profession. `version` grows with every change. `cleared_at`: its words
    were taken out for good."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="library_cases")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="library_cases")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(cleared_at=None, cleared_because="") & ~Q(title=""))
                | (
                    Q(cleared_at__isnull=False, title="", theme="", background="", done="", learnt="")
                    & ~Q(cleared_because="")
                ),
                name="case_cleared_with_reason",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Without its title, which may yet name somebody: the audit keeps this for good."""
        return f"事例{self.pk}"


class ConsentStep(models.Model):
    """What one side said about publishing, and how: never changed, the latest one counts. No names."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    side = models.CharField(max_length=12, choices=Side.choices)
    state = models.CharField(max_length=12, choices=Consent.choices)
    on = models.DateField()
    how = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.side} {self.state}"


class Tick(models.Model):
    """Somebody looked for one kind of clue, and a second person looked again. `reset_at`: it counts no more, because
    the words of the case were changed afterwards or somebody took it back."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=12, choices=Check.choices)
    ticked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reset_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "item"], condition=Q(reset_at=None), name="tick_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("ticked_by"))),
                name="tick_confirmed_by_another",
            ),
        ]
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.item}"


class Edition(models.Model):
    """A publication of the casebook. Its words are frozen in its `parts`.

    `stopped_at`: it is not offered any more, because consent to a case in it was withdrawn.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="library_editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    issued_on = models.DateField()
    preface = models.TextField(max_length=2000, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_1"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_because="")
                | (Q(stopped_at__isnull=False) & ~Q(stopped_because="")),
                name="edition_stopped_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["issued_on"], name="editions_by_day")]
        ordering = ["-issued_on", "-number"]

    def __str__(self) -> str:
        return f"{self.title} 第{self.number}号"


class EditionPart(CaseTexts):
    """A case as the edition prints it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="parts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "case"], name="edition_has_case_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="edition_position_once"),
        ]
        ordering = ["edition", "position"]

    def __str__(self) -> str:
        return f"{self.edition} {self.position}"
