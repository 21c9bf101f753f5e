"""Who may do what, for which organisations, on which day.

One table says what a role may do and how far it reaches. Rows are reached through `organisations_for`, never unscoped:
what lies outside is answered as "not found", so that nobody learns that it exists.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Membership, Person
from zaitaku.core.areas.models import Area, Organisation, below


class Permission(StrEnum):
    VIEW_PROGRAMME = "view_programme"
    EDIT_PLAN = "edit_plan"
    RECORD = "record"
    CONFIRM = "confirm"
    WRITE_PAPER = "write_paper"
    FREEZE_PAPER = "freeze_paper"
    MANAGE_PEOPLE = "manage_people"
    VIEW_AUDIT = "view_audit"


class Reach(StrEnum):
    """AREA: every organisation of one's own area and of the areas below it. OWN: one's own and those below it."""

    AREA = "area"
    OWN = "own"


@dataclass(frozen=True)
class Grant:
    reach: Reach
    permissions: frozenset[Permission]


_PROGRAMME = frozenset(Permission) - {Permission.MANAGE_PEOPLE}
GRANTS: dict[Role, Grant] = {
    Role.PROGRAMME_OFFICER: Grant(Reach.AREA, _PROGRAMME),
    Role.SECTION_OFFICER: Grant(
        Reach.OWN, frozenset({Permission.VIEW_PROGRAMME, Permission.RECORD, Permission.CONFIRM})
    ),
    Role.PARTNER: Grant(Reach.OWN, frozenset({Permission.VIEW_PROGRAMME, Permission.RECORD})),
    Role.PROFESSIONAL: Grant(Reach.OWN, frozenset({Permission.VIEW_PROGRAMME})),
    Role.ANALYST: Grant(Reach.OWN, frozenset({Permission.VIEW_PROGRAMME})),
    Role.COUNCIL_MEMBER: Grant(Reach.AREA, frozenset({Permission.VIEW_PROGRAMME})),
    Role.ADMINISTRATOR: Grant(Reach.AREA, frozenset({Permission.MANAGE_PEOPLE, Permission.VIEW_AUDIT})),
}


class StaffRequest(HttpRequest):
    """A request behind `page`: somebody is signed in."""

    user: Person


def allowed(person: Person, permission: Permission, *, on: date, organisation: Organisation | None = None) -> bool:
    """Without an organisation: for any organisation at all."""
    if organisation is None:
        return _memberships(person, permission, on).exists()
    return organisations_for(person, permission, on=on).filter(pk=organisation.pk).exists()


def organisations_for(person: Person, permission: Permission, *, on: date) -> QuerySet[Organisation]:
    """One query when used. Organisations that have ended stay reachable: their records are still the programme's."""
    held = _memberships(person, permission, on)
    by_area = below("area", held.filter(role__in=_roles(permission, Reach.AREA)).values("organisation__area"))
    by_own = below("", held.filter(role__in=_roles(permission, Reach.OWN)).values("organisation"))
    return Organisation.objects.filter(by_area | by_own)


def areas_for(person: Person, permission: Permission, *, on: date) -> QuerySet[Area]:
    """For a reach of AREA the whole tree below; for OWN the area of the organisation itself."""
    held = _memberships(person, permission, on)
    trees = below("", held.filter(role__in=_roles(permission, Reach.AREA)).values("organisation__area"))
    own = Q(pk__in=held.filter(role__in=_roles(permission, Reach.OWN)).values("organisation__area"))
    return Area.objects.filter(trees | own)


def _roles(permission: Permission, reach: Reach | None = None) -> list[Role]:
    """Those that hold it; with a reach, that far."""
    holding = [(role, grant) for role, grant in GRANTS.items() if permission in grant.permissions]
    return [role for role, grant in holding if reach is None or grant.reach is reach]


def _memberships(person: Person, permission: Permission, on: date) -> QuerySet[Membership]:
    held = Membership.objects.holding(on).filter(role__in=_roles(permission))
    return held.filter(person=person, person__is_active=True)


def recorders_of(organisations: Iterable[int], *, on: date) -> defaultdict[int, list[Person]]:
    """Organisation id -> who holds a role for it that may record, and can be written to. One query."""
    held = Membership.objects.holding(on).filter(role__in=_roles(Permission.RECORD))
    held = held.filter(organisation__in=list(organisations), person__is_active=True, person__is_system=False).exclude(
        person__email=""
    )
    found: defaultdict[int, list[Person]] = defaultdict(list)
    for one in held.select_related("person").order_by("person_id"):
        if one.person not in found[one.organisation_id]:
            found[one.organisation_id].append(one.person)
    return found


def page_context(request: HttpRequest) -> dict[str, Any]:
    """For every template: `may` (a permission's value -> bool), the sign-in before this one, the name of the area."""
    person = getattr(request, "user", None)  # absent when an error page answers before the session was read
    if not isinstance(person, Person):
        return {"may": {}, "previous_login": None, "area_name": ""}
    held = Membership.objects.holding(timezone.localdate()).filter(person=person, person__is_active=True)
    rows = list(held.order_by("pk").values_list("role", "organisation__area__name"))
    granted = {permission for role, _ in rows for permission in GRANTS[Role(role)].permissions}
    return {
        "may": {permission.value: permission in granted for permission in Permission},
        "previous_login": person.previous_login,
        "area_name": rows[0][1] if rows else "",
    }


P = ParamSpec("P")
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(*permissions: Permission) -> Callable[[StaffView[P]], View[P]]:
    """A page for people who hold any of the permissions; with none named, for everybody who is signed in.

    The view keeps them in its attribute `permissions`, from which the test of every URL by every role is built.
    """

    def decorate(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            person = request.user
            if not isinstance(person, Person) or not person.is_active:
                return redirect_to_login(request.get_full_path())
            today = timezone.localdate()
            if permissions and not any(allowed(person, permission, on=today) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # its user has just been looked at

        guarded.permissions = permissions  # type: ignore[attr-defined]  # functions take attributes
        return guarded

    return decorate
