"""What the list of letters says of a letter."""

from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def letter_word(category: str) -> str:
    """The word the catalogue has for a kind of letter such as "reminder"; the name itself when it has none."""
    return pgettext("letter kind", category) if category else "―"


@register.filter
def masked(address: str) -> str:
    """Of hanako@example.jp only …@example.jp: enough to see that one server refuses, not whom the letter is for."""
    return "…@" + address.rpartition("@")[2]
