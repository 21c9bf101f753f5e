"""How long the council paper takes as PDF, beside WeasyPrint on the same table.

`python benchmarks/bench_paper.py` prints the numbers; `run()` gives them. The peer lives in an environment of its
own below `.bench/`, made on first use; it needs Debian's Pango (libpango-1.0-0 libpangoft2-1.0-0).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import pypdfium2  # noqa: E402
from tests.reports import readers, samples  # noqa: E402

from zaitaku.reports import html, pdf  # noqa: E402
from zaitaku.reports.document import Document  # noqa: E402

PEER = ROOT / ".bench" / "weasyprint"
PACKAGE = "weasyprint==70.0"
ROWS = 5_000
SMALL_LIMIT, LARGE_LIMIT = 0.5, 7.0  # seconds
PEER_LIMIT = 120.0  # seconds for its 5,000 rows
_PEER_CODE = """
import json, sys, time
from pathlib import Path
import weasyprint
page = Path(sys.argv[1]).read_text(encoding="utf-8")
weasyprint.HTML(string="<p>warm</p>").write_pdf()
start = time.perf_counter()
made = weasyprint.HTML(string=page).write_pdf(pdf_tags=True)
print(json.dumps({"seconds": time.perf_counter() - start, "bytes": len(made)}))
"""


class PeerMissing(Exception):
    """The peer cannot run here; the message says what to install."""


def run(*, peer: bool = True, peer_large: bool = True) -> dict[str, Any]:
    """Seconds, pages, cells lost, and ratios (peer / ours; None when the peer was not run or ran out of time)."""
    small, large = samples.council_paper(), large_paper()
    found: dict[str, Any] = {"small": _ours(small), "large": _ours(large)}
    if peer:
        python = _peer()
        found["small"] |= _compare(python, small, found["small"]["seconds"], 60)
        if peer_large:
            found["large"] |= _compare(python, large, found["large"]["seconds"], PEER_LIMIT)
    found["holds"] = _holds(found)
    return found


def large_paper() -> Document:
    """5,000 rows × 7 columns in one table: as 資料１, all rows different, cells over 10, 5 and 2 rows."""
    return samples.document(samples.table(ROWS))


def _ours(document: Document) -> dict[str, Any]:
    """The first rendering of a process counts for the small paper: that is what an officer waits for."""
    start = time.perf_counter()
    made = pdf.render(document)
    first = time.perf_counter() - start
    start = time.perf_counter()
    equal = pdf.render(document) == made
    again = time.perf_counter() - start
    return {
        "seconds": first,
        "again": again,
        "equal": equal,
        "bytes": len(made),
        "pages": len(pypdfium2.PdfDocument(made)),
        "cells": sum(len(grid) for grid in readers.expected(document)),
        "lost": _lost(document, made),
    }


def _lost(document: Document, made: bytes) -> int:
    """Lines of cells that are not in the file, read by another library; cells may go on over a page."""
    text = "".join(readers.pdf_pages(made))
    lines = {line for grid in readers.expected(document) for _, _, words in grid for line in words.split("\n")}
    return sum(readers.squeeze(line) not in text for line in lines)


def _peer() -> Path:
    python = PEER / "bin" / "python"
    if not python.exists():
        PEER.parent.mkdir(exist_ok=True)
        venv.create(PEER, with_pip=True)
    if subprocess.run([python, "-c", "import pydyf"], capture_output=True, check=False).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
    probe = subprocess.run([python, "-c", "import weasyprint"], capture_output=True, text=True, check=False)
    if probe.returncode:
        last = probe.stderr.strip().splitlines()[-1:] or ["no message"]
        raise PeerMissing(f"WeasyPrint cannot start: {last[0]}\nInstall: libpango-1.0-0 libpangoft2-1.0-0")
    return python


def _compare(python: Path, document: Document, ours: float, limit: float) -> dict[str, Any]:
    page = PEER.parent / "paper.html"
    page.write_bytes(html.render(document))
    try:
        done = subprocess.run(
            [python, "-c", _PEER_CODE, page], capture_output=True, text=True, check=True, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return {"peer_seconds": None, "peer_limit": limit, "ratio": None, "ratio_at_least": limit / ours}
    seconds = json.loads(done.stdout.splitlines()[-1])["seconds"]
    return {"peer_seconds": seconds, "ratio": seconds / ours}


def _holds(found: dict[str, Any]) -> bool:
    small, large = found["small"], found["large"]
    ahead = (size.get("ratio") or size.get("ratio_at_least") or 2.0 for size in (small, large))
    return (
        small["seconds"] <= SMALL_LIMIT
        and large["seconds"] <= LARGE_LIMIT
        and not small["lost"] + large["lost"]
        and small["equal"]
        and large["equal"]
        and all(ratio > 1 for ratio in ahead)
    )


def main() -> int:
    try:
        found = run()
    except PeerMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    for name, size in (("資料１", found["small"]), (f"{ROWS} rows", found["large"])):
        ratio, peer = size["ratio"], size["peer_seconds"]
        beside = f"{ratio:.1f}× (peer {peer:.2f} s)" if ratio else f"> {size['ratio_at_least']:.0f}× (peer stopped)"
        print(
            f"{name}: {size['seconds']:.2f} s, again {size['again']:.2f} s, {size['pages']} pages, "
            f"{size['cells']} cells, lost {size['lost']}, ahead of WeasyPrint {beside}"
        )
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
