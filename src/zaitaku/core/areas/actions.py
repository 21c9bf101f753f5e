"""Areas and organisations: begin, change, end. Rows stay, because memberships and records point at them."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from zaitaku.core.areas.choices import AreaKind, OrganisationKind
from zaitaku.core.areas.models import TREE_DEPTH, Area, Organisation
from zaitaku.core.audit.actions import record


class CodeTaken(Exception):
    """Another organisation of the area, or area of the kind, carries this code in these days."""


class TooDeep(Exception):
    """The tree would have more levels than TREE_DEPTH."""


class Circle(Exception):
    """An organisation cannot stand below itself."""


class EndsBeforeItBegins(Exception):
    """The last day lies before the first."""


class StillHasParts(Exception):
    """Organisations below it, or people's roles in it, last longer; end those first."""


@transaction.atomic
def add_area(
    *, by: AbstractBaseUser, code: str, name: str, kind: AreaKind, valid_from: date, parent: Area | None = None
) -> Area:
    """Raises CodeTaken, TooDeep."""
    if Area.objects.filter(kind=kind, code=code, valid_to=None).exists():
        raise CodeTaken(code)
    _refuse_depth(parent, 1)
    area = Area.objects.create(code=code, name=name, kind=kind, valid_from=valid_from, parent=parent)
    told = {"code": code, "name": name, "kind": str(kind), "parent": parent.name if parent else None}
    record(by=by, action="area.add", subject=area, details=told)
    return area


@transaction.atomic
def add_organisation(
    *,
    by: AbstractBaseUser,
    area: Area,
    code: str,
    name: str,
    kind: OrganisationKind,
    valid_from: date,
    parent: Organisation | None = None,
) -> Organisation:
    """Raises CodeTaken, TooDeep."""
    if Organisation.objects.filter(area=area, code=code, valid_to=None).exists():
        raise CodeTaken(code)
    _refuse_depth(parent, 1)
    organisation = Organisation.objects.create(
        area=area, code=code, name=name, kind=kind, valid_from=valid_from, parent=parent
    )
    record(by=by, action="organisation.add", subject=organisation, details=_told(organisation))
    return organisation


@transaction.atomic
def change_organisation(
    *,
    by: AbstractBaseUser,
    organisation: Organisation,
    name: str,
    kind: OrganisationKind,
    parent: Organisation | None,
) -> None:
    """The row keeps its identity; the audit keeps what it was called before. Raises Circle, TooDeep."""
    before = _told(Organisation.objects.get(pk=organisation.pk))
    if parent is not None and organisation in _with_those_above(parent):
        raise Circle(name)
    _refuse_depth(parent, _levels_below(organisation))
    organisation.name, organisation.kind, organisation.parent = name, kind, parent
    organisation.save(update_fields=["name", "kind", "parent"])
    changes = {"before": before, "after": _told(organisation)}
    record(by=by, action="organisation.change", subject=organisation, details=changes)


@transaction.atomic
def end_organisation(*, by: AbstractBaseUser, organisation: Organisation, valid_to: date) -> None:
    """`valid_to` is its last day. Raises EndsBeforeItBegins, StillHasParts."""
    if valid_to < organisation.valid_from:
        raise EndsBeforeItBegins(valid_to)
    before = _told(organisation)
    for parts in (organisation.children.all(), organisation.memberships.all()):
        if parts.exclude(valid_to__lte=valid_to).exists():
            raise StillHasParts(organisation.name)
    organisation.valid_to = valid_to
    organisation.save(update_fields=["valid_to"])
    changes = {"before": before, "after": _told(organisation)}
    record(by=by, action="organisation.end", subject=organisation, details=changes)


def _refuse_depth(parent: Area | Organisation | None, levels: int) -> None:
    if len(_with_those_above(parent)) + levels > TREE_DEPTH:
        raise TooDeep(TREE_DEPTH)


def _with_those_above(node: Any) -> list[Any]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def _levels_below(organisation: Organisation) -> int:
    """1 for an organisation that has none below it."""
    levels, row = 0, [organisation.pk]
    while row and levels <= TREE_DEPTH:
        levels += 1
        row = list(Organisation.objects.filter(parent__in=row).values_list("pk", flat=True))
    return levels


def _told(organisation: Organisation) -> dict[str, str | None]:
    return {
        "area": organisation.area.name,
        "code": organisation.code,
        "name": organisation.name,
        "kind": str(organisation.kind),
        "parent": organisation.parent.name if organisation.parent else None,
        "valid_from": organisation.valid_from.isoformat(),
        "valid_to": organisation.valid_to.isoformat() if organisation.valid_to else None,
    }
