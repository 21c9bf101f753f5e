"""The roll-up of returns to municipality × year × indicator, beside plain SQL on the same engine, and beside pandas.

`python benchmarks/bench_facts.py` prints the numbers; `run()` gives them. The facts are made up by a formula: 1,741
municipalities × 27 senders × 40 elements (four of them stands) × 12 months, one year (22.6 million) and nine years (203
million), in the order in which snapshots are written; 4 % were corrected later, 3 % are not accepted yet, 2 % are
missing. All answer the same question, as known at one moment, and must give the same rows. Each runs in a process of
its own with two threads, in turn; the best of its rounds counts, in seconds of the clock, reading the file and fetching
the rows included, importing not. Memory is the peak of the process (VmHWM). pandas lives in an environment of its own
in the user's cache folder, made on first use; it is asked in its usual way (read_parquet, boolean filter, groupby,
transform).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]
PEER = "pandas-3.0"
PEERS = ["pandas>=3,<4", "pyarrow"]
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "zaitaku-bench" / PEER
ROUNDS = 5
MOST_OF_SQL, LEAST_OF_PANDAS = 1.15, 4.0
MOST_MIB, MOST_MIB_OF_MANY = 0.8 * 1024, 1024.0

_MAKE = """
COPY (
  SELECT lpad(CAST(10000 + area AS VARCHAR), 6, '0') AS area, 'center-' || lpad(CAST(sender AS VARCHAR), 2, '0')
      AS organisation, 'centers.e' || lpad(CAST(element AS VARCHAR), 2, '0') AS indicator,
    CASE WHEN element < 36 THEN 'period' ELSE 'point' END AS span, "start", last_day("start") AS "end",
    CASE WHEN is_given THEN CAST(hash(r) % 400 AS BIGINT) END AS value, known AS known_from,
    CASE WHEN hash(r + 1) % 25 = 0 THEN known + INTERVAL 20 DAY END AS superseded_at,
    CASE WHEN is_given AND hash(r + 2) % 33 <> 0 THEN known + INTERVAL 5 DAY END AS accepted_at
  FROM (
    SELECT r, hash(r + 3) % 50 <> 0 AS is_given, r % 27 AS sender, r // (27 * {months}) % 40 AS element,
      r // (27 * {months} * 40) AS area,
      CAST(DATE '2016-04-01' + INTERVAL (CAST(r // 27 % {months} AS INTEGER)) MONTH AS DATE) AS "start",
      TIMESTAMPTZ '2016-05-08 03:00:00+00' + INTERVAL (CAST(r // 27 % {months} AS INTEGER)) MONTH AS known
    FROM range(1741 * 40 * 27 * {months}) numbers(r)
  )
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
_SQL = """
WITH by_day AS (
  SELECT area, year("start") - CAST(month("start") < 4 AS INTEGER) AS year, indicator, span, "end", sum(value) AS value,
    count(value) AS answers, count(*) AS lines,
    count(value) - count(value) FILTER (accepted_at IS NOT NULL AND accepted_at <= $moment) AS provisional
  FROM read_parquet('{path}')
  WHERE known_from <= $moment AND (superseded_at IS NULL OR superseded_at > $moment) GROUP BY ALL
), dated AS (
  SELECT *, coalesce(max(CASE WHEN answers > 0 THEN "end" END) OVER one, max("end") OVER one) AS latest
  FROM by_day WINDOW one AS (PARTITION BY area, year, indicator)
)
SELECT area, year, indicator, CASE WHEN sum(answers) > 0 THEN CAST(sum(value) AS BIGINT) END,
  CAST(sum(answers) AS BIGINT), CAST(sum(lines) - sum(answers) AS BIGINT), CAST(sum(provisional) AS BIGINT), max("end")
FROM dated WHERE (span = 'period' AND "end" < latest) OR "end" = latest GROUP BY area, year, indicator ORDER BY ALL
"""
# What each process does: what it imports, and what is timed; the latter leaves `rows`, tuples in one order.
_OURS = (
    "from dataclasses import astuple\nfrom pathlib import Path\nfrom zaitaku.analysis.facts import on_duckdb",
    "for line in on_duckdb(Path(path), as_of=moment):\n    pass",  # as the command does, which writes them
    "rows = map(astuple, on_duckdb(Path(path), as_of=moment))",
)
_PLAIN = (
    "import tempfile\nfrom pathlib import Path\nfrom zaitaku.analysis.facts.duck import connection",
    "with connection(beside=Path(tempfile.gettempdir())) as connected:\n"
    "    found = connected.execute(sql.replace('{path}', path), {'moment': moment}).fetchall()",
    "rows = found",
)
_PANDAS = (
    "import pandas",
    """
f = pandas.read_parquet(path)
f = f[(f.known_from <= moment) & (f.superseded_at.isna() | (f.superseded_at > moment))]
day = pandas.to_datetime(f["start"])
is_provisional = f.value.notna() & ~(f.accepted_at <= moment)
f = f.assign(year=day.dt.year - (day.dt.month < 4), provisional=is_provisional.astype("int64"))
found = f.groupby(["area", "year", "indicator", "span", "end"], as_index=False).agg(
    value=("value", "sum"), answers=("value", "count"), lines=("value", "size"), provisional=("provisional", "sum"))
keys = ["area", "year", "indicator"]
found["answered"] = found.end.where(found.answers > 0)
dated = found.groupby(keys)
latest = dated["answered"].transform("max").fillna(dated["end"].transform("max"))
found = found[((found.span == "period") & (found.end < latest)) | (found.end == latest)]
found = found.groupby(keys, as_index=False).agg(value=("value", "sum"), answers=("answers", "sum"),
    lines=("lines", "sum"), provisional=("provisional", "sum"), last=("end", "max")).sort_values(keys)
found["open_answers"] = found.lines - found.answers
found["value"] = found.value.astype("int64")  # with missing ones, pandas adds up floats
""",
    'columns = [*keys, "value", "answers", "open_answers", "provisional", "last"]\n'
    "rows = found[columns].itertuples(index=False, name=None)",
)
_FRAME = """
import hashlib, json, sys, time
from datetime import datetime
path, moment, sql = sys.argv[1], datetime.fromisoformat(sys.argv[2]), sys.argv[3]
{0}
start = time.perf_counter()
{1}
seconds = time.perf_counter() - start
# The peak of this program alone: what ru_maxrss says includes the process that started it.
peak = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
{2}
digest, count = hashlib.sha256(), 0
for row in rows:
    count += 1
    digest.update(",".join(str(cell)[:10] if cell is row[-1] else str(cell) for cell in row).encode())
print(json.dumps([seconds, peak / 1024, count, digest.hexdigest()]))
"""


def _peer() -> str:
    """The interpreter of pandas' environment, made where it is not there yet."""
    python = CACHE / "bin" / "python"
    if not (CACHE / "ready").exists():
        venv.create(CACHE, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
        (CACHE / "ready").touch()
    return str(python)


def _measure(python: str, what: tuple[str, str, str], facts: Path, moment: str) -> tuple[float, float, tuple[int, str]]:
    """Seconds, peak MiB, and what tells the rows: their number and digest."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    code = _FRAME.format(*what)
    done = subprocess.run(
        [python, "-c", code, str(facts), moment, _SQL], env=environment, capture_output=True, text=True, check=True
    )
    seconds, peak, count, digest = json.loads(done.stdout)
    return seconds, peak, (count, digest)


def _make(facts: Path, years: int) -> None:
    from zaitaku.analysis.facts.duck import connection

    with connection(beside=facts.parent) as connected:
        connected.execute(_MAKE.format(months=12 * years, path=facts))


def run() -> dict[str, Any]:
    found: dict[str, Any] = {}
    same: dict[str, set[tuple[int, str]]] = {"one": set(), "nine": set()}
    best = dict.fromkeys(("ours", "sql", "pandas", "ours_many", "sql_many"), float("inf"))
    peaks = dict.fromkeys(best, 0.0)

    def measure(name: str, what: tuple[str, str, str], *, on: Path, moment: str, years: str, python: str) -> None:
        seconds, peak, rows = _measure(python, what, on, moment)
        best[name], peaks[name] = min(best[name], seconds), max(peaks[name], peak)
        same[years].add(rows)

    with tempfile.TemporaryDirectory() as folder:
        one, nine = Path(folder) / "one.parquet", Path(folder) / "nine.parquet"
        _make(one, 1)
        for _round in range(ROUNDS):
            measure("ours", _OURS, on=one, moment="2017-04-20T00:00:00+00:00", years="one", python=sys.executable)
            measure("sql", _PLAIN, on=one, moment="2017-04-20T00:00:00+00:00", years="one", python=sys.executable)
        measure("pandas", _PANDAS, on=one, moment="2017-04-20T00:00:00+00:00", years="one", python=_peer())
        one.unlink()
        _make(nine, 9)
        for _round in range(2):
            measure(
                "ours_many", _OURS, on=nine, moment="2025-04-20T00:00:00+00:00", years="nine", python=sys.executable
            )
            measure(
                "sql_many", _PLAIN, on=nine, moment="2025-04-20T00:00:00+00:00", years="nine", python=sys.executable
            )
    for name, seconds in best.items():
        found[f"{name}_seconds"], found[f"{name}_mib"] = round(seconds, 2), round(peaks[name])
    found["of_sql"] = round(best["ours"] / best["sql"], 3)
    found["of_sql_many"] = round(best["ours_many"] / best["sql_many"], 3)
    found["of_pandas"] = round(best["pandas"] / best["ours"], 1)
    found["same_rows"] = all(len(rows) == 1 for rows in same.values())
    found["holds"] = (
        found["same_rows"]
        and found["of_sql"] <= MOST_OF_SQL
        and found["of_pandas"] >= LEAST_OF_PANDAS
        and peaks["ours"] <= MOST_MIB
        and peaks["ours_many"] <= MOST_MIB_OF_MANY
    )
    return found


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key}: {value}")
