"""Snapshots in Parquet, written and rolled up by the DuckDB inside this process."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw

from zaitaku.analysis.facts.model import COLUMNS, Fact, RolledUp
from zaitaku.analysis.facts.rolling import rollup

# Extensions are never fetched: there may be no network, and nothing unknown is run.
_SETTINGS: dict[str, Any] = {"autoinstall_known_extensions": False, "preserve_insertion_order": False}
# Above it DuckDB writes aside to `temp_directory`. Sorting for a snapshot needs more than grouping; of 200 million
# facts the process takes 0.9 GiB at 256 MB and 1.1 GiB at 512 MB, in the same time.
_TO_GROUP, _TO_SORT = "256MB", "512MB"
_NULL = "\\N"
_HANDFUL = 10_000  # lines


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was written: the file and its number of facts."""

    path: Path
    facts: int


@contextmanager
def connection(*, beside: Path, memory: str = _TO_GROUP) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory that writes aside into a folder of its own next to `beside`."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".duckdb-") as aside:
        connected = duckdb.connect(config=_SETTINGS | {"temp_directory": aside, "memory_limit": memory})
        try:
            connected.execute("SET enable_progress_bar = false")  # a terminal is not ours to draw in
            yield connected
        finally:
            connected.close()


def write(facts: Iterable[Fact], to: Path) -> Snapshot:
    """One Parquet file, sorted by area, indicator and start; there whole or not at all. Memory does not grow with it.

    The rows go through a file of text, which DuckDB reads in its own stride.
    """
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".facts-") as aside:
        text, made = Path(aside) / "facts.csv", Path(aside) / "facts.parquet"
        with text.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines)
            count = 0
            for fact in facts:
                writer.writerow(_cell(value) for value in astuple(fact))
                count += 1
        with connection(beside=Path(aside), memory=_TO_SORT) as connected:
            connected.read_csv(
                str(text), header=False, names=list(COLUMNS), dtype=COLUMNS, na_values=[_NULL], quotechar='"'
            ).order('area, indicator, "start", organisation').write_parquet(str(made), compression="zstd")
        os.replace(made, to)
    return Snapshot(to, count)


def _cell(value: object) -> str:
    return _NULL if value is None else value.isoformat() if isinstance(value, datetime) else str(value)


def on_duckdb(snapshots: Path | list[Path], *, as_of: datetime) -> Iterator[RolledUp]:
    """The roll-up of one or several snapshot files (of different municipalities), as known at the moment `as_of`.

    A nation's lines come in handfuls: only the engine needs memory. A file that is no snapshot is a `duckdb.Error`.
    """
    paths = [snapshots] if isinstance(snapshots, Path) else snapshots
    with connection(beside=Path(tempfile.gettempdir())) as connected:
        found = rollup(nw.from_native(connected.read_parquet([str(path) for path in paths])), as_of=as_of)
        lines = connected.execute(found.to_native().sql_query())  # a relation itself begins anew with each handful
        while handful := lines.fetchmany(_HANDFUL):
            yield from (RolledUp(*line) for line in handful)
