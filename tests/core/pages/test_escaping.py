"""What people typed stays words in every component: no tag, no attribute, no template."""

import pytest

from tests.core.pages.test_components import html

TYPED = """"'><script>alert(1)</script>{{ 7|add:35 }}{% now "Y" %}<c-vars>"""
SOURCES = [
    '<c-table caption="{{ x }}" class="{{ x }}" data-name="{{ x }}">{{ x }}</c-table>',
    '<c-empty heading="{{ x }}">{{ x }}</c-empty>',
    '<c-state state="{{ x }}" mark="{{ x }}" />',
    '<c-button href="/{{ x }}" title="{{ x }}" class="{{ x }}">{{ x }}</c-button>',
    '<c-card heading="{{ x }}" class="{{ x }}" id="{{ x }}">{{ x }}</c-card>',
    '<c-notice kind="{{ x }}" heading="{{ x }}">{{ x }}</c-notice>',
]


@pytest.mark.parametrize("source", SOURCES)
def test_typed_words_stay_words(source: str) -> None:
    written = html(source, x=TYPED)
    assert "script&gt;" in written
    assert "<script" not in written
    assert "\"'>" not in written
    assert "{{ 7|add:35 }}" in written  # not computed
