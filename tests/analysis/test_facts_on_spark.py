"""The same expression on PySpark in local mode gives the same rows. Needs the extra `spark` and Java."""

import random
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from zaitaku.analysis.facts import Fact, on_duckdb, write
from zaitaku.analysis.figure import Span

pyspark = pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not here")
NOON = datetime(2024, 1, 15, 3, tzinfo=UTC)


def made_up(number: int, chance: random.Random) -> Fact:
    start = date(2022 + chance.randrange(2), chance.randrange(1, 13), 1)
    stand = chance.random() < 0.2
    return Fact(
        area=f"1312{chance.randrange(5):02}",
        organisation=f"c{number % 27:02}",
        indicator="centres.stand" if stand else f"centres.e{chance.randrange(4)}",
        span=(Span.POINT if stand else Span.PERIOD).value,
        start=start,
        end=(start + timedelta(days=31)).replace(day=1) - timedelta(days=1),
        value=None if chance.random() < 0.05 or start.month == 3 else chance.randrange(500),
        known_from=NOON + timedelta(hours=chance.randrange(48)),
        superseded_at=NOON + timedelta(hours=chance.randrange(48, 96)) if chance.random() < 0.2 else None,
        accepted_at=NOON + timedelta(hours=chance.randrange(96)) if chance.random() < 0.8 else None,
    )


def test_identical_rows_in_local_mode(tmp_path: Path) -> None:
    from pyspark.sql import SparkSession

    from zaitaku.analysis.facts.spark import on_spark

    chance = random.Random(20231231)
    files = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for path in files:
        write([made_up(number, chance) for number in range(1500)], path)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = (
        builder.config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "Asia/Tokyo")
        .getOrCreate()
    )
    try:
        for hours in (24, 60, 96):
            as_of = NOON + timedelta(hours=hours)
            expected = list(on_duckdb(files, as_of=as_of))
            assert len(expected) > 40
            assert on_spark(session, files, as_of=as_of) == expected
    finally:
        session.stop()
