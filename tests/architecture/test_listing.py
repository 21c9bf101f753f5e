"""The listing is the design: closed file names inside an app, small files, short functions."""

import ast
import statistics
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "zaitaku"
APPS = sorted(path.parent for path in SOURCE.rglob("apps.py"))
WORDS = {
    "apps", "urls", "views", "forms", "figures", "actions", "published", "queries", "models", "choices", "admin",
    "migrations", "templates", "templatetags", "static", "locale", "__init__",
}  # fmt: skip
# A new file name needs a decision record, and then a line here that names it.
EXTRA = {
    ("core/accounts", "access"): "0004-access.md",
    ("core/accounts", "adapters"): "0004-access.md",
    ("core/accounts", "middleware"): "0004-access.md",
    ("core/jobs", "worker"): "0005-jobs.md",
}
ADRS = Path(__file__).parents[2] / "docs" / "adr"


@pytest.mark.parametrize("app", APPS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_file_names_are_of_the_closed_list(app: Path) -> None:
    found = {path.stem for path in app.iterdir() if not path.name.startswith(("__pycache__", "."))}
    name = str(app.relative_to(SOURCE))
    allowed = WORDS | {word for (where, word) in EXTRA if where == name}
    assert found <= allowed, f"{name}: {sorted(found - allowed)} need a decision record and a line in this test"


def test_extra_names_have_their_decision_record() -> None:
    for (where, word), record in EXTRA.items():
        assert (ADRS / record).is_file(), f"{where}/{word}"


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_files_are_small() -> None:
    sizes = {path: len(path.read_text().splitlines()) for path in python_files()}
    too_long = {str(path.relative_to(SOURCE)): size for path, size in sizes.items() if size > 300}
    assert not too_long
    assert statistics.median(size for size in sizes.values() if size) <= 110


def test_functions_are_short() -> None:
    too_long = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
                lines = node.end_lineno - node.lineno + 1
                if lines > 40:
                    too_long.append(f"{path.relative_to(SOURCE)}:{node.name} {lines}")
    assert not too_long
