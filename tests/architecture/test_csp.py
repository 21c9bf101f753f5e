"""The content security policy forbids code and style inside pages; so no template may hold any."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.templates import SOURCE, all_templates

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "htmx code in an attribute": re.compile(r"<[^>]*\s(?:data-)?hx-on\b|\bhx-vals\s*=\s*[\"']?js:|\bjavascript:", re.I),
    # Data blocks (application/json) are not run, and the policy lets them be.
    "a script without src": re.compile(r"<script(?![^>]*\s(?:src\s*=|type=\"application/json\"))[^>]*>", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "something from another site": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*\s(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.I
    ),
}
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
# Papers are documents on their own (downloaded, mailed, printed), not pages of the site: they carry their style.
DOCUMENTS: set[str] = set()


def findings(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    text = TAG.sub(lambda found: " T " + "\n" * found[0].count("\n"), text)
    return [
        f"{path.name}:{text.count(chr(10), 0, found.start()) + 1}: {what}"
        for what, pattern in FORBIDDEN.items()
        for found in pattern.finditer(text)
    ]


def test_no_template_holds_inline_code_or_style():
    found = [line for path in all_templates() if path.name not in DOCUMENTS for line in findings(path)]
    assert not found, "\n".join(found)


def test_no_script_of_ours_makes_code_from_text():
    """Styles stand in style sheets; what follows the pointer is moved by its transform, which no policy forbids."""
    for path in SOURCE.rglob("static/**/*.js"):
        assert not re.search(
            r"\beval\(|new Function|\.innerHTML\s*=|\.style\.(?!transform\b)|setAttribute\([\"']style", path.read_text()
        )


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color:red">',
        '<p\n  style = "x">',
        "<button onclick='x()'>",
        '<a href="javascript:x()">',
        '<div hx-on:click="x()">',
        "<script>x()</script>",
        '<script type="module">',
        "<style>p{}</style>",
        '<a {% if one == two %}onclick="x()"{% endif %}>',
        '<script src="https://cdn.example/x.js"></script>',
        "<img src=//elsewhere.example/x.png>",
    ],
)
def test_each_kind_of_inline_code_is_caught(tmp_path, bad):
    path = tmp_path / "page.html"
    path.write_text(bad)
    assert findings(path)


def test_a_clean_template_is_not_accused(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        '<script src="{% static \'pages/zaitaku.js\' %}" defer></script><p class="style">on time = 3</p>'
        '<a{% if one == two %} aria-current="page"{% endif %}><script type="application/json">{}</script>'
    )
    assert findings(path) == []


def test_the_policy_itself_allows_only_our_own_files():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]
    assert not any("unsafe" in source for sources in directives.values() for source in sources)
