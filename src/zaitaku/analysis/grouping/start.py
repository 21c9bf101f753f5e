"""A first seating that keeps every hard rule, or the proof that there is none and which rules are to blame."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from zaitaku.analysis.grouping.model import Bond, Meeting, Rule, RuleKind
from zaitaku.analysis.grouping.score import quota

NODES = 20_000  # places tried before giving up: what can be seated is found in a few hundred
FEWER_NODES = 2_000  # for each try of leaving one rule out
MOST_BLAMED = 60  # rules tried one by one


@dataclass(frozen=True, slots=True)
class Unit:
    """Guests who stay together (or one alone), the table they are pinned to, and how many of them facilitate."""

    guests: tuple[int, ...]
    tables: frozenset[int]
    facilitators: int


@dataclass(slots=True)
class _Board:
    """Units placed so far. `apart` holds the units that must not share a table."""

    seats: dict[int, int]
    most: int
    least: int
    apart: list[set[int]]
    units: list[Unit]
    spare: int  # facilitators not yet placed
    nodes: int
    rows: dict[int, list[int]] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)
    leaders: dict[int, int] = field(default_factory=dict)


def all_rules(meeting: Meeting) -> tuple[Rule, ...]:
    """Every hard rule that can be left out; the seats cannot."""
    bonds = [
        Rule(RuleKind.TOGETHER if one.together else RuleKind.APART, (one.first, one.second)) for one in _pairs(meeting)
    ]
    pins = [Rule(RuleKind.PINNED, (at,), one.pinned) for at, one in enumerate(meeting.guests) if one.pinned is not None]
    leaders = tuple(at for at, one in enumerate(meeting.guests) if one.facilitates)
    return (*bonds, *pins, *([Rule(RuleKind.FACILITATORS, leaders)] if leaders else []))


def _pairs(meeting: Meeting) -> list[Bond]:
    return sorted(set(meeting.bonds), key=lambda one: (one.first, one.second, one.together))


def first_seating(
    meeting: Meeting, rules: Iterable[Rule], seed: int, nodes: int = NODES
) -> tuple[list[int] | None, bool]:
    """Tables of all guests, and whether the answer is proven (a seating always is; None may be a search cut short)."""
    rules = list(rules)
    seating: list[int] = [-1] * len(meeting.guests)
    for kind in meeting.kinds:
        board = _board(meeting, rules, kind, nodes)
        if board is None:
            return None, True
        rng = random.Random(seed)  # noqa: S311 - a repeatable order, no secret
        if not _place(board, 0, rng):
            return None, board.nodes > 0
        for table, units in board.rows.items():
            for unit in units:
                for guest in board.units[unit].guests:
                    seating[guest] = table
        _fill(meeting, kind, seating, rng)
    return seating, True


def _board(meeting: Meeting, rules: list[Rule], kind: str, nodes: int) -> _Board | None:
    """None where the units alone contradict each other, such as two pinned apart who must be together."""
    tables = [at for at, place in enumerate(meeting.places) if place.kind == kind]
    joined = blocks(meeting, rules, kind)
    if joined is None:
        return None
    pinned = {rule.guests[0]: rule.table for rule in rules if rule.kind is RuleKind.PINNED}
    leads = {guest for rule in rules if rule.kind is RuleKind.FACILITATORS for guest in rule.guests}
    leads = {guest for guest in leads if meeting.guests[guest].kind == kind}
    apart = [rule.guests for rule in rules if rule.kind is RuleKind.APART]
    bound = {guest for pair in apart for guest in pair} | leads | set(pinned)
    units = []
    for block in joined:
        if len(block) == 1 and block[0] not in bound:
            continue
        allowed = set(tables)
        for guest in block:
            if guest in pinned:
                allowed &= {pinned[guest]}
        units.append(Unit(block, frozenset(allowed), sum(guest in leads for guest in block)))
    least, most = quota(len(leads), len(tables)) if leads else (0, 0)
    units, neighbours = _in_order(units, apart)
    if any(at in others for at, others in enumerate(neighbours)):
        return None
    seats = {table: meeting.places[table].seats for table in tables}
    board = _Board(seats, most, least, neighbours, units, len(leads), nodes)
    board.rows = {table: [] for table in tables}
    board.used = dict.fromkeys(tables, 0)
    board.leaders = dict.fromkeys(tables, 0)
    return board


def _in_order(units: list[Unit], apart: list[tuple[int, ...]]) -> tuple[list[Unit], list[set[int]]]:
    """The hardest to seat first: pinned, facilitating, many conflicts, large."""
    owner = {guest: at for at, unit in enumerate(units) for guest in unit.guests}
    degree = [0] * len(units)
    for pair in apart:
        for guest in pair:
            if guest in owner:
                degree[owner[guest]] += 1
    order = sorted(
        range(len(units)),
        key=lambda at: (len(units[at].tables), -units[at].facilitators, -degree[at], -len(units[at].guests), at),
    )
    units = [units[at] for at in order]
    owner = {guest: at for at, unit in enumerate(units) for guest in unit.guests}
    neighbours: list[set[int]] = [set() for _ in units]
    for first, second in apart:
        if first in owner and second in owner:  # of different kinds they never share a table
            neighbours[owner[first]].add(owner[second])
            neighbours[owner[second]].add(owner[first])
    return units, neighbours


def blocks(meeting: Meeting, rules: list[Rule], kind: str) -> list[tuple[int, ...]] | None:
    """Guests of a kind joined by TOGETHER; None where that would join two kinds."""
    leader = list(range(len(meeting.guests)))

    def root(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for rule in rules:
        if rule.kind is RuleKind.TOGETHER:
            first, second = rule.guests
            if meeting.guests[first].kind != meeting.guests[second].kind:
                return None
            leader[root(first)] = root(second)
    found: dict[int, list[int]] = {}
    for one, guest in enumerate(meeting.guests):
        if guest.kind == kind:
            found.setdefault(root(one), []).append(one)
    return [tuple(block) for block in found.values()]


def _place(board: _Board, at: int, rng: random.Random) -> bool:
    """Depth first, the emptiest fitting table first. Empty tables of equal size are alike: one of them is tried."""
    if at == len(board.units):
        return all(count >= board.least for count in board.leaders.values())
    if sum(max(0, board.least - count) for count in board.leaders.values()) > board.spare:
        return False
    unit, tried = board.units[at], set()
    order = sorted(unit.tables, key=lambda table: (board.leaders[table], board.used[table], rng.random()))
    for table in order:
        if not _fits(board, at, table):
            continue
        alike = board.seats[table] if not board.rows[table] and not _is_pinned_to(board, at, table) else None
        if alike is not None:
            if alike in tried:
                continue
            tried.add(alike)
        board.nodes -= 1
        if board.nodes <= 0:
            return False
        _put(board, at, table, 1)
        if _place(board, at + 1, rng):
            return True
        _put(board, at, table, -1)
    return False


def _is_pinned_to(board: _Board, at: int, table: int) -> bool:
    return any(unit.tables == {table} for unit in board.units[at:])


def _fits(board: _Board, at: int, table: int) -> bool:
    unit = board.units[at]
    return (
        board.used[table] + len(unit.guests) <= board.seats[table]
        and (not unit.facilitators or board.leaders[table] + unit.facilitators <= board.most)
        and board.apart[at].isdisjoint(board.rows[table])
    )


def _put(board: _Board, at: int, table: int, sign: int) -> None:
    unit = board.units[at]
    board.rows[table].append(at) if sign > 0 else board.rows[table].remove(at)
    board.used[table] += sign * len(unit.guests)
    board.leaders[table] += sign * unit.facilitators
    board.spare -= sign * unit.facilitators


def _fill(meeting: Meeting, kind: str, seating: list[int], rng: random.Random) -> None:
    """The others, each to the table that has the fewest: tables come out as even as seats and rules allow."""
    tables = [at for at, place in enumerate(meeting.places) if place.kind == kind]
    used = {table: seating.count(table) for table in tables}
    rest = [at for at, guest in enumerate(meeting.guests) if guest.kind == kind and seating[at] < 0]
    rng.shuffle(rest)
    for guest in rest:
        free = [table for table in tables if used[table] < meeting.places[table].seats]
        table = min(free, key=lambda one: (used[one], one))
        seating[guest] = table
        used[table] += 1


def blame(meeting: Meeting, seed: int) -> tuple[Rule, ...]:
    """Rules of which none can be left out without the contradiction going away (a minimal conflict)."""
    kept = list(all_rules(meeting))
    for rule in list(kept)[:MOST_BLAMED]:
        without = [one for one in kept if one is not rule]
        seating, _proven = first_seating(meeting, without, seed, FEWER_NODES)
        if seating is None:
            kept = without
    return tuple(kept)
