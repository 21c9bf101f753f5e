"""How long a workbook of 50,000 × 20 cells takes to read through the intake layer, beside openpyxl.

`python benchmarks/bench_xlsx.py` prints the numbers; `run()` gives them. Each reader works in a process of its own,
in turn, on the same file; the best of its rounds counts. openpyxl reads in its fastest mode (read_only, values_only).
Seconds are processor time: both work on one core, and other work on the machine must not decide the ratio.
The intake layer does more in its time: it also looks the archive through for bombs and measures every sheet.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import xlsxwriter

ROOT = Path(__file__).resolve().parents[1]
ROWS, COLUMNS, TEXT_COLUMNS = 50_000, 20, 5
ROUNDS = 3
LEAST_RATIO = 5.0
MEMORY_LIMIT = 256  # MiB, the whole process

_MEASURE = """
import json, sys, time
path = sys.argv[1]
{prepare}
start = time.process_time()
{read}
seconds = time.process_time() - start
numbers = sum(v for row in rows for v in row if not isinstance(v, str))
characters = sum(len(v) for row in rows for v in row if isinstance(v, str))
# The peak of this program alone: what ru_maxrss says includes the process that started it.
peak = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
found = [len(rows), sum(map(len, rows)), numbers, characters]
print(json.dumps([seconds, peak / 1024, found]))
"""
_OURS = _MEASURE.format(
    prepare="from zaitaku.analysis.intake import read_tables",
    read="rows = read_tables(open(path, 'rb').read(), path).sheets[0].rows",
)
_PEER = _MEASURE.format(
    prepare="import openpyxl",
    read="rows = list(openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True))",
)


def run() -> dict[str, Any]:
    """Seconds and peak MiB of both, the ratio peer / ours, whether both read the same, and whether it is enough."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write_workbook(path)
        ours, peer = [], []
        for _ in range(ROUNDS):
            ours.append(_measured(_OURS, path))
            peer.append(_measured(_PEER, path))
        size = path.stat().st_size
    seconds, peer_seconds = min(one[0] for one in ours), min(one[0] for one in peer)
    memory = max(one[1] for one in ours)
    ratio, same = peer_seconds / seconds, ours[0][2] == peer[0][2]
    return {
        "bytes": size,
        "seconds": seconds,
        "peer_seconds": peer_seconds,
        "ratio": ratio,
        "memory_mib": memory,
        "peer_memory_mib": max(one[1] for one in peer),
        "memory_limit_mib": MEMORY_LIMIT,
        "same": same,
        "holds": ratio >= LEAST_RATIO and memory <= MEMORY_LIMIT and same,
    }


def write_workbook(path: Path) -> None:
    """Five columns of text that repeats, as names of places and offices do, and fifteen of numbers."""
    pick = random.Random(20231231)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row in range(ROWS):
        for column in range(COLUMNS):
            if column < TEXT_COLUMNS:
                sheet.write_string(row, column, f"地域{pick.randrange(2000)}の事業所{column}")
            else:
                sheet.write_number(row, column, pick.randrange(100_000))
    book.close()


def _measured(code: str, path: Path) -> tuple[float, float, list[float]]:
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
    )
    seconds, memory, found = json.loads(done.stdout)
    return seconds, memory, found


def main() -> int:
    found = run()
    print(
        f"xlsx {ROWS:,} × {COLUMNS}: {found['seconds']:.2f} s, {found['memory_mib']:.0f} MiB"
        f" (limit {MEMORY_LIMIT}); openpyxl {found['peer_seconds']:.2f} s,"
        f" {found['peer_memory_mib']:.0f} MiB; ratio {found['ratio']:.1f}× (at least {LEAST_RATIO:.0f}×)"
        f"{'' if found['same'] else '; CELLS DIFFER'}"
    )
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
