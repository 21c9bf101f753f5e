"""The data folder and the secret key as the first start makes them."""

import os
import stat
import subprocess
import sys
from pathlib import Path

PROGRAM = "from zaitaku.config import settings; print(settings.SECRET_KEY)"
STARTED = 6


def _starting(folder: Path) -> subprocess.Popen[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("ZAITAKU_")}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=outside | {"ZAITAKU_DATA": str(folder)},
        umask=0o000,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    keys = [started.communicate()[0].strip() for started in [_starting(folder) for _ in range(STARTED)]]
    assert len(keys) == STARTED
    assert len(set(keys)) == 1
    assert len(keys[0]) > 50
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_nobody_else_of_the_machine_looks_in(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    _starting(folder).communicate()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
