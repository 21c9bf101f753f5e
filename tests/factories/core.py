"""Areas, organisations and people for tests; every default is valid and unlike the last."""

from datetime import date
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator

from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Membership, Person
from zaitaku.core.areas.choices import AreaKind, OrganisationKind
from zaitaku.core.areas.models import Area, Organisation

LONG_AGO = date(2015, 4, 1)
PASSWORD = "とても長い合言葉です-42"
_next = count(1).__next__


def area(**kw: Any) -> Area:
    number = _next()
    defaults = {
        "code": f"A{number:05}",
        "name": f"区{number}",
        "kind": AreaKind.MUNICIPALITY,
        "valid_from": LONG_AGO,
    }
    return Area.objects.create(**(defaults | kw))


def organisation(**kw: Any) -> Organisation:
    number = _next()
    defaults = {
        "code": f"O{number:05}",
        "name": f"課{number}",
        "kind": OrganisationKind.SECTION,
        "valid_from": LONG_AGO,
    }
    if "area" not in kw:
        parent = kw.get("parent")
        kw["area"] = parent.area if parent else area()
    return Organisation.objects.create(**(defaults | kw))


def person(
    *, role: Role | None = Role.PROGRAMME_OFFICER, organisation: Organisation | None = None, **kw: Any
) -> Person:
    """Somebody holding `role` for `organisation` (a new one unless given); `role=None` holds nothing.

    They have a second factor, so that every page opens after `client.force_login`; `has_factor=False` gives none.
    `password` is unusable unless given (PASSWORD fits the rules): hashing it is slow by design.
    """
    number = _next()
    has_factor = kw.pop("has_factor", True)
    password = kw.pop("password", None)
    one = Person(**({"email": f"p{number}@example.jp", "name": f"職員{number}"} | kw))
    one.set_password(password) if password else one.set_unusable_password()
    one.save()
    if has_factor:
        Authenticator.objects.create(user=one, type="totp", data={"secret": "enrolled elsewhere"})
    if role is not None:
        membership(person=one, role=role, **({"organisation": organisation} if organisation else {}))
    return one


def membership(**kw: Any) -> Membership:
    if "organisation" not in kw:
        kw["organisation"] = organisation()
    if "person" not in kw:
        kw["person"] = person(role=None)
    return Membership.objects.create(**({"role": Role.PROGRAMME_OFFICER, "valid_from": LONG_AGO} | kw))
