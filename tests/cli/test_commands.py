"""Every command as a process of its own, on a data folder of its own: help, exit codes, JSON, errors, effects."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zaitaku.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
PLAN = ROOT / ".." / "shared" / "seeds" / "000_420d8713186c19a6.txt"
YEAR = ["--fiscal-year", "2023", "--as-of", "2023-12-31"]
WRONG = "参加者:197名（本会場59人、同時上映12人、Zoom60人、後日上映会65人）\n"


class Shell:
    """`zaitaku …` on one data folder, whatever database the tests themselves use."""

    def __init__(self, data: Path) -> None:
        self.data = data
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZAITAKU_", "DJANGO_"))}
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self.environment = kept | {"ZAITAKU_DATA": str(data), "PYTHONPATH": paths}

    def __call__(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "zaitaku", *words]
        return subprocess.run(
            command,
            env=self.environment,
            cwd=cwd or self.data,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def answer(self, *words: str, code: int = 0):
        """The JSON a command answers with."""
        done = self(*words, "--json")
        assert done.returncode == code, done.stderr
        assert not (code == 0 and done.stderr), done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A folder whose database has its tables and nothing in them; making them takes most of a command's time."""
    shell = Shell(tmp_path_factory.mktemp("tables"))
    shell("audit", "verify")
    return shell.data


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, tables):
    """The example in a folder; tests of the module only read from it."""
    shell = Shell(shutil.copytree(tables, tmp_path_factory.mktemp("data"), dirs_exist_ok=True))
    first = shell("load-example", "nerima")
    assert (first.returncode, first.stderr) == (0, "")
    return shell


