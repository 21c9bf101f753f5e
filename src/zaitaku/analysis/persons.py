"""How many different people came to a series (実人数), as far as what is known of them allows to say.

Attendance (延人数) counts every arrival. Who came twice is known only in part: some arrivals have a name and a contact,
some a name alone, many are a head count without names. So the answer is a range, with these premises and no others:

1. People arriving at one occasion (a channel of a session) are different people.
2. Equal name and a common contact (an address or a telephone number): the same person, at whatever occasion.
3. Equal names otherwise (no contact, or contacts with nothing in common), and different names with a common contact (a
   couple's address, or somebody who joins once as "iPhone"), directly or through others: perhaps the same, perhaps not.
4. Nothing in common: different people.
5. Somebody without a name may be anybody who is not among the named of the same occasion, or somebody else.

An *entity* is what rule 2 puts together, with the occasions it was at; a *circle* what rule 3 does with entities. With
n_i the people at occasion i, named or not:

    upper = entities + unnamed arrivals                    nobody came twice of whom it is not known
    P     = sum over circles of the most entities of the circle that were at one occasion
    lower = max(P, max over i of n_i)

*lower* is never too high: P bear names, for circles are different people and so are those of one occasion; and n_i
people stood there at once. It may be too low, such as by one for three of a name who met in pairs only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from zaitaku.analysis.contacts import folded


@dataclass(frozen=True, slots=True)
class Arrived:
    """`people` of a party of which `name` leads; empty names are unnamed. `contacts` are addresses and telephones."""

    occasion: Hashable
    people: int = 1
    name: str = ""
    contacts: Collection[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Range:
    """`lower` ≤ the number of persons ≤ `upper`."""

    lower: int
    upper: int

    @property
    def is_exact(self) -> bool:
        return self.lower == self.upper


@dataclass(frozen=True, slots=True)
class _Entity:
    name: str
    contacts: frozenset[str]
    occasions: frozenset[Hashable]


def persons(arrivals: Iterable[Arrived]) -> Range:
    """The range over all arrivals; nobody at all is 0 to 0."""
    at_once: Counter[Hashable] = Counter()
    named = []
    for one in arrivals:
        at_once[one.occasion] += one.people
        if name := folded(one.name):
            at_once[one.occasion] -= 1
            contacts = frozenset(_contact(text) for text in one.contacts) - {""}
            named.append(_Entity(name, contacts, frozenset({one.occasion})))
    unnamed = at_once.total()
    entities = [_together(same) for same in _joined(named, lambda one: {(one.name, text) for text in one.contacts})]
    bearing_names = 0
    for circle in _joined(entities, lambda one: {("name", one.name), *(("contact", text) for text in one.contacts)}):
        met = Counter(occasion for one in circle for occasion in one.occasions)
        bearing_names += max(met.values())
        at_once.update(met)
    return Range(max(bearing_names, max(at_once.values(), default=0)), len(entities) + unnamed)


def _contact(text: str) -> str:
    """For comparing addresses and numbers: the hyphens of a number do not matter either."""
    return "".join(character for character in folded(text) if character not in "-‐‑–—−")


def _together(same: Sequence[_Entity]) -> _Entity:
    contacts, occasions = (one.contacts for one in same), (one.occasions for one in same)
    return _Entity(same[0].name, frozenset().union(*contacts), frozenset().union(*occasions))


def _joined(entities: Sequence[_Entity], keys: Callable[[_Entity], Iterable[Hashable]]) -> list[list[_Entity]]:
    """Groups of those that share a key, directly or through others."""
    above = list(range(len(entities)))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = place = above[above[place]]
        return place

    first: dict[Hashable, int] = {}
    for place, one in enumerate(entities):
        for key in keys(one):
            above[top(place)] = top(first.setdefault(key, place))
    groups: dict[int, list[_Entity]] = {}
    for place, one in enumerate(entities):
        groups.setdefault(top(place), []).append(one)
    return list(groups.values())
