"""What goes into the making of groups, what comes out, and how it is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from zaitaku.analysis.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to be seated. `name` only words refusals; empty profession or office means it is not known."""

    name: str
    profession: str = ""
    office: str = ""
    kind: str = "hall"
    facilitates: bool = False
    pinned: int | None = None  # index of the table


@dataclass(frozen=True, slots=True)
class Place:
    """A table: people sit only at tables of their own kind, and never more than there are seats."""

    name: str
    seats: int
    kind: str = "hall"


@dataclass(frozen=True, slots=True)
class Bond:
    """Two guests (their indices) who must share a table, or must not."""

    first: int
    second: int
    together: bool


@dataclass(frozen=True, slots=True)
class Met:
    """Two guests who shared a table before. `age` 0 is the latest earlier meeting, 1 the one before it, and so on."""

    first: int
    second: int
    meeting: str
    age: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each fault costs.

    profession: the square of how many more or fewer of a profession a table has than its share of the whole.
    office: a pair of one office at a table. repeat: a pair that sat together at the latest meeting; half of it for
    the one before, a third for the one before that; several meetings of one pair add up.
    """

    profession: float = 1.0
    office: float = 8.0
    repeat: float = 4.0


@dataclass(frozen=True, slots=True)
class Meeting:
    """The whole task. Raises ValueError where an index points nowhere, which is a fault of the caller."""

    guests: tuple[Guest, ...]
    places: tuple[Place, ...]
    bonds: tuple[Bond, ...] = ()
    met: tuple[Met, ...] = ()
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        people, tables = range(len(self.guests)), range(len(self.places))
        pairs = [(bond.first, bond.second) for bond in self.bonds] + [(met.first, met.second) for met in self.met]
        for first, second in pairs:
            if first not in people or second not in people or first == second:
                raise ValueError(f"no such pair of guests: {first}, {second}")
        for guest in self.guests:
            if guest.pinned is not None and guest.pinned not in tables:
                raise ValueError(f"{guest.name} is pinned to table {guest.pinned}, which does not exist")
        if any(place.seats < 1 for place in self.places):
            raise ValueError("every table has a seat")

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(guest.kind for guest in self.guests))


Seating = tuple[int | None, ...]  # table of every guest; None: at none (did not come)


class RuleKind(StrEnum):
    SEATS = "seats"
    TOGETHER = "together"
    APART = "apart"
    PINNED = "pinned"
    FACILITATORS = "facilitators"


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule and the guests it speaks of; `table` where it names one."""

    kind: RuleKind
    guests: tuple[int, ...] = ()
    table: int | None = None


class RulesContradict(Refusal):
    """No seating keeps all hard rules. Each of `rules` is needed for the contradiction: without it there is one,
    save where `proven` is False and only no seating was found within the work allowed."""

    code = "rules_contradict"

    def __init__(self, message_ja: str, message_en: str, *, rules: tuple[Rule, ...] = (), proven: bool = True) -> None:
        super().__init__(message_ja, message_en)
        self.rules = rules
        self.proven = proven


class NotEnoughSeats(RulesContradict):
    """More people of a kind than seats at its tables."""

    code = "not_enough_seats"


class NoPlace(Refusal):
    """One more person fits at no table; the message says which rules are in the way."""

    code = "no_place"
