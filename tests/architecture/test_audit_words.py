"""What the audit and the job pages show of names in the code stands in Japanese in a catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override, pgettext
from tools import messages

NAME = re.compile(r"(\w+)\.[a-z_]+")


def actions(source: Path) -> set[str]:
    """Names given to the audit: passed as `action=` anywhere, or kept in a module of actions in the same shape."""
    passed, kept = set(), set()
    for path in source.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        passed |= set(
            texts(node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "action")
        )
        if "actions" in path.with_suffix("").parts:
            kept |= set(texts(ast.walk(tree)))
    names = {text for text in passed if NAME.fullmatch(text)}
    kinds = tuple({name.partition(".")[0] + "." for name in names})
    models = {model._meta.label_lower for model in apps.get_models()}
    return names | {text for text in kept if NAME.fullmatch(text) and text.startswith(kinds)} - models


def texts(nodes: Iterator[ast.AST]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.mark.parametrize(("context", "names"), [("audit action", actions(messages.SOURCE)), ("task", settings.TASKS)])
def test_every_name_has_its_japanese(context, names):
    assert names
    messages.compile_all()
    with override("ja"):
        missing = sorted(name for name in names if pgettext(context, name) == name)
    assert not missing, f"write them into locale/ja of their app, with msgctxt “{context}”: {missing}"


def test_a_name_is_found_where_it_is_passed_and_where_it_is_kept(tmp_path):
    (tmp_path / "actions.py").write_text('UNDO = "plans.undo"\nlabel = "plans.node"\nother = "a.b"\n')
    (tmp_path / "views.py").write_text('record(by=by, action="plans.edit", subject=x)\nfile = "plans.toml"\n')
    assert actions(tmp_path) == {"plans.edit", "plans.undo"}
