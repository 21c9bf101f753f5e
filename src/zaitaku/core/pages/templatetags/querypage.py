"""Links to another page of the same list: filters stay, only the page number changes."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def page_query(context: Context, number: int, name: str = "page") -> str:
    """The query string of this page with another page number."""
    request = context.get("request")
    if request is None:
        return f"?{name}={number}"
    query = request.GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_numbers(page: Page[Any]) -> Iterator[str | int]:
    """The first, the last and the nearest page numbers, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
