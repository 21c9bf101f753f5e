"""Write everything into one file: the database and the uploaded files.

Sessions are not in it: after a restore everybody signs in again. Neither is the secret key; keep the file `secret_key`
of the data folder at another place. Without it everybody has to set up a second factor anew after a restore. The
archive holds personal data: only its owner can read it.

example:
  zaitaku backup --out /var/backups/zaitaku-2023-12-31.zip
"""

import argparse
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the archive to write; must not exist")


def run(options: argparse.Namespace) -> int:
    from zaitaku.cli.main import Refused, show

    target: Path = options.out
    if target.exists():
        raise Refused(f"{target} exists already; choose another name")
    with tempfile.TemporaryDirectory(prefix=".zaitaku-", dir=target.absolute().parent) as folder:
        told = write(Path(folder), target)
    show(options, told, f"{told['rows']} rows of {told['tables']} tables and {told['files']} files are in {target}")
    return 0


def write(folder: Path, target: Path) -> dict[str, int]:
    """`folder` is scratch space on the same disk as `target`, which appears whole or not at all."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from zaitaku.cli.archive import form, postgres, sqlite

    is_sqlite = connection.vendor == "sqlite"
    migrations = sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())
    tables = sqlite.copy_out(Path(connection.settings_dict["NAME"]), folder) if is_sqlite else postgres.copy_out(folder)
    files = settings.DATA / "files"
    if files.is_dir():
        shutil.copytree(files, folder / "files", symlinks=True)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    manifest = form.Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=migrations,
        tables=tables,
        members={name: form.digest_of(folder / name) for name in names},
        key_fingerprint=form.fingerprint(settings.SECRET_KEY),
    )
    packed = folder / "archive.zip"
    os.close(os.open(packed, os.O_WRONLY | os.O_CREAT, 0o600))
    form.pack(folder, manifest, packed)
    with packed.open("rb") as file:
        os.fsync(file.fileno())
    packed.replace(target)
    rows = sum(table.rows for table in tables.values())
    return {"tables": len(tables), "rows": rows, "files": sum(name.startswith("files/") for name in names)}
