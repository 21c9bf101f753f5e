"""Which sign-up may stand behind a participant: offered to a person who decides, never applied unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from zaitaku.analysis.online_report.model import Person, Report, name_key
from zaitaku.analysis.online_report.people import overlaps, persons

SAME_PERSON = 1


class Named(Protocol):
    """Somebody who signed up."""

    @property
    def name(self) -> str: ...

    @property
    def email(self) -> str: ...


Signed = TypeVar("Signed", bound=Named)


def matched(people: Sequence[Person], signed: Sequence[Signed]) -> dict[int, int]:
    """Place of a person → place of the sign-up, each used once: by the address, else by the name.

    A name says something only where the other side gave no address to tell them apart. Either counts only where it
    fits one person and one sign-up; whoever fits several or none is left out.
    """
    by_address = _unique([one.email.casefold() for one in people], [one.email.casefold() for one in signed])
    taken = set(by_address.values())
    by_name = _unique([name_key(one.name) for one in people], [name_key(one.name) for one in signed])
    return by_address | {
        place: other
        for place, other in by_name.items()
        if place not in by_address and other not in taken and not (people[place].email and signed[other].email)
    }


def _unique(keys: Sequence[str], others: Sequence[str]) -> dict[int, int]:
    once = {key for key, count in Counter(keys).items() if key and count == 1}
    once_there = {key for key, count in Counter(others).items() if count == 1}
    places = {key: place for place, key in enumerate(others)}
    return {place: places[key] for place, key in enumerate(keys) if key in once & once_there}


def suggested(report: Report, decisions: Mapping[int, int], signed: Sequence[Signed]) -> dict[int, Signed]:
    """Unit → the sign-up to offer there, on the first unit of each person.

    Units of a group that nobody has decided about stand as different people, so that only an address speaks for them.
    """
    apart = {unit.number: place for units in report.groups.values() for place, unit in enumerate(units, start=1)}
    people = persons(report, apart | dict(decisions))
    return {people[place].units[0]: signed[other] for place, other in matched(people, signed).items()}


def rejoined(report: Report) -> dict[int, int]:
    """The groups of which nobody was there twice at a time, as one person each: offered, never applied."""
    return {unit.number: SAME_PERSON for units in report.groups.values() if not overlaps(units) for unit in units}
