"""What an entry says, in words."""

from collections.abc import Iterable
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zaitaku.programme.facilities.choices import GroupKind, Week, Weekday
from zaitaku.programme.facilities.models import Entry

# Of the parts of an entry, in the order of pages and lists.
LABELS = {
    "name": gettext_lazy("Name of the group"),
    "kana": gettext_lazy("Reading of the group's name"),
    "kinds": gettext_lazy("Kind"),
    "what": gettext_lazy("What the group does"),
    "for_whom": gettext_lazy("Who may come"),
    "when": gettext_lazy("When it meets"),
    "venue": gettext_lazy("Place where it meets"),
    "address": gettext_lazy("Address of the place"),
    "area": gettext_lazy("Area"),
    "fee": gettext_lazy("Fee"),
    "how_to_join": gettext_lazy("How to join"),
    "desk": gettext_lazy("Whom to ask"),
    "phone": gettext_lazy("Telephone number"),
    "email": gettext_lazy("E-mail address"),
    "web": gettext_lazy("Web page"),
}


def when_words(entry: Entry) -> str:
    """第2・第4 火曜日・金曜日 13:30～15:00 （祝日は休み）"""
    days = pgettext("list", " and ").join(str(Weekday(day).label) for day in entry.weekdays)
    weeks = pgettext("list", " and ").join(str(Week(week).label) for week in entry.weeks)
    often = weeks or (_("every week") if days else "")
    hours = hours_words(entry.starts, entry.ends)
    regular = " ".join(part for part in (often if days or weeks else "", days, hours) if part)
    if not entry.when_text:
        return regular
    return _("%(regular)s (%(note)s)") % {"regular": regular, "note": entry.when_text} if regular else entry.when_text


def hours_words(starts: time | None, ends: time | None) -> str:
    if starts is None:
        return ""
    return f"{starts:%H:%M}～{ends:%H:%M}" if ends else f"{starts:%H:%M}～"


def kind_words(kinds: Iterable[str]) -> str:
    return pgettext("list", ", ").join(str(GroupKind(kind).label) for kind in kinds)


def phone_words(digits: str) -> str:
    """0312345678 → 03-1234-5678, 09012345678 → 090-1234-5678. Area codes have 2 to 5 digits, which the number does not
    tell: those of Tokyo and Osaka have two, others are set apart after the third."""
    if len(digits) == 11:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if len(digits) == 10 and digits[:2] in ("03", "06"):
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    if len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return digits
