"""The archive: a zip file of manifest.json, the database, and the uploaded files.

The manifest tells for every table its rows and a SHA-256, and for every member its SHA-256. The secret key and
the sessions are not in the archive: who finds a backup cannot sign in with it nor read the secrets of second factors.
"""

import hashlib
import hmac
import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from zaitaku.cli.main import Refused

FORMAT = 1
LEFT_OUT = "django_session"  # its rows are the cookies of those signed in: whoever has one is that person
BLOCK = 1 << 20


@dataclass(frozen=True)
class Table:
    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """`migrations`: [app, name] as applied. `members`: name in the archive -> SHA-256."""

    made_at: str
    engine: str
    migrations: list[list[str]]
    tables: dict[str, Table]
    members: dict[str, str]
    key_fingerprint: str
    format: int = FORMAT

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        data: dict[str, Any] = json.loads(text)
        if data.get("format") != FORMAT:
            raise Refused(f"the archive has format {data.get('format')}, this version reads format {FORMAT}")
        data["tables"] = {name: Table(**table) for name, table in data["tables"].items()}
        return cls(**data)


def fingerprint(secret_key: str) -> str:
    """Tells whether two installations have the same secret key without telling the key."""
    return hmac.new(secret_key.encode(), b"zaitaku backup", hashlib.sha256).hexdigest()[:16]


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(folder: Path, manifest: Manifest, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("manifest.json", manifest.to_json())
        for name in manifest.members:
            archive.write(folder / name, name)


def unpack(source: Path, folder: Path) -> Manifest:
    """Everything unpacked into `folder` and proven against the manifest. Raises Refused."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = Manifest.from_json(archive.read("manifest.json").decode())
            inside = set(archive.namelist()) - {"manifest.json"}
            if inside != set(manifest.members):
                raise Refused("the archive is damaged: its list of contents does not fit what is in it")
            for name in sorted(inside):
                _take_out(archive, name, folder, manifest.members[name])
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, OSError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise Refused(f"the archive cannot be read, nothing was changed: {error}") from error
    return manifest


def _take_out(archive: zipfile.ZipFile, name: str, folder: Path, expected: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or not parts:
        raise Refused(f"the archive holds a name that leads out of it: {name}")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with archive.open(name) as member, target.open("wb") as out:
        while block := member.read(BLOCK):
            found.update(block)
            out.write(block)
    if found.hexdigest() != expected:
        raise Refused(f"the archive is damaged, nothing was changed: {name}")
