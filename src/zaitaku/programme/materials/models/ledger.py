"""Where copies came from and went to: destinations, movements and stocktakes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Dated, Organisation, ends_after_it_begins
from zaitaku.core.records.models import Recorded, superseded_after_recorded, value_fits_state
from zaitaku.programme.materials.choices import WITH_PLACE, DestinationKind, MovementKind
from zaitaku.programme.materials.models.titles import Edition, Title


class Destination(Dated):
    """An address copies are handed out through. `merged_into` is the entry it turned out to be a double of, which is
    never a double itself. `version` grows with every change of the entry.

    The contact person, telephone and e-mail are personal data: they are in no audit entry and can be removed.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="material_destinations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="receives_materials_as"
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=DestinationKind.choices)
    postal_code = models.CharField(max_length=8, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="doubles")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name", "address"], condition=Q(merged_into=None), name="destination_once"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="destination_not_its_own_double"
            ),
            ends_after_it_begins("destination_ends_after_it_begins"),
        ]
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Movement(Recorded):
    """Copies (`value`) issued, handed out, come back, disposed of, found or missing, between two days.

    `start` is empty where only the running total is known. `within` names the movement whose copies these are part
    of, so that a year's share of a known running total is not counted twice. Who got them (or gave them back) is
    `place`, or for totals by kind the text `destination`. `note` says why, where a kind asks for a reason.
    """

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="movements")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=20, choices=MovementKind.choices)
    place = models.ForeignKey(Destination, null=True, blank=True, on_delete=models.PROTECT, related_name="movements")
    destination = models.CharField(max_length=200, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField()
    within = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="shares")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        constraints = [
            value_fits_state("movement_value_fits_state"),
            superseded_after_recorded("movement_superseded_later"),
            models.CheckConstraint(condition=Q(start=None) | Q(start__lte=F("end")), name="movement_starts_before_end"),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="movement_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(place=None) | Q(kind__in=[kind.value for kind in WITH_PLACE], destination=""),
                name="movement_place_fits_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["title", "end"], condition=Q(superseded_at=None), name="movements_that_count"),
        ]
        ordering = ["title", "end"]

    def __str__(self) -> str:
        return f"{self.title} {self.value}"


class Stocktake(models.Model):
    """Copies counted on the shelf against what the movements said; `movement` books the difference."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="stocktakes")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="stocktakes")
    counted_on = models.DateField()
    counted = models.PositiveIntegerField()
    computed = models.IntegerField()
    reason = models.CharField(max_length=300, blank=True)
    movement = models.OneToOneField(Movement, null=True, blank=True, on_delete=models.PROTECT, related_name="stocktake")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(counted=F("computed")) | Q(movement__isnull=False), name="stocktake_books_its_difference"
            ),
        ]
        ordering = ["-counted_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.counted_on}"
