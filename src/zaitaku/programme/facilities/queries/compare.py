"""An entry that waits beside the one that is public, line by line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.programme.facilities.models import Entry
from zaitaku.programme.facilities.queries.words import kind_words, phone_words, when_words


@dataclass(frozen=True, slots=True)
class Line:
    """`before` is what is public, `after` what waits; both the same where nothing waits."""

    label: Any
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


_PLAIN = (
    ("name", gettext_lazy("Name of the group")),
    ("kana", gettext_lazy("Reading of the group's name")),
    ("kinds", gettext_lazy("Kind")),
    ("what", gettext_lazy("What the group does")),
    ("for_whom", gettext_lazy("Who may come")),
    ("when", gettext_lazy("When it meets")),
    ("venue", gettext_lazy("Place where it meets")),
    ("address", gettext_lazy("Address of the place")),
    ("area", gettext_lazy("Area")),
    ("fee", gettext_lazy("Fee")),
    ("how_to_join", gettext_lazy("How to join")),
)
_CONTACTS = (
    ("desk", gettext_lazy("Whom to ask")),
    ("phone", gettext_lazy("Telephone number")),
    ("email", gettext_lazy("E-mail address")),
    ("web", gettext_lazy("Web page")),
)


def compared(current: Entry | None, pending: Entry | None, *, with_hidden: bool = True) -> list[Line]:
    """Without `with_hidden` contacts that may not be published are left out, for those who may only read."""
    found = []
    for name, label in _PLAIN:
        found.append(Line(label, _text(current or pending, name), _text(pending or current, name)))
    for name, label in _CONTACTS:
        found.append(
            Line(
                label, _contact(current or pending, name, with_hidden), _contact(pending or current, name, with_hidden)
            )
        )
    return found


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
