"""Files that commands make: there whole or, where the making fails, as they were."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zaitaku.cli.main import Refused


def place_of(out: Path) -> Path:
    """The file itself: a link to it stays one. Raises Refused where its folder is missing."""
    out = out.resolve()
    if not out.parent.is_dir():
        raise Refused(f"フォルダー {out.parent} がありません。先に作ってください。")
    return out


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Where to write what then takes the name of `out`, once it is whole. Raises Refused as `place_of`."""
    out = place_of(out)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as aside:
        made = Path(aside) / out.name
        yield made
        os.replace(made, out)
