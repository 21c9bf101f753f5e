"""The same roll-up on PySpark (extra `spark`, Java 17), when the nation's facts outgrow one machine."""

from datetime import datetime
from pathlib import Path
from typing import Any

import narwhals as nw

from zaitaku.analysis.facts.model import RolledUp
from zaitaku.analysis.facts.rolling import rollup


def on_spark(session: Any, snapshots: list[Path] | list[str], *, as_of: datetime) -> list[RolledUp]:
    """As `on_duckdb`, on a `SparkSession` of the operator's: snapshots may lie wherever that one reads from.

    Moments are compared as moments, whatever the session's time zone is.
    """
    facts = session.read.parquet(*[str(path) for path in snapshots])
    return [RolledUp(*row) for row in rollup(nw.from_native(facts), as_of=as_of).to_native().collect()]
