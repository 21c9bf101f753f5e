"""The words of the audit's actions in the reader's language."""

from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def action_word(action: str) -> str:
    """The word the catalogue has for an action such as "person.invite"; the action itself when it has none."""
    return pgettext("audit action", action)
