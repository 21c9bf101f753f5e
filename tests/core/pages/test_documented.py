"""The description of the components is complete, and the gallery shows each of them."""

import re
from pathlib import Path

import pytest
from django import forms as django_forms

from zaitaku.core.pages import forms

ROOT = Path(__file__).parents[3]
COTTON = ROOT / "src" / "zaitaku" / "core" / "pages" / "templates" / "cotton"
COMPONENTS = {path.stem.replace("_", "-"): path for path in sorted(COTTON.glob("*.html"))}
DESCRIPTION = (ROOT / "docs" / "components.md").read_text(encoding="utf-8")
GALLERY = (ROOT / "tests" / "core" / "gallery" / "gallery.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_described_with_its_attributes_and_shown(name):
    headings = [line for line in DESCRIPTION.splitlines() if line.startswith("### ") and f"`<c-{name}" in line]
    headings += re.findall(rf"`<c-{name}[^`]*>`", DESCRIPTION)
    assert headings, f"docs/components.md does not describe <c-{name}>"
    declared = re.search(r"<c-vars (.*?)/>", COMPONENTS[name].read_text(encoding="utf-8"))
    assert declared
    for attribute in re.findall(r":?([\w-]+)=", declared[1]):
        assert any(re.search(rf"\b{attribute}\b", heading) for heading in headings), f"<c-{name}> {attribute}"
    assert f"<c-{name}" in GALLERY


def test_each_form_field_is_described():
    for name, thing in vars(forms).items():
        if isinstance(thing, type) and issubclass(thing, django_forms.Field) and thing.__module__ == forms.__name__:
            assert f"`{name}(" in DESCRIPTION
