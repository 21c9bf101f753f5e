"""An entry that waits beside the one that is public, line by line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zaitaku.programme.facilities.choices import CONTACTS
from zaitaku.programme.facilities.models import Entry, Group
from zaitaku.programme.facilities.queries.words import LABELS, kind_words, phone_words, when_words


@dataclass(frozen=True, slots=True)
class Line:
    """`before` is what is public, `after` what waits; both the same where nothing waits."""

    label: Any
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


def compared(current: Entry | None, pending: Entry | None, *, with_hidden: bool = True) -> list[Line]:
    """Without `with_hidden` contacts that may not be published are left out, for those who may only read."""
    shown = current or pending, pending or current
    return [
        Line(label, *(_contact(one, name, with_hidden) if name in CONTACTS else _text(one, name) for one in shown))
        for name, label in LABELS.items()
    ]


def lines_now(group: Group) -> list[Line]:
    """What the form of an entry holds: what waits or else is public, and the contact that is never published."""
    contact = {
        _("Name of the contact person"): group.contact_name,
        _("Telephone of the contact person"): phone_words(group.contact_phone),
        _("E-mail of the contact person"): group.contact_email,
        _("Note for the section"): group.contact_note,
    }
    entry = group.pending or group.current
    return compared(entry, None) + [Line(label, said, said) for label, said in contact.items()]


def _text(entry: Entry | None, name: str) -> str:
    if entry is None:
        return ""
    match name:
        case "kinds":
            return kind_words(entry.kinds)
        case "when":
            return when_words(entry)
        case "area":
            return entry.area.name if entry.area else ""
    return str(getattr(entry, name))


def _contact(entry: Entry | None, name: str, with_hidden: bool) -> str:
    value = str(getattr(entry, name)) if entry else ""
    if not value or entry is None:
        return ""
    words = phone_words(value) if name == "phone" else value
    if getattr(entry, f"{name}_public"):
        return words
    return _("%(contact)s (not to be published)") % {"contact": words} if with_hidden else ""
