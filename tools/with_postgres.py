"""Run a command against a throw-away PostgreSQL cluster: `python tools/with_postgres.py pytest -q`.

The cluster lives in a temporary folder, listens on a Unix socket only, belongs to a non-root user, and is stopped and
removed when the command ends. The command finds it in ZAITAKU_POSTGRES.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        on_path = shutil.which("initdb")
        if on_path is None:
            raise SystemExit("PostgreSQL server programs not found (Debian: apt-get install postgresql)")
        return Path(on_path).parent
    return found[-1].parent


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, of the version the cluster has."""
    return str(_binaries() / name)


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("no non-root user to run PostgreSQL as")


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """A running cluster; yields its ZAITAKU_POSTGRES value. `durable` writes as a real one does, for measurements."""
    folder = Path(tempfile.mkdtemp(prefix="zaitaku-pg-"))
    owner = _owner()
    identity = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    data, programs = folder / "data", _binaries()

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, env={"LC_ALL": "C"}, **identity)

    options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    if not durable:  # the cluster does not outlive the command
        options += " -c fsync=off -c synchronous_commit=off"
    try:
        run(str(programs / "initdb"), "-D", str(data), "-U", "zaitaku", "--auth=trust", "--encoding=UTF8", "--no-sync")
        run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        run(str(programs / "createdb"), "-h", str(folder), "-U", "zaitaku", "zaitaku")
        try:
            yield f"host={folder} user=zaitaku dbname=zaitaku"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_database(address: str, name: str) -> None:
    """Another empty database in the cluster of that ZAITAKU_POSTGRES value."""
    pairs = dict(pair.split("=", 1) for pair in address.split())
    command = [program("createdb"), "-h", pairs["host"], "-U", pairs["user"], name]
    subprocess.run(command, check=True, env={"LC_ALL": "C"})


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    with cluster() as address:
        return subprocess.run(sys.argv[1:], env=os.environ | {"ZAITAKU_POSTGRES": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