@pytest.fixture
def empty(tmp_path, tables):
    shutil.copytree(tables, tmp_path, dirs_exist_ok=True)
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def helps(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("help"))
    return {name: shell(name, "--help") for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_it_does_with_an_example(helps, name):
    done = helps[name]
    assert (done.returncode, done.stderr) == (0, "")
    assert "--json" in done.stdout
    example = re.search(rf"example:\s*\n\s+zaitaku {name}\b.*", done.stdout, re.I)
    assert example, done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_in_the_help_are_calls_the_command_understands(helps, name):
    from zaitaku.cli.main import _parser

    for line in re.findall(rf"^\s+zaitaku ({name}\b.*)$", helps[name].stdout.replace("\\\n", " "), re.M):
        _parser([]).parse_args(shlex.split(line))


def test_the_help_of_all_names_every_command(empty):
    done = empty("--help")
    assert done.returncode == 0
    assert all(re.search(rf"^\s+{name}\s", done.stdout, re.M) for name in COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["figures"],
        ["figures", "--fiscal-year", "x", "--as-of", "2023-12-31"],
        ["figures", "--fiscal-year", "9999", "--as-of", "2023-12-31"],
        ["figures", "--fiscal-year", "2023", "--as-of", "2023-02-30"],
        ["paper", *YEAR, "--format", "odt", "--out", "x"],
        ["audit", "mend"],
        ["restore"],
        ["plan"],
        ["check"],
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why_on_standard_error(empty, words):
    done = empty(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: zaitaku" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["figures", *YEAR],
        ["trace", "A1.attendance", "--fiscal-year", "2023"],
        ["paper", *YEAR, "--format", "html", "--out", "paper.html"],
        ["load-example", "nowhere"],
        ["check", "missing.txt"],
        ["plan", "import", "missing.txt"],
        ["plan", "export", "--format", "xlsx", "--out", "plan.xlsx"],
        ["restore", "missing.zip"],
    ],
)
def test_on_an_empty_installation_a_command_refuses_in_one_line(empty, words):
    done = empty(*words)
    assert done.returncode == 1, done.stdout
    assert done.stdout == ""
    assert done.stderr.startswith("zaitaku: ")
    assert "Traceback" not in done.stderr
    assert not list(empty.data.glob("*.html")) + list(empty.data.glob("*.xlsx"))


def test_loading_twice_changes_nothing(loaded):
    before = loaded.answer("audit", "verify")
    again = loaded("load-example", "nerima")
    assert again.returncode == 0
    assert loaded.answer("load-example", "nerima") == {"example": "nerima", "loaded": False}
    assert loaded.answer("audit", "verify") == before
    assert before["whole"] is True
    assert before["entries"] > 300


def test_an_example_makes_no_accounts_outside_the_demo(loaded, empty):
    """The demo's password is public."""
    count = [sys.executable, "-c", COUNT]
    seen = subprocess.run(count, env=loaded.environment, capture_output=True, text=True, check=True, cwd=loaded.data)
    assert seen.stdout.split() == ["1", "True"]


COUNT = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "zaitaku.config.settings"
import django
django.setup()
from zaitaku.core.accounts.models import Person
print(Person.objects.count(), Person.objects.get().is_system)
"""


def test_figures(loaded):
    data = loaded.answer("figures", *YEAR)
    assert (data["fiscal_year"], data["as_of"], len(data["figures"])) == (2023, "2023-12-31", 70)
    by_code = {figure["code"]: figure for figure in data["figures"]}
    assert by_code["A1.attendance"]["value"] == "555"
    assert [part["value"] for part in by_code["A1.attendance"]["parts"]] == ["196", "185", "174"]
    assert (by_code["G2.rate"]["numerator"], by_code["G2.rate"]["denominator"]) == ("653", "1837")
    assert re.fullmatch(r"[0-9a-f]{64}", by_code["G2.rate"]["digest"])
    spoken = loaded("figures", *YEAR).stdout.splitlines()
    assert len(spoken) == 70
    assert any(line.startswith("A1.attendance\t講演会参加人数\t555人") for line in spoken)


def test_trace(loaded):
    data = loaded.answer("trace", "A1.attendance", "--fiscal-year", "2023")
    assert data["figure"]["value"] == "555"
    assert len(data["records"]) == 12
    assert data["formula_version"] >= 1
    spoken = loaded("trace", "A1.attendance", "--fiscal-year", "2023").stdout
    assert "本会場: 59人" in spoken
    refused = loaded("trace", "A1.nothing", "--fiscal-year", "2023")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "A1.nothing" in refused.stderr


def test_a_year_without_a_plan_is_refused(loaded):
    done = loaded("figures", "--fiscal-year", "2030", "--as-of", "2030-12-31")
    assert done.returncode == 1
    assert "2030" in done.stderr
    assert loaded("figures", *YEAR, "--area", "99999").returncode == 1


def test_paper_and_check_of_it(loaded, tmp_path):
    out = tmp_path / "資料.docx"
    made = loaded.answer("paper", *YEAR, "--format", "docx", "--out", str(out))
    assert made["bytes"] == out.stat().st_size
    checked = loaded.answer("check", str(out))
    assert not [one for one in checked["findings"] if one["verdict"] == "differs"]
    assert sum(one["verdict"] == "agree" for one in checked["findings"]) >= 10


def test_check_ends_with_1_where_something_differs(empty):
    (empty.data / "wrong.txt").write_text(WRONG)
    found = empty.answer("check", "wrong.txt", code=1)
    (finding,) = [one for one in found["findings"] if one["verdict"] == "differs"]
    assert (finding["stated"], finding["computed"]) == ("197", "196")
    assert "[相違]" in empty("check", "wrong.txt").stdout
    (empty.data / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    refused = empty("check", "locked.xlsx")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(not PLAN.is_file(), reason="the real plan is not beside the repository")
def test_plan_import_dry_run_changes_nothing(loaded):
    before = loaded.answer("audit", "verify")
    done = loaded("plan", "import", str(PLAN), "--dry-run", "--json")
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)["initiatives"] > 20
    assert loaded.answer("audit", "verify") == before


def test_plan_export_is_taken_in_without_a_change(loaded, tmp_path):
    for suffix in ("xlsx", "tsv"):
        out = tmp_path / f"plan.{suffix}"
        assert loaded("plan", "export", "--format", suffix, "--out", str(out)).returncode == 0
        answer = loaded.answer("plan", "import", str(out), "--dry-run")
        assert answer["outcome"] == "unchanged", answer["changes"]


def test_backup_into_another_installation(loaded, tmp_path):
    archive = tmp_path / "backup.zip"
    told = loaded.answer("backup", "--out", str(archive))
    assert told["rows"] > 500
    assert archive.stat().st_mode & 0o077 == 0
    refused = loaded("backup", "--out", str(archive))
    assert refused.returncode == 1
    assert "exists" in refused.stderr
    other = Shell(tmp_path / "other")
    other.data.mkdir()
    back = other("restore", str(archive), "--json")
    assert back.returncode == 0, back.stderr
    assert json.loads(back.stdout)["rows"] == told["rows"]
    assert other.answer("figures", *YEAR) == loaded.answer("figures", *YEAR)
    assert other.answer("audit", "verify") == loaded.answer("audit", "verify")
    assert other("restore", str(archive)).returncode == 1, "data is not replaced without --force"
    damaged = bytearray(archive.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(bytes(damaged))
    refused = other("restore", "--force", str(tmp_path / "damaged.zip"))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert other.answer("audit", "verify") == loaded.answer("audit", "verify")


def test_a_changed_audit_is_found(loaded, tmp_path):
    """The file itself is changed behind the product's back, past the triggers."""
    import shutil
    import sqlite3

    other = Shell(tmp_path)
    for one in loaded.data.glob("zaitaku.sqlite3*"):
        shutil.copy(one, tmp_path / one.name)
    shutil.copy(loaded.data / "secret_key", tmp_path / "secret_key")
    with sqlite3.connect(tmp_path / "zaitaku.sqlite3") as database:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_auditentry'"
        for (name,) in database.execute(triggers).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit_auditentry SET subject_name = 'x' WHERE number = 7")
    database.close()
    done = other("audit", "verify", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["broken_at"] == 7
    assert "7" in done.stderr


def test_work_that_is_not_there_ends_at_once(loaded):
    assert loaded.answer("work", "--once") == {"jobs": 0}
