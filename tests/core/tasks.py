"""Tasks for the tests of the worker. Each leaves lines in the file `params["log"]` of what it did."""

import os
import time
from pathlib import Path
from typing import Any

from zaitaku.core.jobs.worker import Handle, Refused


def _note(handle: Handle, what: str) -> None:
    with Path(handle.params["log"]).open("a") as log:
        log.write(f"{what} {handle.hold.job} {os.getpid()}\n")


def endless(handle: Handle) -> Any:
    _note(handle, "started")
    for step in range(10_000):
        handle.progress(step, 10_000)
        time.sleep(0.05)


def hang(handle: Handle) -> Any:
    """Never tells its progress, hence only the limit ends it."""
    _note(handle, "started")
    time.sleep(600)


def count(handle: Handle) -> Any:
    _note(handle, "started")
    for step in range(3):
        handle.progress(step, 3)
        time.sleep(0.01)
    _note(handle, "ended")
    return {"url": "/areas/", "pid": os.getpid()}


def refuse(handle: Handle) -> Any:
    raise Refused("第3行に日付がありません。")


def stumble(handle: Handle) -> Any:
    """Fails at the first attempt."""
    _note(handle, "started")
    if handle.hold.attempt == 1:
        raise ValueError("a passing trouble")
    return {}
