"""From units and decisions to persons and their minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zaitaku.analysis.online_report.model import Join, Person, Report, Unit

NOBODY = 0  # the decision that a unit is no participant: staff, a recording device


def minutes_of(joins: Iterable[Join]) -> int:
    """Minutes in which at least one of the joins lasted, begun minutes as whole ones, as Zoom does.

    Where the file has no times, the longest single line: that much is certain, for others may lie within it.
    """
    joins = tuple(joins)
    spans = sorted((join.start, join.end) for join in joins if join.start is not None and join.end is not None)
    if not spans:
        return max((join.told for join in joins), default=0)
    seconds = 0
    start, end = spans[0]
    for begins, ends in spans[1:]:
        if begins > end:
            seconds += int((end - start).total_seconds())
            start, end = begins, ends
        else:
            end = max(end, ends)
    seconds += int((end - start).total_seconds())
    return -(-seconds // 60)


def overlaps(units: Iterable[Unit]) -> bool:
    """Whether two units were there at the same moment: two people, or one with two devices."""
    spans = sorted(
        (join.start, join.end, unit.number)
        for unit in units
        for join in unit.joins
        if join.start is not None and join.end is not None
    )
    latest = spans[:1]
    for span in spans[1:]:
        if any(span[0] < end and span[2] != number for _start, end, number in latest):
            return True
        latest.append(span)
    return False


def undecided(report: Report, decisions: Mapping[int, int]) -> tuple[int, ...]:
    """Groups of which a unit has no decision yet."""
    return tuple(group for group, units in report.groups.items() if any(unit.number not in decisions for unit in units))


def persons(report: Report, decisions: Mapping[int, int], *, least_minutes: int = 0) -> tuple[Person, ...]:
    """Participants in the order of the file, those of fewer than `least_minutes` left out.

    `decisions` says for a unit which person of its group it is (1, 2, …; equal numbers are the same person), or
    NOBODY. Units outside any group are persons unless they are NOBODY. Raises ValueError while a group is undecided.
    """
    if missing := undecided(report, decisions):
        raise ValueError(f"groups without a decision: {missing}")
    found: dict[tuple[int, int], list[Unit]] = {}
    for unit in report.units:
        decision = decisions.get(unit.number, 1)
        if decision != NOBODY:
            key = (-1 - unit.number, 0) if unit.group is None else (unit.group, decision)
            found.setdefault(key, []).append(unit)
    made = (_person(units) for units in found.values())
    return tuple(person for person in made if person.minutes >= least_minutes)


def _person(units: list[Unit]) -> Person:
    joins = [join for unit in units for join in unit.joins]
    email = next((join.email for join in joins if join.email), "")
    return Person(tuple(unit.number for unit in units), joins[0].name, email, minutes_of(joins))
