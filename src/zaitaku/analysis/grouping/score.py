"""What a seating costs, by definition; the slow way, from nothing. The search adds up changes instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from zaitaku.analysis.grouping.model import Meeting, Met, Rule, RuleKind, Seating


@dataclass(frozen=True, slots=True)
class Score:
    """Penalties (smaller is better) and the counts behind them: pairs of one office, pairs who met before."""

    profession: float
    office: float
    repeat: float
    colleagues: int
    met_before: int

    @property
    def total(self) -> float:
        return self.profession + self.office + self.repeat


@dataclass(frozen=True, slots=True)
class Reunion:
    """Two guests of one table who sat together before, and at which meetings, latest first."""

    first: int
    second: int
    meetings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableNote:
    """What is to be said about one table. Professions and offices come with their counts, the largest first."""

    table: int
    guests: tuple[int, ...]
    professions: tuple[tuple[str, int], ...]
    colleagues: tuple[tuple[str, tuple[int, ...]], ...]
    reunions: tuple[Reunion, ...]
    facilitators: tuple[int, ...]
    score: Score


def score(meeting: Meeting, seating: Seating) -> Score:
    """The sum over all tables:

    Σ_tables [ w_profession Σ_p (c_p - s q_p)² + w_office · pairs of one office + w_repeat Σ_repeats 1 / (age + 1) ]

    with c_p people of profession p at a table of s people, and q_p the share of p among those seated of that kind.
    """
    parts = [note.score for note in explain(meeting, seating)]
    return Score(
        sum(part.profession for part in parts),
        sum(part.office for part in parts),
        sum(part.repeat for part in parts),
        sum(part.colleagues for part in parts),
        sum(part.met_before for part in parts),
    )


def explain(meeting: Meeting, seating: Seating) -> tuple[TableNote, ...]:
    """A note for every table, empty ones too."""
    rows = by_table(meeting, seating)
    known: dict[tuple[int, int], list[Met]] = {}
    for met in meeting.met:
        known.setdefault((min(met.first, met.second), max(met.first, met.second)), []).append(met)
    shares = {kind: _shares(meeting, seating, kind) for kind in {place.kind for place in meeting.places}}
    return tuple(_note(meeting, number, row, known, shares) for number, row in enumerate(rows))


def by_table(meeting: Meeting, seating: Seating) -> list[tuple[int, ...]]:
    rows: list[list[int]] = [[] for _ in meeting.places]
    for guest, table in enumerate(seating):
        if table is not None:
            rows[table].append(guest)
    return [tuple(row) for row in rows]


def _shares(meeting: Meeting, seating: Seating, kind: str) -> dict[str, float]:
    seated = [guest for guest, table in zip(meeting.guests, seating, strict=True) if table is not None]
    counts = Counter(guest.profession for guest in seated if guest.kind == kind)
    return {profession: count / counts.total() for profession, count in counts.items()}


def _note(
    meeting: Meeting,
    number: int,
    row: tuple[int, ...],
    known: dict[tuple[int, int], list[Met]],
    shares: dict[str, dict[str, float]],
) -> TableNote:
    weights, guests = meeting.weights, meeting.guests
    professions = Counter(guests[one].profession for one in row)
    expected = shares[meeting.places[number].kind]
    uneven = sum((professions[name] - len(row) * expected.get(name, 0.0)) ** 2 for name in {*expected, *professions})
    offices: dict[str, list[int]] = {}
    for one in row:
        if guests[one].office:
            offices.setdefault(guests[one].office, []).append(one)
    shared = tuple((office, tuple(who)) for office, who in offices.items() if len(who) > 1)
    colleagues = sum(len(who) * (len(who) - 1) // 2 for _, who in shared)
    met = {pair: sorted(known[pair], key=lambda one: one.age) for pair in combinations(sorted(row), 2) if pair in known}
    repeats = sum(1 / (one.age + 1) for several in met.values() for one in several)
    return TableNote(
        number,
        row,
        tuple(professions.most_common()),
        shared,
        tuple(Reunion(*pair, tuple(one.meeting for one in several)) for pair, several in met.items()),
        tuple(one for one in row if guests[one].facilitates),
        Score(weights.profession * uneven, weights.office * colleagues, weights.repeat * repeats, colleagues, len(met)),
    )


def broken(meeting: Meeting, seating: Seating) -> tuple[Rule, ...]:
    """The hard rules that a seating breaks; guests at no table break none."""
    found: list[Rule] = []
    for number, row in enumerate(by_table(meeting, seating)):
        place = meeting.places[number]
        strangers = tuple(one for one in row if meeting.guests[one].kind != place.kind)
        if len(row) > place.seats or strangers:
            found.append(Rule(RuleKind.SEATS, strangers, number))
    for one, guest in enumerate(meeting.guests):
        if guest.pinned is not None and seating[one] not in (None, guest.pinned):
            found.append(Rule(RuleKind.PINNED, (one,), guest.pinned))
    for bond in meeting.bonds:
        first, second = seating[bond.first], seating[bond.second]
        if first is not None and second is not None and (first == second) != bond.together:
            kind = RuleKind.TOGETHER if bond.together else RuleKind.APART
            found.append(Rule(kind, (bond.first, bond.second)))
    return (*found, *_facilitators(meeting, seating))


def quota(facilitators: int, tables: int) -> tuple[int, int]:
    """Least and most facilitators a table may have: one each where they suffice, as even as can be where more."""
    if not tables:
        return 0, 0
    return (1 if facilitators >= tables else 0), max(1, -(-facilitators // tables))


def _facilitators(meeting: Meeting, seating: Seating) -> Iterable[Rule]:
    rows = by_table(meeting, seating)
    for kind in {place.kind for place in meeting.places}:
        tables = [number for number, place in enumerate(meeting.places) if place.kind == kind]
        counts = {number: [one for one in rows[number] if meeting.guests[one].facilitates] for number in tables}
        least, most = quota(sum(map(len, counts.values())), len(tables))
        for number in tables:
            if not least <= len(counts[number]) <= most:
                yield Rule(RuleKind.FACILITATORS, tuple(counts[number]), number)
