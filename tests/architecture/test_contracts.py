"""The import contracts hold, and each of them bites: a seeded violation is caught by the contract it is meant for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# contract name -> (file that gets the forbidden import, the import)
SEEDS = {
    "The stack is the listing": ("programme/plans/queries/measures.py", "import zaitaku.catalogue"),
    "Subjects of the programme": ("programme/events/models/series.py", "import zaitaku.programme.plans.models"),
    "Parts of the core": ("core/areas/choices.py", "import zaitaku.core.accounts.choices"),
    "Files of an app, in order of dependence": (
        "programme/events/choices.py",
        "import zaitaku.programme.events.models",
    ),
    "Numbers and papers know no Django": ("analysis/period.py", "import django.utils"),
    "The portal sees published data only": ("portal/forms.py", "import zaitaku.programme.events.models"),
}


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys; from importlinter.cli import lint_imports;"
        "sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(ROOT / ".importlinter")],
        env=os.environ | {"PYTHONPATH": str(source), "COLUMNS": "200"},
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )


def test_contracts_hold() -> None:
    result = lint(ROOT / "src")
    assert result.returncode == 0, result.stdout


def test_every_contract_has_a_seed() -> None:
    names = [
        line.split("=", 1)[1].strip()
        for line in (ROOT / ".importlinter").read_text().splitlines()
        if line.startswith("name =")
    ]
    assert sorted(names) == sorted(SEEDS)


def test_nothing_is_ignored() -> None:
    assert "ignore_imports" not in (ROOT / ".importlinter").read_text()


@pytest.mark.parametrize("contract", SEEDS)
def test_a_seeded_violation_is_caught(contract: str, tmp_path: Path) -> None:
    copy = tmp_path / "src"
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "templates", "static"))
    file, forbidden = SEEDS[contract]
    target = copy / "zaitaku" / file
    target.write_text(target.read_text() + f"\n{forbidden}\n")
    result = lint(copy)
    assert result.returncode != 0
    assert f"{contract} BROKEN" in result.stdout, result.stdout
