"""Words of an entry in templates."""

from collections.abc import Iterable

from django import template

from zaitaku.programme.facilities.queries import words

register = template.Library()


@register.filter
def kinds_in_words(kinds: Iterable[str]) -> str:
    return words.kind_words(kinds)


@register.filter
def telephone(digits: str) -> str:
    return words.phone_words(digits)
