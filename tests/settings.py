"""Settings of the tests: the product's own, with a data folder that goes away and cheap password hashing."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="zaitaku-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["ZAITAKU_DATA"] = str(_folder)
os.environ.pop("ZAITAKU_DEMO", None)

from zaitaku.config.settings import *  # noqa: E402, F403
from zaitaku.config.settings import DATABASES  # noqa: E402

WHITENOISE_AUTOREFRESH = True  # looks files up when asked, not all of them for each client of a test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory, so that threads and processes meet in the same database as they do in use.
    DATABASES["default"]["ENGINE"] = "tests.guarded_sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    # A test outlives its process, never the machine: nobody waits for the disk.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
