"""A process killed in the middle of an import leaves all of it or nothing, and the import can be repeated."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db.backends.sqlite3._functions import register

from tests.programme.plans.tables import text

ROOT = Path(__file__).parents[3]
PREPARE = """
from datetime import date
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Area
from zaitaku.programme.plans import actions
by = Person.objects.create(email="a@example.jp", name="職員")
area = Area.objects.create(code="1", name="区", kind="municipality", valid_from=date(2015, 4, 1))
actions.create_plan(area=area, title="計画", first_year=2021, last_year=2023, by=by)
"""
IMPORT = """
import sys
from zaitaku.analysis.council_table import read_council_table
from zaitaku.core.accounts.models import Person
from zaitaku.programme.plans import actions
from zaitaku.programme.plans.models import Plan
table = read_council_table(sys.stdin.buffer.read(), "plan.txt").table
plan, by = Plan.objects.get(), Person.objects.get(email="a@example.jp")
print("begin", flush=True)
done = actions.import_plan(plan=plan, table=table, by=by, create_missing_owners=True)
print(done.outcome, flush=True)
"""
TABLES = ("plans_node", "plans_initiative", "plans_initiativeowner", "plans_planindicator", "plans_planversion")


def python(code, data):
    """A process of its own on the database in `data`."""
    start = "import django; django.setup()\n"
    env = os.environ | {
        "ZAITAKU_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "zaitaku.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    env.pop("ZAITAKU_POSTGRES", None)
    return subprocess.Popen(
        [sys.executable, "-c", start + code],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def finished(code, data, given=b""):
    process = python(code, data)
    out, _err = process.communicate(given, timeout=60)
    assert process.returncode == 0
    return out.decode().split()


def counts(data):
    database = sqlite3.connect(data / "zaitaku.sqlite3")
    register(database)  # constraints of some tables use the framework's own functions
    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    found = tuple(database.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES)
    entries = database.execute("select count(*) from audit_auditentry where action like 'plans.import%'").fetchone()[0]
    organisations = database.execute("select count(*) from areas_organisation").fetchone()[0]
    database.close()
    return (*found, entries, organisations)


@pytest.fixture(scope="module")
def wide():
    """A table large enough to be met in the middle of its import."""
    rows = [
        f"状態{n}\t目的{n}\t取組{n} {n % 9 + 1}回/年\t概要{n}\t指標{n}の数\t状態{n}の割合\t第{n % 7}課"
        for n in range(150)
    ]
    return text(*rows)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared")
    migrate = "from django.core.management import call_command; call_command('migrate', run_syncdb=True, verbosity=0)\n"
    finished(migrate + PREPARE, folder)
    return folder


def copy_of(prepared, folder):
    source = sqlite3.connect(prepared / "zaitaku.sqlite3")
    target = sqlite3.connect(folder / "zaitaku.sqlite3")
    source.backup(target)
    source.close()
    target.close()
    (folder / "secret_key").write_text("x" * 50)
    return folder


@pytest.fixture(scope="module")
def whole(prepared, wide, tmp_path_factory):
    """Counts after an import that nobody disturbed, and how many seconds it took."""
    folder = copy_of(prepared, tmp_path_factory.mktemp("whole"))
    process = python(IMPORT, folder)
    process.stdin.write(wide)
    process.stdin.close()
    assert process.stdout.readline() == b"begin\n"
    start = time.monotonic()
    assert process.stdout.readline() == b"created\n"
    took = time.monotonic() - start
    process.wait(timeout=30)
    return counts(folder), took


def test_killed_at_many_moments(prepared, wide, whole, tmp_path):
    everything, took = whole
    nothing = counts(prepared)
    assert everything[0] == 150 * 3 + 3
    seen = []
    for moment in (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0, 1.05):
        folder = copy_of(prepared, _made(tmp_path / f"at-{moment}"))
        process = python(IMPORT, folder)
        process.stdin.write(wide)
        process.stdin.close()
        assert process.stdout.readline() == b"begin\n"
        time.sleep(took * moment)
        os.kill(process.pid, signal.SIGKILL)
        acknowledged = process.stdout.readline() == b"created\n"
        process.wait(timeout=30)
        left = counts(folder)
        assert left in (everything, nothing)
        assert left == everything or not acknowledged
        seen.append(left)
    assert nothing in seen, "no process was killed before the end: the test proved nothing"
    assert finished(IMPORT, folder, wide)[1] in ("created", "unchanged")
    assert counts(folder) == everything


def _made(folder):
    folder.mkdir()
    return folder
