"""The words of tasks in the reader's language."""

from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def task_word(task: str) -> str:
    """The word the catalogue has for a task such as "freeze_paper"; the name itself when it has none."""
    return pgettext("task", task)
