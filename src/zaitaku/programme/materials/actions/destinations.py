"""The register of destinations. Telephone, e-mail, contact person and remarks are in no audit entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.mail.actions import forget
from zaitaku.core.records.actions import latest
from zaitaku.programme.materials.actions import order_letters as letters
from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.choices import DestinationKind, OrderWay
from zaitaku.programme.materials.models import Destination, Order, OrderLink

PERSONAL = ("contact", "phone", "email")


@dataclass(frozen=True, slots=True)
class DestinationEntry:
    """A destination as somebody enters it; the fields are Destination's."""

    name: str
    kind: DestinationKind
    valid_from: date
    valid_to: date | None = None
    postal_code: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    organisation: Organisation | None = None

    @classmethod
    def of(cls, found: Destination) -> "DestinationEntry":
        return cls(**{name: getattr(found, name) for name in cls.__dataclass_fields__})

    def as_json(self) -> dict[str, Any]:
        """For the audit chain: nothing of a person."""
        shown = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in (*PERSONAL, "note")}
        shown["organisation"] = self.organisation.name if self.organisation else ""
        shown["kind"] = str(self.kind)
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in shown.items()}


@transaction.atomic
def add_destinations(*, owner: Organisation, entries: Sequence[DestinationEntry], by: Person) -> list[Destination]:
    """All or none. Raises MaterialRefused (there already, ends before it begins)."""
    made = []
    for entry in entries:
        found = Destination(owner=owner, **_fields(entry))
        _save(found)
        record(by=by, action="materials.add_destination", subject=found, details=entry.as_json())
        made.append(found)
    return made


@transaction.atomic
def change_destination(
    *, destination: Destination, entry: DestinationEntry, seen: int | None, by: Person
) -> Destination:
    """`seen` is the version that was on the page. Raises ChangedMeanwhile, and what `add_destinations` raises."""
    found = latest(destination, seen)
    before = DestinationEntry.of(found)
    if before == entry:
        return found
    fields = _fields(entry)
    for name, value in fields.items():
        setattr(found, name, value)
    _save(found, [*fields, "version"])
    details: dict[str, Any] = {"before": before.as_json(), "after": entry.as_json()}
    details["contact_changed"] = any(getattr(before, name) != getattr(entry, name) for name in PERSONAL)
    details["note_changed"] = before.note != entry.note
    record(by=by, action="materials.change_destination", subject=found, details=details)
    return found


@transaction.atomic
def remove_contact(*, destination: Destination, by: Person) -> Destination:
    """The contact person, telephone and e-mail go, with the letters to them; the address stays."""
    found = Destination.objects.select_for_update().get(pk=destination.pk)
    for name in PERSONAL:
        setattr(found, name, "")
    found.version += 1
    found.save(update_fields=[*PERSONAL, "version"])
    told = Order.objects.filter(destination=found).exclude(way=OrderWay.ACCOUNT)
    links = OrderLink.objects.filter(destination=found)
    forget(about=[*map(letters.about, told), *map(letters.about_link, links)])
    record(by=by, action="materials.remove_contact", subject=found, details={})
    return found


@transaction.atomic
def merge_destinations(*, double: Destination, into: Destination, by: Person) -> Destination:
    """The double leaves the lists and what it got counts for the other; `separate_destination` takes it back.

    Movements keep naming the double, hence nothing is rewritten. Raises MaterialRefused, also for one that has doubles
    of its own: theirs would be a merger that nobody could take back alone.
    """
    found, kept = _pair(double, into)
    found.merged_into = kept
    found.save(update_fields=["merged_into"])
    details = {"into": kept.pk, "into_name": kept.name}
    record(by=by, action="materials.merge_destination", subject=found, details=details)
    return found


@transaction.atomic
def separate_destination(*, destination: Destination, by: Person) -> Destination:
    """A merger taken back. Raises MaterialRefused where there is none or the address is taken meanwhile."""
    rows = Destination.objects.select_for_update(of=("self",)).select_related("merged_into")
    found = rows.get(pk=destination.pk)
    if found.merged_into is None:
        raise MaterialRefused(_("“%(name)s” is not merged with another.") % {"name": found.name})
    details = {"from": found.merged_into_id, "from_name": found.merged_into.name}
    found.merged_into = None
    _save(found, ["merged_into"])
    record(by=by, action="materials.separate_destination", subject=found, details=details)
    return found


def _pair(double: Destination, into: Destination) -> tuple[Destination, Destination]:
    """Held in the order of their keys, so that two mergers of the same pair wait for each other."""
    held = Destination.objects.select_for_update().filter(pk__in=[double.pk, into.pk]).order_by("pk")
    rows = {row.pk: row for row in held}
    found, kept = rows[double.pk], rows[into.pk]
    if found.pk == kept.pk:
        raise MaterialRefused(_("Choose two different destinations."))
    if found.owner_id != kept.owner_id:
        raise MaterialRefused(_("Only destinations of the same register can be merged."))
    if found.merged_into_id is not None or kept.merged_into_id is not None:
        raise MaterialRefused(_("One of the two is merged with another already. Open the list again."))
    if own := list(found.doubles.order_by("name", "pk")[:3]):
        raise MaterialRefused(
            _(
                "“%(name)s” has doubles of its own (%(doubles)s). Take their mergers back first, or merge “%(into)s” "
                "into “%(name)s” instead."
            )
            % {"name": found.name, "doubles": "、".join(one.name for one in own), "into": kept.name}
        )
    return found, kept


def _fields(entry: DestinationEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


def _save(found: Destination, changed: Sequence[str] | None = None) -> None:
    """Only what `changed` names, or else a new entry."""
    if found.valid_to is not None and found.valid_to < found.valid_from:
        raise MaterialRefused(_("%(name)s: it ends before it begins. Exchange the two days.") % {"name": found.name})
    try:
        with transaction.atomic():
            found.save(update_fields=changed)
    except IntegrityError as clash:
        raise MaterialRefused(
            _("“%(name)s” with this address is in the register already.") % {"name": found.name}
        ) from clash
