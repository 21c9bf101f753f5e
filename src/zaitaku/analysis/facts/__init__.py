"""What many municipalities reported, as facts in Parquet files, rolled up to municipality × fiscal year × indicator.

`rollup` says what is computed, as one Narwhals expression; `on_duckdb` runs it in this process, `on_spark` unchanged
on PySpark (extra `spark`). `write` makes a snapshot from rows.
"""

from zaitaku.analysis.facts.duck import Snapshot, on_duckdb, write
from zaitaku.analysis.facts.model import COLUMNS, Fact, RolledUp
from zaitaku.analysis.facts.rolling import rollup

__all__ = ["COLUMNS", "Fact", "RolledUp", "Snapshot", "on_duckdb", "rollup", "write"]
