"""How many different people came to a series (実人数), as far as what is known of them allows to say.

Attendance (延人数) counts every arrival. Who came twice is known only in part: some arrivals have a name and a contact,
some a name alone, many are a head count without names. So the answer is a range, with these premises and no others:

1. People arriving at one occasion (a channel of a session) are different people.
2. Equal name and a common contact (an address or a telephone number): the same person, at whatever occasion.
3. Different names: different people.
4. Equal names otherwise (no contact, or contacts with nothing in common): perhaps the same, perhaps not.
5. Somebody without a name may be anybody who is not among the named of the same occasion, or somebody else.

An *entity* is what rule 2 puts together, with the occasions it was at. Two entities of one name can be one person only
if they were at no occasion together. With n_i the people at occasion i, named or not:

    upper = entities + unnamed arrivals                    nobody came twice of whom it is not known
    P     = sum over names of the fewest people that can stand behind the entities of the name
    lower = max(P, max over i of n_i)

*The fewest* is the least number of colours for the entities of a name when those of a common occasion differ in
colour. *lower* can be reached: with max(P, max n_i) people there are at each occasion enough who are not among its
named to be its unnamed ones; and fewer are impossible, since n_i people stood there at once and P bear names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from zaitaku.analysis.contacts import folded

# Limits of the search for the fewest colours; a name borne by more is bounded by its largest occasion.
MOST_SEARCHED = 200
MOST_STEPS = 20_000


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


def persons(arrivals: Iterable[Arrived]) -> Range:
    """The range over all arrivals; nobody at all is 0 to 0."""
    unnamed: Counter[Hashable] = Counter()
    by_name: dict[str, list[Arrived]] = defaultdict(list)
    for one in arrivals:
        name = folded(one.name)
        if name:
            by_name[name].append(one)
        unnamed[one.occasion] += one.people - bool(name)
    at_once = Counter(unnamed)
    fewest, most = 0, sum(unnamed.values())
    for named in by_name.values():
        entities = _entities(named)
        most += len(entities)
        fewest += _fewest(entities)
        for occasions in entities:
            at_once.update(occasions)
    return Range(max(fewest, max(at_once.values(), default=0)), most)


def _contact(text: str) -> str:
    """For comparing addresses and numbers: the hyphens of a number do not matter either."""
    return "".join(character for character in folded(text) if character not in "-‐‑–—−")


def _entities(named: Sequence[Arrived]) -> list[frozenset[Hashable]]:
    """Arrivals of one name put together where they have a contact in common, directly or through others."""
    found: list[tuple[set[str], set[Hashable]]] = []
    alone: list[frozenset[Hashable]] = []
    for one in named:
        contacts = {_contact(contact) for contact in one.contacts} - {""}
        if not contacts:
            alone.append(frozenset({one.occasion}))
            continue
        occasions: set[Hashable] = {one.occasion}
        rest = []
        for known, places in found:
            if known & contacts:
                contacts |= known
                occasions |= places
            else:
                rest.append((known, places))
        found = [*rest, (contacts, occasions)]
    return [frozenset(occasions) for _contacts, occasions in found] + alone


def _fewest(entities: Sequence[frozenset[Hashable]]) -> int:
    """The fewest people behind entities of one name: colours, with no occasion twice in one colour.

    As many as were at one occasion are needed; if first-fit makes do with that, it is the answer. Else the numbers
    between are tried. Where that takes too long the smaller number stands, for a lower bound must never be too high.
    """
    at_once = max(Counter(occasion for occasions in entities for occasion in occasions).values())
    ordered = sorted(entities, key=len, reverse=True)
    enough = len(_first_fit(ordered))
    if enough > at_once and len(ordered) > MOST_SEARCHED:
        return at_once
    steps = [MOST_STEPS]
    for colours in range(at_once, enough):
        if _fits(ordered, [], colours, steps):
            return colours
        if steps[0] <= 0:
            return at_once
    return enough


def _first_fit(entities: Iterable[frozenset[Hashable]]) -> list[set[Hashable]]:
    people: list[set[Hashable]] = []
    for occasions in entities:
        free = next((person for person in people if person.isdisjoint(occasions)), None)
        if free is None:
            people.append(set(occasions))
        else:
            free |= occasions
    return people


def _fits(
    entities: Sequence[frozenset[Hashable]], people: list[frozenset[Hashable]], colours: int, steps: list[int]
) -> bool:
    """Whether `colours` people suffice for the entities that are left, beside those in `people`."""
    steps[0] -= 1
    if not entities:
        return True
    if steps[0] <= 0:
        return False
    first, rest = entities[0], entities[1:]
    for place, person in enumerate(people):
        if person.isdisjoint(first):
            with_first = [*people[:place], person | first, *people[place + 1 :]]
            if _fits(rest, with_first, colours, steps):
                return True
    return len(people) < colours and _fits(rest, [*people, first], colours, steps)
