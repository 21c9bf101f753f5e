"""The people an administrator may see, and those whose account the administrator may manage."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from zaitaku.core.accounts.access import Permission, organisations_for
from zaitaku.core.accounts.models import Membership, Person
from zaitaku.core.areas.models import Organisation, exists_on
from zaitaku.core.audit.models import AuditEntry

FACTORS = ["totp", "webauthn"]


def people_for(by: Person, *, on: date) -> QuerySet[Person]:
    """Everybody who has or had a role for an organisation in reach, with `has_factor` and the memberships at hand."""
    reach = organisations_for(by, Permission.MANAGE_PEOPLE, on=on)
    memberships = Membership.objects.select_related("organisation__area").order_by("-valid_from", "pk")
    return (
        Person.objects.filter(Exists(Membership.objects.filter(person=OuterRef("pk"), organisation__in=reach)))
        .annotate(has_factor=Exists(_factor()))
        .prefetch_related(Prefetch("memberships", queryset=memberships))
        .order_by("email")
    )


def matching(people: QuerySet[Person], *, words: str, role: str, state: str, on: date) -> QuerySet[Person]:
    """Narrowed by part of a name or address, by a role held on the day, by "active", "closed" or "no_factor"."""
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if role:
        holding = Membership.objects.filter(exists_on(on), person=OuterRef("pk"), role=role)
        people = people.filter(Exists(holding))
    if state in {"active", "closed"}:
        people = people.filter(is_active=state == "active")
    if state == "no_factor":
        people = people.exclude(Exists(_factor()))
    return people


def may_manage_account(by: Person, person: Person, *, on: date) -> bool:
    """Whether the whole of the person's roles lies in reach.

    A new link or a forgotten second factor hands over everything the person may do, hence nobody gets to do that for
    somebody whose roles reach further than the own.
    """
    reach = organisations_for(by, Permission.MANAGE_PEOPLE, on=on)
    lasting = Membership.objects.filter(person=person).exclude(valid_to__lt=on)
    return not person.is_system and not lasting.exclude(organisation__in=reach).exists()


def _factor() -> QuerySet[Any]:
    found: QuerySet[Any] = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return found


def entries_for(by: Person, *, on: date) -> QuerySet[AuditEntry]:
    """What people with a role in reach wrote, and what commands wrote for those who reach every organisation."""
    reach = organisations_for(by, Permission.VIEW_AUDIT, on=on)
    writers = Membership.objects.filter(organisation__in=reach).values("person")
    entries = Q(by__in=writers) | Q(by=by)
    if not _beyond(by, on=on):
        entries |= Q(by__is_system=True)
    return AuditEntry.objects.filter(entries).select_related("by")


def may_see_data(by: Person, *, on: date) -> bool:
    """Whether the programme's data may be seen for everything whose audit may be seen.

    A right to view held for another organisation than the audit's does not open the audit's data.
    """
    audited = organisations_for(by, Permission.VIEW_AUDIT, on=on)
    seen = organisations_for(by, Permission.VIEW_PROGRAMME, on=on)
    return not audited.exclude(pk__in=seen.values("pk")).exists()


def _beyond(by: Person, *, on: date) -> bool:
    """Whether some organisation lies outside the reach."""
    reach = organisations_for(by, Permission.VIEW_AUDIT, on=on)
    return Organisation.objects.exclude(pk__in=reach.values("pk")).exists()


def own_organisations(person: Person, *, on: date) -> QuerySet[Organisation]:
    """Those the person holds a role for: "mine" in the list of actions."""
    return Organisation.objects.filter(
        pk__in=Membership.objects.holding(on).filter(person=person).values("organisation")
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """Something a person has to see to, as the front page lists it; `page` and `pk` lead to it."""

    what: str
    where: str
    page: str
    pk: int
    due_on: date | None
    is_late: bool
