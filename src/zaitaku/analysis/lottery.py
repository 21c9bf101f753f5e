"""Seats given by lot so that anybody can repeat the draw.

Entries stand in the order of SHA-256("seed:number") as hexadecimal text. Seats are given in that order; an entry for
more people than seats are left is passed over, so that no seat stays empty for its sake. The seed's own SHA-256 is
published before closing, hence it cannot have been chosen afterwards.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Draw:
    """Numbers in drawn order: all of them, those with seats, and the rest."""

    order: tuple[int, ...]
    seated: tuple[int, ...]
    rest: tuple[int, ...]


def new_seed() -> str:
    return secrets.token_hex(SEED_BYTES)


def digest_of_seed(seed: str) -> str:
    return sha256(seed.encode()).hexdigest()


def digest_of_entries(entries: Iterable[tuple[int, int]]) -> str:
    """Of the lines "number:seats", ordered by number, each with a line feed behind it."""
    return sha256("".join(f"{number}:{seats}\n" for number, seats in sorted(entries)).encode()).hexdigest()


def drawn_order(numbers: Iterable[int], *, seed: str) -> list[int]:
    return sorted(numbers, key=lambda number: sha256(f"{seed}:{number}".encode()).hexdigest())


def draw(entries: Sequence[tuple[int, int]], *, seed: str, free: int) -> Draw:
    """`entries` are pairs of number and seats; `free` is how many seats there are. Raises ValueError for a number
    that comes twice, for fewer than one seat, and for fewer than no free seats."""
    seats = dict(entries)
    if len(seats) != len(entries) or free < 0 or any(each < 1 for each in seats.values()):
        raise ValueError("numbers come once, seats are at least one, free seats at least none")
    order = drawn_order(seats, seed=seed)
    seated: list[int] = []
    for number in order:
        if seats[number] <= free:
            free -= seats[number]
            seated.append(number)
    given = set(seated)
    return Draw(tuple(order), tuple(seated), tuple(number for number in order if number not in given))
