"""Settings of a worker process started by a test: the test's own database, tasks of tests, a short lease."""

import os

from zaitaku.config.settings import *  # noqa: F403
from zaitaku.config.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
TASKS = {name: f"tests.core.tasks.{name}" for name in ("endless", "count", "refuse", "stumble", "hang")}
BEATS: dict[str, tuple[str, int]] = {}
JOB_LEASE = 1.5
JOB_LIMIT = float(os.environ.get("TEST_JOB_LIMIT", "3600"))
