"""The search itself: annealing over swaps between tables, many candidates weighed in one step.

What is minimised: the sum of `cost[i, j]` over all pairs at one table, plus `linear[t, i]` for everyone at table t.

One step pairs the tables off at random. Within each pair of tables (a, b) every swap of a person of `a` with one of
`b`, and staying as it is, is weighed, and one is drawn with probability ∝ exp(-Δ / temperature): the heat bath of
Glauber (1963), drawn by the Gumbel-max trick. The pairs share no table, so their changes add up exactly, and NumPy
weighs them all at once. With load[t, i] = Σ cost[i, j] over j at t, plus linear[t, i], a swap of i at a with j at b
changes the sum by

    Δ = load[b, i] - load[a, i] + load[a, j] - load[b, j] - 2 cost[i, j].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from math import comb, exp

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

FORBIDDEN = 1e9  # no sum of penalties comes near; a step that costs half of it is never taken
HOT, COLD = 0.15, 0.025  # temperatures, in standard deviations of Δ at the start; found by trial on n=120, k=10
ROUND = 120  # people for whom all steps are spent on one cooling; fewer people get several, each hotter
POOL = 1 << 16  # random numbers drawn ahead, used from random places on
BLOCK_EVERY = 8  # steps between two tries to move people who stay together
MOST_SETS = 200  # of sets of people weighed against one block when the search ends
EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Rules:
    """`blocked[i, j]` forbids the single swap of i and j; `blocks` move only as a whole, against as many others.

    `movable[i]` says who may make room for a block; `facilitates[i]` must add up alike on both sides where
    `counts_facilitators` holds.
    """

    blocked: NDArray[np.bool_]
    blocks: tuple[tuple[int, ...], ...]
    movable: NDArray[np.bool_]
    facilitates: NDArray[np.bool_]
    counts_facilitators: bool


@dataclass(slots=True)
class State:
    """Who sits where, and the loads kept beside it. People are 0 … n-1; the empty places of table t are n + t."""

    cost: Floats
    swap: Floats
    places: Indices
    table_of: Indices
    load: Floats
    total: float
    rules: Rules
    rng: np.random.Generator
    single: NDArray[np.bool_] = field(init=False)  # who may make room for a block
    best: Indices = field(init=False)
    best_total: float = field(init=False)

    def __post_init__(self) -> None:
        self.single = np.zeros(len(self.cost), np.bool_)
        self.single[: len(self.rules.movable)] = self.rules.movable
        self.single[[one for block in self.rules.blocks for one in block]] = False
        self.best, self.best_total = self.places.copy(), self.total

    def keep_best(self) -> None:
        if self.total < self.best_total - EPSILON:
            self.best_total = self.total
            self.best = self.places.copy()


def anneal(
    cost: Floats, linear: Floats, seating: Sequence[Sequence[int]], rules: Rules, *, steps: int, seed: int
) -> list[list[int]]:
    """The best seating found in `steps` steps from `seating` (people by table), which must keep the rules.

    Table sizes stay as they are. The same arguments give the same answer. `cost` (n × n) is symmetric with an empty
    diagonal, `linear` is tables × n; people who must not share a table cost FORBIDDEN.
    """
    state = begin(cost, linear, seating, rules, seed)
    tables = len(seating)
    spread = _spread(state)
    if tables > 1:
        rounds = max(1, round(ROUND / len(cost))) if spread > 0 else 0  # without a spread no temperature is known
        for number in range(rounds):
            _cool(state, max(1, steps // rounds), spread, HOT * (number + 1))
        _restore(state, linear)
        _descend(state)
    people = len(cost)
    return [[int(one) for one in row if one < people] for row in state.best]


def begin(cost: Floats, linear: Floats, seating: Sequence[Sequence[int]], rules: Rules, seed: int) -> State:
    tables, people = len(seating), len(cost)
    width = max(map(len, seating))
    size = people + tables
    padded = np.zeros((size, size))
    padded[:people, :people] = cost
    swap = -2.0 * padded
    swap[:people, :people][rules.blocked] = FORBIDDEN * 4
    swap[people:, :] = swap[:, people:] = FORBIDDEN * 4
    places = np.repeat(np.arange(people, size)[:, None], width, axis=1)
    for number, row in enumerate(seating):
        places[number, : len(row)] = row
    state = State(padded, swap, places, np.zeros(size, np.intp), np.zeros((tables, size)), 0.0, rules, _rng(seed))
    _count(state, linear)
    state.best_total = state.total
    return state


def _rng(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def _count(state: State, linear: Floats) -> None:
    """Loads and the total from nothing: the sums that each step then only adds to."""
    tables, people = linear.shape
    state.table_of[state.places] = np.arange(tables)[:, None]
    state.load = state.cost[state.places].sum(axis=1)
    state.load[:, :people] += linear
    own = state.load[state.table_of[:people], np.arange(people)]
    single = linear[state.table_of[:people], np.arange(people)]
    state.total = float((own.sum() + single.sum()) / 2)


def _restore(state: State, linear: Floats) -> None:
    """Back to the best seating; counting anew also drops what rounding has added up."""
    state.places = state.best.copy()
    _count(state, linear)
    state.best_total = state.total


def changes(state: State, a: Indices, b: Indices) -> Floats:
    """Δ of every swap between tables a[x] and b[x]: pairs × places × places."""
    first, second = state.places[a], state.places[b]
    up, down = a[:, None], b[:, None]
    out = state.load[down, first] - state.load[up, first]
    back = state.load[up, second] - state.load[down, second]
    found: Floats = state.swap[first[:, :, None], second[:, None, :]]
    found += out[:, :, None]
    found += back[:, None, :]
    return found


def _spread(state: State) -> float:
    """Standard deviation of Δ over the swaps that are allowed at the start."""
    a, b = np.triu_indices(len(state.places), 1)
    if not len(a):
        return 0.0
    delta = changes(state, a, b)
    delta = delta[delta < FORBIDDEN / 2]
    return float(delta.std()) if delta.size else 0.0


def _cool(state: State, steps: int, spread: float, hot: float) -> None:
    tables, width = state.places.shape
    half = tables // 2
    size = half * width * width
    noise = -np.log(state.rng.standard_exponential(POOL + size) + 1e-300)
    orders = state.rng.permuted(np.tile(np.arange(tables), (1024, 1)), axis=1)
    pairs = np.arange(half)
    factor = (COLD / hot) ** (1 / max(steps - 1, 1))
    temperature = hot * spread
    starts = state.rng.integers(0, POOL, (steps, 2))
    picks = state.rng.integers(0, len(orders), steps)
    for step in range(steps):
        order = orders[picks[step]]
        a, b = order[:half], order[half : 2 * half]
        delta = changes(state, a, b).reshape(half, -1)
        at, stay = starts[step]
        drawn = noise[at : at + size].reshape(half, -1) - delta / temperature
        chosen = drawn.argmax(axis=1)
        takes = (drawn[pairs, chosen] > noise[stay : stay + half]).nonzero()[0]
        if len(takes):
            state.total += float(delta[takes, chosen[takes]].sum())
            _swap(state, a[takes], b[takes], chosen[takes])
            state.keep_best()
        if state.rules.blocks and step % BLOCK_EVERY == 0:
            _try_block(state, temperature)
        temperature *= factor


def _swap(state: State, a: Indices, b: Indices, chosen: Indices) -> None:
    """The chosen swap (place in a × width + place in b) of each pair of tables; no table occurs twice."""
    x, y = np.divmod(chosen, state.places.shape[1])
    left, right = state.places[a, x], state.places[b, y]
    state.places[a, x], state.places[b, y] = right, left
    state.table_of[left], state.table_of[right] = b, a
    difference = state.cost[right] - state.cost[left]
    state.load[a] += difference
    state.load[b] -= difference


def _try_block(state: State, temperature: float) -> None:
    """One block, one other table, as many of its people at random: taken as at this temperature."""
    rng, blocks = state.rng, state.rules.blocks
    block = blocks[int(rng.integers(len(blocks)))]
    a, b = int(state.table_of[block[0]]), int(rng.integers(len(state.places)))
    if a == b or not state.rules.movable[block[0]]:
        return
    others = [one for one in blocks if len(one) == len(block) and state.table_of[one[0]] == b and _moves(state, one)]
    single = _singles(state, b)
    if others and (len(single) < len(block) or rng.random() < 0.5):
        made = others[int(rng.integers(len(others)))]
    elif len(single) >= len(block):
        made = tuple(int(one) for one in rng.choice(single, len(block), replace=False))
    else:
        return
    delta = exchange(state, block, made)
    if delta < FORBIDDEN / 2 and (delta <= 0 or rng.random() < exp(-delta / temperature)):
        _exchange(state, block, made, delta)


def _moves(state: State, block: Sequence[int]) -> bool:
    return bool(state.rules.movable[block[0]])


def _singles(state: State, table: int) -> list[int]:
    row = state.places[table]
    return [int(one) for one in row[state.single[row]]]


def exchange(state: State, left: Sequence[int], right: Sequence[int]) -> float:
    """Δ of `left` (all at one table) changing places with `right` (as many, all at another)."""
    rules = state.rules
    if rules.counts_facilitators and rules.facilitates[list(left)].sum() != rules.facilitates[list(right)].sum():
        return FORBIDDEN
    u, v = np.array(left), np.array(right)
    a, b = state.table_of[u[0]], state.table_of[v[0]]
    moved = state.load[b, u].sum() - state.load[a, u].sum() + state.load[a, v].sum() - state.load[b, v].sum()
    inside = state.cost[np.ix_(u, u)].sum() + state.cost[np.ix_(v, v)].sum()
    return float(moved + inside - 2 * state.cost[np.ix_(u, v)].sum())


def _exchange(state: State, left: Sequence[int], right: Sequence[int], delta: float) -> None:
    a, b = int(state.table_of[left[0]]), int(state.table_of[right[0]])
    for one, other in zip(left, right, strict=True):
        x = int((state.places[a] == one).argmax())
        y = int((state.places[b] == other).argmax())
        _swap(state, np.array([a]), np.array([b]), np.array([x * state.places.shape[1] + y]))
    state.total += delta
    state.keep_best()


def _descend(state: State) -> None:
    """Best swap after best swap until no swap helps; then the same for blocks."""
    a, b = np.triu_indices(len(state.places), 1)
    width = state.places.shape[1]
    while True:
        delta = changes(state, a, b)
        flat = int(delta.argmin())
        if delta.flat[flat] < -EPSILON:
            pair, chosen = divmod(flat, width * width)
            state.total += float(delta.flat[flat])
            _swap(state, a[[pair]], b[[pair]], np.array([chosen]))
        elif not _better_block(state):
            break
    state.keep_best()


def _better_block(state: State) -> bool:
    """Takes the first exchange of a block that helps; says whether there was one."""
    for block in state.rules.blocks:
        if not _moves(state, block):
            continue
        for table in range(len(state.places)):
            if table == state.table_of[block[0]]:
                continue
            for others in _sets(state, table, len(block)):
                delta = exchange(state, block, others)
                if delta < -EPSILON:
                    _exchange(state, block, others, delta)
                    return True
    return False


def _sets(state: State, table: int, size: int) -> list[tuple[int, ...]]:
    """Whole blocks of that size, and sets of single people: all of them, or some at random where they are many."""
    found = [one for one in state.rules.blocks if len(one) == size and state.table_of[one[0]] == table]
    found = [one for one in found if _moves(state, one)]
    single = _singles(state, table)
    if comb(len(single), size) > MOST_SETS:
        single = [int(one) for one in state.rng.permutation(single)]
    found += islice(combinations(single, size), MOST_SETS)
    return found
