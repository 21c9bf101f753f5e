"""A benchmark in a throw-away database, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def on_both(module: str) -> dict[str, dict[str, float]]:
    """What `measure()` of a module of this folder says, by database; each in a process of its own."""
    code = f"import json; from benchmarks.{module} import measure; print(json.dumps(measure()))"
    program = [sys.executable, "-c", code]
    with_postgres = [sys.executable, str(HERE.parent / "tools" / "with_postgres.py")]
    return {"sqlite": _answer(program), "postgresql": _answer([*with_postgres, *program])}


def _answer(program: list[str]) -> dict[str, float]:
    done = subprocess.run(program, check=True, capture_output=True, text=True, cwd=HERE.parent)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@contextmanager
def filled(fill: Callable[[], Any]) -> Iterator[Any]:
    """What `fill` gives, in a new database of the kind that the environment names; once in a process."""
    with tempfile.TemporaryDirectory(prefix="zaitaku-bench-") as folder:
        os.environ |= {"ZAITAKU_DATA": folder, "ZAITAKU_DEMO": "1", "DJANGO_SETTINGS_MODULE": "zaitaku.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        made = fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield made
        connection.close()


def get(client: Any, address: str) -> None:
    answer = client.get(address, headers={"host": "localhost"})
    assert answer.status_code == 200, (address, answer.status_code)


def taken(work: Callable[[], Any], times: int, *, warm: int) -> list[float]:
    """Milliseconds of each time, sorted; `warm` times before do not count."""
    for _ in range(min(warm, times)):
        work()
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        found.append((time.perf_counter() - begin) * 1000)
    return sorted(found)
