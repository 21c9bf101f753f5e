"""The primary navigation: which addresses stand in it, for whom, and which of them is open now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext_lazy

register = template.Library()


@dataclass(frozen=True)
class Place:
    """One entry: `permission` is a key of the template variable `may`; "" means everybody who is signed in."""

    url_name: str
    label: Any
    permission: str


@dataclass(frozen=True)
class Link:
    url: str
    label: Any
    is_current: bool


PLACES = (
    Place("workspace:home", pgettext_lazy("navigation", "Home"), ""),
    Place("workspace:years", pgettext_lazy("navigation", "Years"), "view_programme"),
    Place("plans:tree", pgettext_lazy("navigation", "Plan"), "view_programme"),
    Place("events:series_list", pgettext_lazy("navigation", "Events"), "view_programme"),
    Place("meetings:index", pgettext_lazy("navigation", "Meetings and training"), "view_programme"),
    Place("returns:forms", pgettext_lazy("navigation", "Monthly returns"), "view_programme"),
    Place("materials:titles", pgettext_lazy("navigation", "Materials"), "view_programme"),
    Place("library:documents", pgettext_lazy("navigation", "Library"), "view_programme"),
    Place("facilities:groups", pgettext_lazy("navigation", "Community groups"), "view_programme"),
    Place("council:papers", pgettext_lazy("navigation", "Council papers"), "view_programme"),
    Place("workspace:check", pgettext_lazy("navigation", "Check a document"), "view_programme"),
    Place("plans:import", pgettext_lazy("navigation", "Import"), "edit_plan"),
    Place("accounts:people", pgettext_lazy("navigation", "People"), "manage_people"),
    Place("areas:organisations", pgettext_lazy("navigation", "Organisations"), "manage_people"),
    Place("mail:letters", pgettext_lazy("navigation", "Letters"), "manage_people"),
    Place("audit:entries", pgettext_lazy("navigation", "Audit"), "view_audit"),
)


@register.simple_tag
def nav_url(url_name: str, *args: Any) -> str:
    """The address of that name, or "" in an installation that does not have it."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[Link]:
    """The links this person may follow, the one that is open now marked."""
    may = context.get("may")
    allowed: Mapping[str, bool] = may if isinstance(may, Mapping) else {}
    request = context.get("request")
    path = request.path if request is not None else ""
    found = []
    for place in PLACES:
        url = nav_url(place.url_name)
        if url and (not place.permission or allowed.get(place.permission)):
            found.append((url, place.label))
    current = max((url for url, _ in found if path.startswith(url)), key=len, default="")
    # The home page is an ancestor of every address; it is open only when it is the address itself.
    home = nav_url("workspace:home")
    if current == home and path != home:
        current = ""
    return [Link(url, label, url == current) for url, label in found]
