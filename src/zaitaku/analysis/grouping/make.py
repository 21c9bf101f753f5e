"""Groups made as a whole, and one person placed without moving anybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from zaitaku.analysis.grouping import start
from zaitaku.analysis.grouping.model import (
    Meeting,
    NoPlace,
    NotEnoughSeats,
    Rule,
    RuleKind,
    RulesContradict,
    Seating,
)
from zaitaku.analysis.grouping.score import Score, broken, by_table, score
from zaitaku.analysis.grouping.search import FORBIDDEN, Floats, Rules, anneal

WORK = 3_600_000  # people × steps: about a second whatever the number of people, on a desktop of 2024
MOST_STEPS = 30_000
STEPS_EACH = 750  # below forty people


@dataclass(frozen=True, slots=True)
class Groups:
    """The seating that was found, what it costs, and what the first seating cost from which the search began."""

    seating: Seating
    score: Score
    before: Score


def make_groups(meeting: Meeting, *, seed: int = 1, steps: int | None = None) -> Groups:
    """Seat all guests. The same meeting, seed and steps give the same groups.

    Raises NotEnoughSeats or RulesContradict, whose `rules` say what is in the way of what.
    """
    _check_seats(meeting)
    first, proven = start.first_seating(meeting, start.all_rules(meeting), seed)
    if first is None:
        raise _contradiction(meeting, start.blame(meeting, seed), proven)
    seating = list(first)
    for kind in meeting.kinds:
        people = sum(guest.kind == kind for guest in meeting.guests)
        _improve(meeting, seating, kind, steps or min(MOST_STEPS, WORK // people, STEPS_EACH * people), seed)
    found = tuple(seating)
    return Groups(found, score(meeting, found), score(meeting, tuple(first)))


def _check_seats(meeting: Meeting) -> None:
    for kind, people in Counter(guest.kind for guest in meeting.guests).items():
        seats = sum(place.seats for place in meeting.places if place.kind == kind)
        if people > seats:
            missing = people - seats
            raise NotEnoughSeats(
                f"{_KINDS_JA.get(kind, kind)}の席が{missing}席足りません({people}人に対して{seats}席)。"
                "テーブルか席を増やしてください。",
                f"{missing} more seats are needed for “{kind}” ({people} people, {seats} seats). Add tables or seats.",
                rules=(Rule(RuleKind.SEATS),),
            )


_KINDS_JA = {"hall": "会場", "online": "オンライン"}


def _contradiction(meeting: Meeting, rules: tuple[Rule, ...], proven: bool) -> RulesContradict:
    japanese = "、".join(worded_rule(meeting, rule, "ja") for rule in rules)
    english = "; ".join(worded_rule(meeting, rule, "en") for rule in rules)
    if not proven:
        return RulesContradict(
            f"次の条件をすべて満たす席が見つかりませんでした: {japanese}。どれかを外すか席を増やしてください。",
            f"No seating was found that keeps: {english}. Drop one of them or add seats.",
            rules=rules,
            proven=False,
        )
    return RulesContradict(
        f"次の条件が互いに矛盾しています: {japanese}。どれかを外してください。",
        f"These rules contradict each other: {english}. Drop one of them.",
        rules=rules,
    )


def worded_rule(meeting: Meeting, rule: Rule, language: str) -> str:
    """What a hard rule asks, with names; `language` is ja or en."""
    names = [meeting.guests[one].name for one in rule.guests]
    table = meeting.places[rule.table].name if rule.table is not None else ""
    japanese = {
        RuleKind.TOGETHER: "と".join(f"「{name}」" for name in names) + "は同じテーブル",
        RuleKind.APART: "と".join(f"「{name}」" for name in names) + "は別のテーブル",
        RuleKind.PINNED: f"「{'」「'.join(names)}」は{table}に固定",
        RuleKind.FACILITATORS: f"ファシリテーター({'、'.join(names)})は各テーブルに1人ずつ",
        RuleKind.SEATS: f"{table}の席数",
    }
    english = {
        RuleKind.TOGETHER: f"{' and '.join(names)} together",
        RuleKind.APART: f"{' and '.join(names)} apart",
        RuleKind.PINNED: f"{', '.join(names)} fixed at {table}",
        RuleKind.FACILITATORS: f"one facilitator a table ({', '.join(names)})",
        RuleKind.SEATS: f"the seats of {table}",
    }
    return (japanese if language == "ja" else english)[rule.kind]


def _improve(meeting: Meeting, seating: list[int], kind: str, steps: int, seed: int) -> None:
    """Anneal the guests of one kind in place; the other kinds do not touch them."""
    tables = [at for at, place in enumerate(meeting.places) if place.kind == kind]
    people = [at for at, guest in enumerate(meeting.guests) if guest.kind == kind]
    local = {guest: at for at, guest in enumerate(people)}
    rows = [[local[guest] for guest in people if seating[guest] == table] for table in tables]
    used = [at for at, row in enumerate(rows) if row]
    if len(used) < 2:
        return
    rows = [rows[at] for at in used]
    found = anneal(
        pair_costs(meeting, people),
        table_costs(meeting, people, [len(row) for row in rows]),
        rows,
        search_rules(meeting, people, len(tables)),
        steps=steps,
        seed=seed,
    )
    for at, row in zip(used, found, strict=True):
        for one in row:
            seating[people[one]] = tables[at]


def pair_costs(meeting: Meeting, people: list[int]) -> Floats:
    """What each pair costs at one table. Σ_p c_p² over a table is its people plus twice its pairs of one profession,
    so the profession's square becomes 2 for each such pair; the rest of it is in `table_costs`."""
    weights, guests = meeting.weights, [meeting.guests[one] for one in people]
    _, professions = np.unique([guest.profession for guest in guests], return_inverse=True)
    _, offices = np.unique([guest.office or f"\0{at}" for at, guest in enumerate(guests)], return_inverse=True)
    cost: Floats = 2 * weights.profession * (professions[:, None] == professions[None, :]).astype(np.float64)
    cost += weights.office * (offices[:, None] == offices[None, :])
    local = {guest: at for at, guest in enumerate(people)}
    for met in meeting.met:
        if met.first in local and met.second in local:
            cost[local[met.first], local[met.second]] += weights.repeat / (met.age + 1)
            cost[local[met.second], local[met.first]] += weights.repeat / (met.age + 1)
    for first, second in _apart(meeting, people):
        cost[local[first], local[second]] = cost[local[second], local[first]] = FORBIDDEN
    np.fill_diagonal(cost, 0.0)
    return cost


