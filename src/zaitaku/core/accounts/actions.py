"""Inviting people, giving and ending roles, closing accounts. Every change is in the audit with its reason."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Invitation, Membership, Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record

SYSTEM_EMAIL = "system@zaitaku.invalid"


class AlreadyInvited(Exception):
    """The address belongs to somebody already; give that person another role instead."""


class AlreadyHolds(Exception):
    """The person holds this role for this organisation on these days already."""


class LastAdministrator(Exception):
    """Somebody must remain who can manage people."""


class InvitationInvalid(Exception):
    """The link is unknown, used, replaced by a newer one, or too old."""


class EndsBeforeItBegins(Exception):
    """A role cannot end before its first day."""


@transaction.atomic
def system_person() -> Person:
    """The installation itself, in whose name commands write. It cannot sign in."""
    person, _ = Person.objects.get_or_create(
        email=SYSTEM_EMAIL, defaults={"name": "システム", "is_system": True, "is_active": False, "password": "!"}
    )
    return person


@transaction.atomic
def invite(
    *,
    by: Person,
    email: str,
    name: str,
    role: Role,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
    days: int,
) -> tuple[Person, str]:
    """A new person with a first role, and the token of the link that is open for `days` days.

    Raises AlreadyInvited.
    """
    if Person.objects.filter(email__iexact=email).exists():
        raise AlreadyInvited(email)
    person = Person.objects.create(email=email.lower(), name=name, password="!")  # noqa: S106  # "!" fits no password
    record(by=by, action="person.invite", subject=person, details={"email": person.email, "name": name})
    add_membership(by=by, person=person, role=role, organisation=organisation, valid_from=valid_from, valid_to=valid_to)
    return person, new_link(by=by, person=person, days=days)


@transaction.atomic
def new_link(*, by: Person, person: Person, days: int) -> str:
    """The token of a new link for setting a password; an older link of the person ends."""
    now = timezone.now()
    Invitation.objects.filter(person=person, ended_at=None).update(ended_at=now)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        person=person,
        token_digest=_digest(token),
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(days=days),
    )
    record(by=by, action="person.link", subject=person, details={"days": days})
    return token


def open_invitation(token: str) -> Invitation:
    """Raises InvitationInvalid."""
    invitation = Invitation.objects.select_related("person").filter(token_digest=_digest(token)).first()
    if invitation is None or not invitation.is_open(timezone.now()) or not invitation.person.is_active:
        raise InvitationInvalid
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> Person:
    """Sets the password and uses the link up. Raises InvitationInvalid."""
    person = open_invitation(token).person
    now = timezone.now()
    # Of two who follow the same link at the same moment, one finds it ended.
    if not Invitation.objects.filter(token_digest=_digest(token), ended_at=None).update(ended_at=now):
        raise InvitationInvalid
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by=person, action="person.accept", subject=person, details={})
    return person


@transaction.atomic
def add_membership(
    *,
    by: Person,
    person: Person,
    role: Role,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
) -> Membership:
    """Raises AlreadyHolds, EndsBeforeItBegins."""
    if valid_to is not None and valid_to < valid_from:
        raise EndsBeforeItBegins(valid_to)
    same = Membership.objects.filter(person=person, role=role, organisation=organisation)
    if any(_overlap(held, valid_from, valid_to) for held in same):
        raise AlreadyHolds(f"{organisation} / {role.label}")
    membership = Membership.objects.create(
        person=person, role=role, organisation=organisation, valid_from=valid_from, valid_to=valid_to
    )
    record(by=by, action="membership.add", subject=membership, details=_told(membership))
    return membership


@transaction.atomic
def end_membership(*, by: Person, membership: Membership, valid_to: date) -> None:
    """`valid_to` is the last day of the role. Raises EndsBeforeItBegins, LastAdministrator."""
    if valid_to < membership.valid_from:
        raise EndsBeforeItBegins(valid_to)
    before = _told(membership)
    membership.valid_to = valid_to
    membership.save(update_fields=["valid_to"])
    record(by=by, action="membership.end", subject=membership, details={"before": before, "after": _told(membership)})
    if membership.role == Role.ADMINISTRATOR:
        _keep_an_administrator(valid_to + timedelta(days=1))


@transaction.atomic
def deactivate(*, by: Person, person: Person, reason: str, on: date) -> None:
    """The person cannot sign in any more; what they wrote stays theirs. Raises LastAdministrator."""
    person.is_active = False
    person.sign_out_key = get_random_string(32)
    person.save(update_fields=["is_active", "sign_out_key"])
    record(by=by, action="person.deactivate", subject=person, details={"reason": reason})
    if Membership.objects.holding(on).filter(person=person, role=Role.ADMINISTRATOR).exists():
        _keep_an_administrator(on)


@transaction.atomic
def reactivate(*, by: Person, person: Person, reason: str) -> None:
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(by=by, action="person.reactivate", subject=person, details={"reason": reason})


@transaction.atomic
def reset_second_factor(*, by: Person, person: Person, reason: str) -> None:
    """Forget every second factor of the person and end all sessions; the next sign-in must enrol one."""
    kinds = sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    Authenticator.objects.filter(user=person).delete()
    person.sign_out_key = get_random_string(32)
    person.save(update_fields=["sign_out_key"])
    record(by=by, action="person.reset_factor", subject=person, details={"reason": reason, "forgotten": kinds})


@transaction.atomic
def note_sign_in(*, person: Person, previous: datetime | None, methods: Sequence[str]) -> None:
    person.previous_login = previous
    person.save(update_fields=["previous_login"])
    record(by=person, action="person.sign_in", subject=person, details={"methods": list(methods)})


def keep_language(*, person: Person, language: str) -> None:
    """A habit of the reader, not a change of the programme: it is not in the audit."""
    Person.objects.filter(pk=person.pk).update(language=language)


def _keep_an_administrator(on: date) -> None:
    """Called after `record`, whose lock lets one change of this kind be looked at after the other."""
    left = Membership.objects.holding(on).filter(role=Role.ADMINISTRATOR, person__is_active=True)
    if not left.exists():
        raise LastAdministrator


def _overlap(held: Membership, valid_from: date, valid_to: date | None) -> bool:
    return (valid_to is None or held.valid_from <= valid_to) and (held.valid_to is None or valid_from <= held.valid_to)


def _told(membership: Membership) -> dict[str, str | None]:
    return {
        "role": str(membership.role),
        "organisation": membership.organisation.name,
        "valid_from": membership.valid_from.isoformat(),
        "valid_to": membership.valid_to.isoformat() if membership.valid_to else None,
    }


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
