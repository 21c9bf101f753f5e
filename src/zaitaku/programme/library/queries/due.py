"""What somebody has to see to: documents addressed to the person's organisations that the person has not opened."""

from datetime import date

from django.db.models import Exists, F, OuterRef

from zaitaku.core.accounts.models import Membership, Person
from zaitaku.core.accounts.queries import Duty
from zaitaku.programme.library.choices import VersionState
from zaitaku.programme.library.models import Addressee, Opening, Version
from zaitaku.programme.library.queries.documents import READERS
from zaitaku.programme.library.queries.reach import with_state


def duties_of(person: Person, *, on: date, most: int) -> list[Duty]:
    """Current versions only, shared since the person took the role up; the latest first."""
    held = Membership.objects.holding(on).filter(
        person=person,
        role__in=READERS,
        organisation=OuterRef("organisation"),
        valid_from__lte=OuterRef("sharing__shared_on"),
    )
    asked = Addressee.objects.filter(Exists(held), sharing__version=OuterRef("pk"), sharing__undone_at=None)
    opened = Opening.objects.filter(version=OuterRef("pk"), person=person)
    rows = (
        with_state(Version.objects.filter(Exists(asked)).exclude(Exists(opened)))
        .filter(state=VersionState.CURRENT)
        .annotate(owner_name=F("document__owner__name"))
        .order_by("-issued_on", "-pk")
        .values_list("title", "owner_name", "pk")[:most]
    )
    return [Duty(title, owner, "library:version", pk, None, False) for title, owner, pk in rows]
