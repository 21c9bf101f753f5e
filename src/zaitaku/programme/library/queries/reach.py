"""Which documents, cases, editions and videos a person may see, and which the person keeps.

To keep is to have the right to record for the owner: keepers see drafts, who opened what, and every version. Others
read what is current of the organisations they may look at (council members: of the whole area), what is open to
everybody of the area, and every version of what was addressed to them or that they opened when it was current.
"""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from zaitaku.core.accounts.access import Permission, organisations_for
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import own_organisations
from zaitaku.core.areas.models import TREE_DEPTH, Area, Organisation
from zaitaku.programme.library.choices import VersionState
from zaitaku.programme.library.models import Addressee, Edition, Opening, Version, Video


def kept_by(person: Person, *, on: date) -> QuerySet[Organisation]:
    """By their keys: a page asks several times."""
    return _settled(organisations_for(person, Permission.RECORD, on=on))


def _settled(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=list(organisations.values_list("pk", flat=True)))


def areas_over(person: Person, *, on: date) -> QuerySet[Area]:
    """The areas of the person's organisations and all above them: what is open to one of these is open to the person.
    One query."""
    ups = ["__".join(["area", *["parent"] * level]) for level in range(TREE_DEPTH)]
    found = own_organisations(person, on=on).values_list(*ups)
    return Area.objects.filter(pk__in={pk for row in found for pk in row if pk is not None})


def with_state(versions: QuerySet[Version]) -> QuerySet[Any]:
    """Each with `state`, a VersionState."""
    newer = Version.objects.filter(
        document=OuterRef("document"), number__gt=OuterRef("number"), withdrawn_at__isnull=True
    )
    return versions.annotate(
        state=Case(
            When(withdrawn_at__isnull=False, then=Value(VersionState.WITHDRAWN.value)),
            When(Exists(newer), then=Value(VersionState.SUPERSEDED.value)),
            default=Value(VersionState.CURRENT.value),
            output_field=CharField(),
        )
    )


def addressed_to(person: Person, *, on: date) -> QuerySet[Addressee]:
    """What was shared with an organisation that the person holds a role for."""
    return Addressee.objects.filter(
        organisation__in=own_organisations(person, on=on).values("pk"), sharing__undone_at=None
    )


def versions_seen_by(person: Person, *, on: date) -> QuerySet[Any]:
    """Versions with `state`, and without the files."""
    kept = Q(document__owner__in=kept_by(person, on=on))
    addressed = Q(document__in=addressed_to(person, on=on).values("sharing__version__document"))
    opened = Q(pk__in=Opening.objects.filter(person=person).values("version"))
    seen = Q(document__owner__in=_settled(organisations_for(person, Permission.VIEW_PROGRAMME, on=on)))
    is_open = Q(document__is_open=True, document__owner__area__in=areas_over(person, on=on))
    current = Q(state=VersionState.CURRENT) & (seen | is_open)
    found = with_state(Version.objects.all()).filter(kept | addressed | (opened & (seen | is_open)) | current)
    return found.select_related("document__owner").defer("content")


def editions_seen_by(person: Person, *, on: date) -> QuerySet[Edition]:
    """Keepers see those that stopped too."""
    kept = Q(owner__in=kept_by(person, on=on))
    seen = Q(owner__in=_settled(organisations_for(person, Permission.VIEW_PROGRAMME, on=on)))
    is_open = Q(is_open=True, owner__area__in=areas_over(person, on=on))
    return Edition.objects.filter(kept | (Q(stopped_at=None) & (seen | is_open))).select_related("owner")


def videos_seen_by(person: Person, *, on: date) -> QuerySet[Video]:
    """Videos are published; those of the organisations of one's area are seen."""
    seen = Q(owner__in=_settled(organisations_for(person, Permission.VIEW_PROGRAMME, on=on)))
    around = Q(owner__area__in=areas_over(person, on=on))
    return Video.objects.filter(seen | around).select_related("owner", "session__series")
