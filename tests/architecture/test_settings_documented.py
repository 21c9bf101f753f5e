"""docs/operating.md tells every environment variable the product reads, and none that it does not."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"\bZAITAKU_[A-Z_]+\b")
READ = re.compile(r"environ(?:\.get\(|\.pop\(|\[)\s*[\"'](ZAITAKU_[A-Z_]+)")
TABLE = re.compile(r"^\| `(ZAITAKU_[A-Z_]+)` \|(.*?)\|(.+?)\|$", re.MULTILINE)


def read_by(*folders):
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return {name for path in files for name in READ.findall(path.read_text("utf-8"))}


def test_every_variable_of_the_product_is_in_the_table_and_no_other():
    table = {name for name, _default, _meaning in TABLE.findall(operating())}
    read = read_by("src")
    assert len(read) > 15, "the pattern finds no settings any more"
    assert table == read


def test_every_variable_that_is_named_anywhere_is_read_somewhere():
    read = read_by("src", "tests", "tools", "benchmarks")
    for page in (ROOT / "docs" / "operating.md", ROOT / "README.md", ROOT / "README.ja.md", ROOT / "CONTRIBUTING.md"):
        assert set(NAME.findall(page.read_text("utf-8"))) <= read, page.name


def test_the_defaults_are_those_of_the_settings():
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src" / "zaitaku" / "config").glob("*.py"))
    coded = dict(re.findall(r"environ\.get\(\"(ZAITAKU_[A-Z_]+)\", \"([^\"]+)\"\)", source))
    told = {name: default for name, default, _meaning in TABLE.findall(operating())}
    for name, default in coded.items():
        shown = told[name].strip(" `").removeprefix("./")
        assert shown == default, f"{name} is {default} by default, docs/operating.md says {told[name]}"


def operating():
    return (ROOT / "docs" / "operating.md").read_text("utf-8")
