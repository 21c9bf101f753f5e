"""Templates compile, and the components, templates and addresses they name exist. Else a page fails when opened."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.templates import SOURCE, all_templates

COMPONENT = re.compile(r"<c-(?!vars\b|slot\b|component\b)([\w.-]+)")
INCLUDED = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
URL_TAG = re.compile(r"{%\s*url\s+[\"']([^\"']+)[\"']")
URL_CALL = re.compile(r"\b(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*\"([\w:-]+)\"")


def name_of(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("templates") + 1 :])


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name


def test_every_template_compiles():
    wrong = []
    for path in all_templates():
        try:
            get_template(name_of(path))
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            wrong.append(f"{path.relative_to(SOURCE)}: {error}")
    assert not wrong, "\n".join(wrong)


def test_every_named_component_and_template_exists():
    wrong = []
    for path in all_templates():
        text = path.read_text(encoding="utf-8")
        wanted = {f"cotton/{name.replace('.', '/').replace('-', '_')}.html" for name in COMPONENT.findall(text)}
        for name in sorted(wanted | set(INCLUDED.findall(text))):
            try:
                get_template(name)
            except TemplateDoesNotExist:
                wrong.append(f"{path.relative_to(SOURCE)} names {name}, which does not exist")
    assert not wrong, "\n".join(wrong)


def test_every_named_address_exists():
    known = set(names(get_resolver().url_patterns))
    files = [(path, URL_TAG) for path in all_templates()] + [(path, URL_CALL) for path in SOURCE.rglob("*.py")]
    wrong = [
        f"{path.relative_to(SOURCE)} names the address {name}, which does not exist"
        for path, pattern in files
        for name in pattern.findall(path.read_text(encoding="utf-8"))
        if name not in known
    ]
    assert not wrong, "\n".join(wrong)


def test_no_two_apps_have_a_template_of_one_name():
    """The first app's would be shown for both."""
    seen: dict[str, Path] = {}
    for path in all_templates():
        assert seen.setdefault(name_of(path), path) == path, f"{name_of(path)} stands in two apps"
