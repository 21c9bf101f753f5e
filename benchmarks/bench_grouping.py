"""How good groups are after equal time, beside the package anti-clustering.

`python benchmarks/bench_grouping.py` prints the numbers; `run()` gives them. The peer needs numpy < 2: it lives in an
environment of its own in the user's cache folder, made on first use.

Method. The peer maximises the sum of distances within groups (maximally diverse groups; Papenberg & Klau 2021). Both
get the same matrices: n = 120 people, k = 10 groups of 12.

- "diversity": distances drawn evenly from [0, 1) with a fixed seed, the random class of the library MDGPLIB, which
  has exactly this size (Gallego, Laguna, Martí, Duarte 2013). The bound of 5 % is for these.
- "meetings": made-up case meetings: a distance of 1, less what our own penalties say of a pair (same profession, same
  office, met at one of three earlier meetings), scaled to 0 … 1. Random seatings reach most of such a sum, so
  percentages of it say little; the penalty left over is told too.

Time is processor time, for both. Ours is the search as the page runs it; the time it took on a matrix is what the
peer gets for that matrix, for each of its heuristics: with its documented settings again and again, each time with
another seed, until the time is over (a round under way is finished, which favours the peer); the best of all rounds
of the best heuristic counts. "tuned" is its annealing with a schedule that we fitted to these matrices and to the
time given (its own starts far too hot and cools within 90 of 2,000 steps). That is told, and must be passed too, but
the 5 % are measured against the package as it comes: with a schedule fitted by hand its annealing comes within about
2.5 % of ours, so 5 % cannot be claimed of every possible use of it. Its exact solver is left out: by its own
documentation it does not end in reasonable time for 150 people. The peer's time counts neither importing nor making
the matrix.

"whole": what the page runs, `make_groups`, for 40, 60, 120 and 200 people of 12 professions and two to an office, a
fifth of them online, with a facilitator a table, pins, people kept together and apart, and three earlier meetings;
each must take less than MOST_SECONDS of processor time and break no rule.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]

import numpy as np  # noqa: E402

from zaitaku.analysis.grouping import Bond, Guest, Meeting, Met, Place, broken, make_groups  # noqa: E402
from zaitaku.analysis.grouping.make import MOST_STEPS  # noqa: E402
from zaitaku.analysis.grouping.search import Rules, anneal  # noqa: E402

PACKAGE = "anti-clustering==0.4.1"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "zaitaku-bench" / "anti-clustering-0.4.1"
PEOPLE, GROUPS = 120, 10
SEEDS, LONG_SEEDS = (1, 2, 3, 4, 5), 3
LEAST_RATIO, LONG_SECONDS, LEAST_OF_LONG = 1.05, 60.0, 0.99
WHOLE, MOST_SECONDS = (40, 60, 120, 200), 2.0
_PEER_CODE = """
import json, sys, time
import numpy as np
import anti_clustering as package
matrices, seconds, groups = np.load(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
def rounds(make, matrix, limit):
    best, seed, start = -1e9, 0, time.process_time()
    while time.process_time() - start < limit:
        seed += 1
        best = max(best, float((make(seed)._solve(matrix, groups) * matrix).sum() / 2))
    return best
def tuned(limit):
    each = 15.0e-6 * scale
    steps = max(1000, int(limit / each))
    return lambda seed: package.SimulatedAnnealingHeuristicAntiClustering(random_seed=seed, restarts=1,
        iterations=steps, starting_temperature=1.0, alpha=(0.05 / 1.0) ** (1 / steps))
trial = package.SimulatedAnnealingHeuristicAntiClustering(random_seed=1, restarts=1)
start = time.process_time(); trial._solve(matrices[0], groups)
scale = (time.process_time() - start) / 2000 / 15.0e-6
found = []
for matrix, limit in zip(matrices, seconds):
    found.append({
        "exchange": rounds(lambda s: package.ExchangeHeuristicAntiClustering(random_seed=s, restarts=1), matrix, limit),
        "annealing": rounds(lambda s: package.SimulatedAnnealingHeuristicAntiClustering(random_seed=s, restarts=1),
                            matrix, limit),
        "tabu": rounds(lambda s: package.TabuSearchHeuristicAntiClustering(random_seed=s, restarts=1), matrix, limit),
        "tuned": rounds(tuned(limit), matrix, limit),
    })
print(json.dumps(found))
"""


def run(*, long: bool = True) -> dict[str, Any]:
    """Ratios (ours / peer's) per kind of matrix, ours against 60 seconds of ours, and whether the bounds hold."""
    diversity = _compared([_random(seed) for seed in SEEDS])
    meetings = _compared([_meetings(seed) for seed in SEEDS[:2]])
    found: dict[str, Any] = {
        "seconds": diversity["seconds"],
        "diversity_ratio": diversity["ratio"],
        "diversity_ratio_least": diversity["least"],
        "diversity_ratio_tuned": diversity["tuned_ratio"],
        "diversity_values": diversity["values"],
        "meetings_ratio": meetings["ratio"],
        "meetings_ratio_tuned": meetings["tuned_ratio"],
        "meetings_penalty_of_peer": meetings["penalty_ratio"],
        "whole_seconds": {people: _whole(people) for people in WHOLE},
        "holds": diversity["ratio"] >= LEAST_RATIO and diversity["tuned_ratio"] > 1 and meetings["tuned_ratio"] >= 1,
    }
    found["holds"] = found["holds"] and max(found["whole_seconds"].values()) < MOST_SECONDS
    if long:
        steps = int(MOST_STEPS * LONG_SECONDS / diversity["seconds"])
        longer = [_ours(_random(seed), steps) for seed in SEEDS[:LONG_SEEDS]]
        found["long_seconds"] = max(seconds for _, seconds in longer)
        short = [one["ours"] for one in diversity["values"]]
        found["of_long"] = min(value / best for value, (best, _) in zip(short, longer, strict=False))
        found["holds"] = found["holds"] and found["of_long"] >= LEAST_OF_LONG
    return found


def _whole(people: int) -> float:
    """Seconds for the groups of a made-up case meeting with every kind of rule."""
    meeting = whole_meeting(people)
    start = time.process_time()
    made = make_groups(meeting)
    seconds = time.process_time() - start
    assert not broken(meeting, made.seating)
    assert None not in made.seating
    return seconds


def whole_meeting(people: int, seed: int = 1) -> Meeting:
    rng = np.random.default_rng(seed)
    online = people // 5
    tables = {"hall": -(-(people - online) // 6), "online": -(-online // 6)}
    kinds = ["online" if at < online else "hall" for at in range(people)]
    places = tuple(Place(f"{kind}{at}", 7, kind) for kind in tables for at in range(tables[kind]))
    leaders = {kind: set([at for at in range(people) if kinds[at] == kind][: tables[kind]]) for kind in tables}
    guests = [
        Guest(f"{at}", f"p{rng.integers(12)}", f"o{rng.integers(people // 2)}", kinds[at], at in leaders[kinds[at]])
        for at in range(people)
    ]
    last = people - 1
    guests[last] = replace(guests[last], pinned=0)
    bonds = [Bond(last - 1 - 2 * at, last - 2 - 2 * at, together=at % 2 == 0) for at in range(people // 20)]
    met = [
        Met(int(first), int(second), f"{age}", age)
        for age in range(3)
        for row in np.array_split(rng.permutation(people), sum(tables.values()))
        for first, second in combinations(sorted(row), 2)
    ]
    return Meeting(tuple(guests), places, tuple(bonds), tuple(met))


def _random(seed: int) -> np.ndarray[Any, Any]:
    upper = np.triu(np.random.default_rng(seed).random((PEOPLE, PEOPLE)), 1)
    return upper + upper.T


def _meetings(seed: int) -> np.ndarray[Any, Any]:
    """12 professions, 40 offices, three earlier meetings in groups of 12; weights as the product's."""
    rng = np.random.default_rng(seed)
    profession, office = rng.integers(0, 12, PEOPLE), rng.integers(0, 40, PEOPLE)
    penalty = 2.0 * (profession[:, None] == profession) + 8.0 * (office[:, None] == office)
    for age in range(3):
        group = rng.permutation(PEOPLE) // (PEOPLE // GROUPS)
        penalty = penalty + 4.0 / (age + 1) * (group[:, None] == group)
    np.fill_diagonal(penalty, 0)
    distance = 1 - penalty / penalty.max()
    np.fill_diagonal(distance, 0)
    return distance


def _ours(matrix: np.ndarray[Any, Any], steps: int) -> tuple[float, float]:
    rules = Rules(
        np.zeros(matrix.shape, bool), (), np.ones(PEOPLE, bool), np.zeros(PEOPLE, bool), counts_facilitators=False
    )
    first = np.arange(PEOPLE).reshape(GROUPS, -1).tolist()
    start = time.process_time()
    rows = anneal(-matrix, np.zeros((GROUPS, PEOPLE)), first, rules, steps=steps, seed=1)
    seconds = time.process_time() - start
    assert sorted(one for row in rows for one in row) == list(range(PEOPLE))
    assert {len(row) for row in rows} == {PEOPLE // GROUPS}
    return float(sum(matrix[np.ix_(row, row)].sum() / 2 for row in rows)), seconds


def _compared(matrices: list[np.ndarray[Any, Any]]) -> dict[str, Any]:
    ours = [_ours(matrix, MOST_STEPS) for matrix in matrices]
    theirs = _peers(matrices, [seconds for _, seconds in ours])
    values = [{"ours": value} | peer for (value, _), peer in zip(ours, theirs, strict=True)]
    plain = [max(one["exchange"], one["annealing"], one["tabu"]) for one in values]
    ratios = [one["ours"] / other for one, other in zip(values, plain, strict=True)]
    whole = PEOPLE * (PEOPLE // GROUPS - 1) / 2
    left = sum(whole - other for other in plain) / sum(whole - one["ours"] for one in values)
    return {
        "seconds": sum(seconds for _, seconds in ours) / len(ours),
        "ratio": sum(one["ours"] for one in values) / sum(plain),
        "least": min(ratios),
        "tuned_ratio": sum(one["ours"] for one in values) / sum(one["tuned"] for one in values),
        "penalty_ratio": left,
        "values": values,
    }


def _peers(matrices: list[np.ndarray[Any, Any]], seconds: list[float]) -> list[dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrices.npy"
        np.save(path, np.array(matrices))
        command = [_peer(), "-c", _PEER_CODE, path, json.dumps(seconds), str(GROUPS)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[dict[str, float]] = json.loads(done.stdout)
    return found


def _peer() -> Path:
    python = CACHE / "bin" / "python"
    if not python.exists():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        venv.create(CACHE, with_pip=True)
    if subprocess.run([python, "-c", "import anti_clustering"], capture_output=True, check=False).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
    return python


def main() -> int:
    found = run()
    print(
        f"groups n={PEOPLE}, k={GROUPS}, {found['seconds']:.2f} s each: {found['diversity_ratio']:.3f}× the best of"
        f" {PACKAGE} (at least {LEAST_RATIO}×; least {found['diversity_ratio_least']:.3f}×; against our tuning of it"
        f" {found['diversity_ratio_tuned']:.3f}×); {found['of_long']:.4f} of our own {found['long_seconds']:.0f} s;"
        f" case meetings {found['meetings_ratio']:.3f}×, its penalty {found['meetings_penalty_of_peer']:.1f}× ours;"
        f" whole meetings {', '.join(f'n={n} {took:.2f} s' for n, took in found['whole_seconds'].items())}"
        f" (each below {MOST_SECONDS} s)"
    )
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
