"""What a group says about itself, and whom the section writes to: as forms hand them over."""

import secrets
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.contacts import digits_of, holds_number, is_address, searchable
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Area
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.choices import CONTACTS, GroupKind
from zaitaku.programme.facilities.models import Entry, Group

# Letters carry names to whatever mailbox was typed.
NUMBER_IN_NAME = gettext_lazy("Write a name only, without a telephone number; there are fields for numbers below.")
_SEARCHED = ("name", "kana", "what", "for_whom", "venue", "address", "when_text")


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """`<contact>_public`: it may be published. Empty `weeks` are every week."""

    name: str
    kana: str = ""
    kinds: tuple[str, ...] = (GroupKind.OTHER,)
    what: str = ""
    for_whom: str = ""
    venue: str = ""
    address: str = ""
    area: Area | None = None
    weekdays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    starts: time | None = None
    ends: time | None = None
    when_text: str = ""
    fee: str = ""
    how_to_join: str = ""
    desk: str = ""
    desk_public: bool = False
    phone: str = ""
    phone_public: bool = False
    email: str = ""
    email_public: bool = False
    web: str = ""
    web_public: bool = False

    @classmethod
    def of(cls, row: Entry) -> "GroupEntry":
        lists = {name: tuple(getattr(row, name)) for name in ("kinds", "weekdays", "weeks")}
        return cls(**({one.name: getattr(row, one.name) for one in fields(cls)} | lists))

    def tidied(self) -> "GroupEntry":
        """In one order and without a word about a contact that is not given. Raises GroupRefused."""
        if is_address(self.name) or is_address(self.kana):
            raise GroupRefused(_("Write the group's name without addresses; there are fields for them below."))
        if holds_number(self.name) or holds_number(self.kana):
            raise GroupRefused(str(NUMBER_IN_NAME))
        if not self.kinds or not set(self.kinds) <= set(GroupKind.values):
            raise GroupRefused(_("Choose at least one kind of group."))
        if self.starts and self.ends and self.starts >= self.ends:
            raise GroupRefused(_("The group's hours end before they begin. Exchange the two times."))
        agreed: dict[str, Any] = {
            f"{name}_public": bool(getattr(self, name)) and getattr(self, f"{name}_public") for name in CONTACTS
        }
        return replace(
            self,
            kinds=tuple(kind for kind in GroupKind.values if kind in self.kinds),
            weekdays=tuple(sorted(set(self.weekdays))),
            weeks=tuple(sorted(set(self.weeks))),
            phone=digits_of(self.phone),
            email=self.email.lower(),
            **agreed,
        )

    def with_less(self, other: "GroupEntry") -> "GroupEntry":
        """This, without the contacts that `other` does not publish, or not so any more: a number that was replaced may
        be that of somebody who has left."""
        kept: dict[str, Any] = {
            f"{name}_public": getattr(self, f"{name}_public")
            and getattr(other, f"{name}_public")
            and getattr(self, name) == getattr(other, name)
            for name in CONTACTS
        }
        return replace(self, **kept)

    @property
    def tags(self) -> str:
        """ " kind:meals day:0 day:3 " """
        marks = [f"kind:{kind}" for kind in self.kinds] + [f"day:{day}" for day in self.weekdays]
        return f" {' '.join(marks)} "

    def save(self, group: Group, *, by: Person | None, now: datetime) -> Entry:
        values: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        values |= {name: list(values[name]) for name in ("kinds", "weekdays", "weeks")}
        words = searchable(" ".join(getattr(self, name) for name in _SEARCHED))
        return Entry.objects.create(group=group, at=now, by=by, tags=self.tags, words=words, **values)


@dataclass(frozen=True, slots=True)
class GroupContact:
    """Whom the section writes to or telephones; never published."""

    name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""

    @classmethod
    def of(cls, group: Group) -> "GroupContact":
        return cls(group.contact_name, group.contact_phone, group.contact_email, group.contact_note)

    def give(self, group: Group) -> None:
        """Raises GroupRefused."""
        if holds_number(self.name):
            raise GroupRefused(str(NUMBER_IN_NAME))
        group.contact_name, group.contact_note = self.name, self.note
        group.contact_phone, group.contact_email = digits_of(self.phone), self.email.lower()


def new_key() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)