def _apart(meeting: Meeting, people: list[int]) -> list[tuple[int, int]]:
    """Pairs that must not share a table: bonds, and facilitators where there are tables enough for each."""
    inside = set(people)
    pairs = [(one.first, one.second) for one in meeting.bonds if not one.together]
    pairs = [pair for pair in pairs if inside.issuperset(pair)]
    leaders = [one for one in people if meeting.guests[one].facilitates]
    kind = meeting.guests[people[0]].kind
    if len(leaders) <= sum(place.kind == kind for place in meeting.places):
        pairs += [(one, other) for at, one in enumerate(leaders) for other in leaders[:at]]
    return pairs


def table_costs(meeting: Meeting, people: list[int], sizes: list[int]) -> Floats:
    """-2 s q_p for a person of profession p at a table of s people: what is linear in Σ_p (c_p - s q_p)²."""
    professions = [meeting.guests[one].profession for one in people]
    counts = Counter(professions)
    shares = np.array([counts[name] / len(people) for name in professions])
    found: Floats = -2 * meeting.weights.profession * np.array(sizes, dtype=np.float64)[:, None] * shares[None, :]
    return found


def search_rules(meeting: Meeting, people: list[int], tables: int) -> Rules:
    guests = [meeting.guests[one] for one in people]
    local = {guest: at for at, guest in enumerate(people)}
    facilitates = np.array([guest.facilitates for guest in guests])
    fixed = np.array([guest.pinned is not None for guest in guests])
    rules = [rule for rule in start.all_rules(meeting) if rule.kind is RuleKind.TOGETHER]
    found = start.blocks(meeting, rules, guests[0].kind) or []
    blocks = tuple(tuple(local[one] for one in block) for block in found if len(block) > 1)
    for block in blocks:  # one pinned pins them all
        fixed[list(block)] = fixed[list(block)].any()
    counts = bool(facilitates.sum() > tables)
    single = fixed.copy()
    single[[one for block in blocks for one in block]] = True
    blocked = single[:, None] | single[None, :]
    if counts:
        blocked = blocked | (facilitates[:, None] != facilitates[None, :])
    return Rules(blocked, blocks, ~fixed, facilitates, counts)


def best_table(meeting: Meeting, seating: Seating, guest: int) -> int:
    """The table where one more guest costs least, everybody else staying; raises NoPlace.

    `seating[guest]` is left out of account. A facilitator who comes late may join any table with room for one more.
    """
    before = replace_at(seating, guest, None)
    clean = set(broken(meeting, before))
    best: tuple[float, int, int] | None = None
    rows = by_table(meeting, before)
    for table, place in enumerate(meeting.places):
        if place.kind != meeting.guests[guest].kind or len(rows[table]) >= place.seats:
            continue
        after = replace_at(seating, guest, table)
        if any(guest in rule.guests for rule in set(broken(meeting, after)) - clean):
            continue
        rank = (score(meeting, after).total, len(rows[table]), table)
        best = min(best, rank) if best else rank
    if best is None:
        name = meeting.guests[guest].name
        raise NoPlace(
            f"「{name}」が座れるテーブルがありません。空席がないか、同席・別席の条件に合いません。席を増やすか条件を外してください。",
            f"No table can take {name}: no seat is free, or a rule is in the way. Add a seat or drop a rule.",
        )
    return best[2]


def replace_at(seating: Seating, guest: int, table: int | None) -> Seating:
    return (*seating[:guest], table, *seating[guest + 1 :])
