"""docs/indicators names every figure function of the catalogue with exactly its parameters."""

import re
from pathlib import Path

from zaitaku.catalogue import CATALOGUE

PAGE = Path(__file__).parents[2] / "docs" / "indicators" / "README.md"


def test_the_page_and_the_catalogue_agree() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| .+ \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
    told = {name: sorted(re.findall(r"\w+", params)) for name, params in rows}
    assert told == {name: sorted(known.params + known.optional) for name, known in CATALOGUE.items()}


def test_every_function_says_its_formula() -> None:
    for name, known in CATALOGUE.items():
        assert len(str(known.formula)) > 10, name
        assert known.version >= 1


def test_every_function_has_a_word_for_people():
    from zaitaku.workspace.templatetags.workspace import FUNCTIONS

    assert set(FUNCTIONS) == set(CATALOGUE)
