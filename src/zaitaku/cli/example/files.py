"""The files of an example folder and small look-ups the loaders share."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zaitaku.cli.main import Refused

if TYPE_CHECKING:
    from zaitaku.core.accounts.models import Person
    from zaitaku.core.areas.models import Area, Organisation

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"


@dataclass(frozen=True)
class Example:
    """A folder being loaded: who writes, into which area, and the organisations by name."""

    folder: Path
    by: "Person"
    area: "Area"
    organisations: "dict[str, Organisation]" = field(default_factory=dict)

    def read(self, name: str) -> dict[str, Any]:
        return read(self.folder, name)

    def organisation(self, name: str) -> "Organisation":
        try:
            return self.organisations[name]
        except KeyError:
            raise Refused(f"organisations.toml に {name} がありません。") from None


def read(folder: Path, name: str) -> dict[str, Any]:
    """Raises Refused naming the file and what is wrong with it."""
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"{folder / name}: {error}") from error
