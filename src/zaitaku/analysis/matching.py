"""Matching people who rank what they wish for to offers with few places (trainees to home-care teams' days).

In this order: as many people as possible get one of their wishes; the sum of the ranks they get is least; the worst
rank among them is least. Places set by hand are kept. Equal input gives equal output, in whatever order it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment


class Reason(StrEnum):
    PINNED = "pinned"  # set by hand
    WISH = "wish"  # the wish of that rank
    NO_WISH = "no_wish"  # wished for nothing that is offered
    NONE_LEFT = "none_left"  # every wish went to others, and nobody could give way without losing all of theirs


@dataclass(frozen=True, slots=True)
class Offer:
    key: int
    places: int


@dataclass(frozen=True, slots=True)
class Applicant:
    """`wishes` are keys of offers, the dearest first; `pinned` is the offer kept for them whatever they wish."""

    key: int
    wishes: tuple[int, ...] = ()
    pinned: int | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """`rank` from 1, None without one (also where somebody was placed by hand beside all wishes)."""

    applicant: int
    offer: int | None
    rank: int | None
    reason: Reason


class TooManyPinned(ValueError):
    """More people were set by hand than the offer `key` has places."""

    def __init__(self, key: int) -> None:
        super().__init__(f"offer {key} has fewer places than people pinned to it")
        self.key = key


Grid = NDArray[np.float64]


def match(applicants: Sequence[Applicant], offers: Sequence[Offer]) -> tuple[Placement, ...]:
    """One placement per applicant, by key. O((n + s)³) for n applicants and s places that somebody wishes for.

    Raises TooManyPinned, and ValueError where a key stands twice.
    """
    people = sorted(applicants, key=lambda one: one.key)
    left = {one.key: one.places for one in sorted(offers, key=lambda one: one.key)}
    if len(left) != len(offers) or len({one.key for one in people}) != len(people):
        raise ValueError("every applicant and every offer has a key of its own")
    for one in people:
        if one.pinned is not None:
            left[one.pinned] = left.get(one.pinned, 0) - 1
            if left[one.pinned] < 0:
                raise TooManyPinned(one.pinned)
    free = [one for one in people if one.pinned is None and any(wish in left for wish in one.wishes)]
    given = _assign(free, left)
    return tuple(_placement(one, given.get(one.key), left) for one in people)


def _placement(one: Applicant, given: int | None, offered: dict[int, int]) -> Placement:
    if one.pinned is not None:
        return Placement(one.key, one.pinned, _rank(one, one.pinned), Reason.PINNED)
    if given is not None:
        return Placement(one.key, given, _rank(one, given), Reason.WISH)
    wished = any(wish in offered for wish in one.wishes)
    return Placement(one.key, None, None, Reason.NONE_LEFT if wished else Reason.NO_WISH)


def _rank(one: Applicant, offer: int) -> int | None:
    return one.wishes.index(offer) + 1 if offer in one.wishes else None


def _assign(people: Sequence[Applicant], left: dict[int, int]) -> dict[int, int]:
    """Applicant key → offer key. Nobody with a wish that could be met at the least sum is left out."""
    if not people:
        return {}
    seats = _seats(people, left)
    ranks = _ranks(people, seats)
    best = _solve(ranks)
    worst = int(max((ranks[at] for at in best), default=0))
    while worst > 1:
        closer = np.where(ranks < worst, ranks, np.inf)
        other = _solve(closer)
        if len(other) < len(best) or sum(ranks[at] for at in other) > sum(ranks[at] for at in best):
            break
        best, worst = other, int(max(ranks[at] for at in other))
    return {people[row].key: seats[column] for row, column in best}


def _seats(people: Sequence[Applicant], left: dict[int, int]) -> list[int]:
    """Each offer once per place, but not more often than people wish for it."""
    wanted: dict[int, int] = {}
    for one in people:
        for wish in set(one.wishes):
            wanted[wish] = wanted.get(wish, 0) + 1
    return [key for key, places in left.items() for _ in range(min(places, wanted.get(key, 0)))]


def _ranks(people: Sequence[Applicant], seats: Sequence[int]) -> Grid:
    """Rank by person and seat; infinite where not wished for."""
    grid = np.full((len(people), len(seats)), np.inf)
    for row, one in enumerate(people):
        for column, seat in enumerate(seats):
            if (rank := _rank(one, seat)) is not None:
                grid[row, column] = rank
    return grid


def _solve(ranks: Grid) -> list[tuple[int, int]]:
    """Row and column of those placed. A column of one's own, dearer than all ranks together, stands for no place."""
    people = len(ranks)
    finite = ranks[np.isfinite(ranks)]
    none = float(people * (finite.max() if finite.size else 0) + 1)
    forbidden = none * (people + 1)
    costs = np.hstack([np.where(np.isfinite(ranks), ranks, forbidden), np.full((people, people), none)])
    rows, columns = linear_sum_assignment(costs)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if column < ranks.shape[1]]
