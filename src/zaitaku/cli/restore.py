"""Put back what `zaitaku backup` wrote: all of it, or nothing.

The archive is proven against its manifest before anything is touched. A database with data in it is replaced only
with --force. Stop `zaitaku serve` and `zaitaku work` first.

example:
  zaitaku restore /var/backups/zaitaku-2023-12-31.zip
  zaitaku restore --force /var/backups/zaitaku-2023-12-31.zip
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zaitaku.cli.archive.form import Manifest

OTHER_KEY = (
    "zaitaku: the archive was made under another secret key; everybody must set up a second factor anew. "
    "Put the old file secret_key into the data folder to avoid that."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("--force", action="store_true", help="replace a database that has data in it")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from zaitaku.cli.archive import form
    from zaitaku.cli.main import Refused, show

    if not options.force and not _is_empty():
        raise Refused("the database has data in it; nothing was changed. Use --force to replace it")
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA) as scratch:
        folder = Path(scratch)
        manifest = form.unpack(options.file, folder)
        _prove(manifest, folder)
        with _swapped(settings.DATA / "files", folder):
            _put_in(manifest, folder)
    call_command("migrate", verbosity=0)
    if manifest.key_fingerprint != form.fingerprint(settings.SECRET_KEY):
        print(OTHER_KEY, file=sys.stderr)
    rows = sum(table.rows for table in manifest.tables.values())
    told = {"made_at": manifest.made_at, "tables": len(manifest.tables), "rows": rows}
    show(options, told, f"{rows} rows of {len(manifest.tables)} tables are back as they were on {manifest.made_at}")
    return 0


def _is_empty() -> bool:
    from django.db import connection

    from zaitaku.core.accounts.models import Person

    if Person._meta.db_table not in connection.introspection.table_names():
        return True
    return not Person.objects.exists()


def _prove(manifest: "Manifest", folder: Path) -> None:
    """The tables are as the manifest says, and this version knows all of its migrations. Raises Refused."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from zaitaku.cli.archive import postgres, sqlite
    from zaitaku.cli.main import Refused

    if manifest.engine != connection.vendor:
        raise Refused(f"the archive is of {manifest.engine}, this installation uses {connection.vendor}")
    known = set(MigrationLoader(None).disk_migrations or {})
    if unknown := [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]:
        raise Refused(f"the archive was made by a newer version, which knows {', '.join(unknown)}")
    is_sqlite = connection.vendor == "sqlite"
    names = list(manifest.tables)
    found = sqlite.tables_of(folder / sqlite.MEMBER) if is_sqlite else postgres.tables_of(folder, names)
    if found != manifest.tables:
        raise Refused("the tables in the archive differ from its manifest; nothing was changed")


def _put_in(manifest: "Manifest", folder: Path) -> None:
    from django.db import connection

    from zaitaku.cli.archive import postgres, sqlite

    if connection.vendor == "sqlite":
        connection.close()
        sqlite.put_in(Path(connection.settings_dict["NAME"]), folder)
    else:
        postgres.put_in(folder, manifest.tables, manifest.migrations)


@contextmanager
def _swapped(files: Path, folder: Path) -> Iterator[None]:
    """The uploaded files of the archive in place of the present ones; the present ones back if the block fails."""
    before = folder / "files.before"
    if files.exists():
        files.replace(before)
    try:
        if (folder / "files").exists():
            (folder / "files").replace(files)
        yield
    except BaseException:
        shutil.rmtree(files, ignore_errors=True)
        if before.exists():
            before.replace(files)
        raise
