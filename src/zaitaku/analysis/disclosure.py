"""Which results of small groups are kept back from the public, so that nobody can work them out either.

Three sorts of groups keep a result back: one that is itself smaller than the threshold (but not empty); the smallest
of its neighbours, where what was kept back beside it could be found by subtraction from the shown total; and
everything below a group that is kept back.

What holds afterwards: from all that is shown, no sum over groups can be worked out that covers between one and
threshold - 1 answers. The threshold is the operator's; the usual ones in Japan are 10 (NDB open data) and 3 or 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zaitaku.analysis.figure import Figure, State

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """`size` answers, of which the parts say all. Raises ValueError for parts that do not add up or share a name."""

    name: str
    size: int
    parts: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError(f"{self.name}: a group of {self.size}")
        if self.parts and sum(part.size for part in self.parts) != self.size:
            raise ValueError(f"{self.name}: the parts do not make {self.size}")
        if len({part.name for part in self.parts}) != len(self.parts):
            raise ValueError(f"{self.name}: two parts of one name")


def withheld(whole: Group, threshold: int) -> frozenset[Path]:
    """Paths (names from the whole down) of the groups that are not shown; a threshold of 0 or 1 keeps nothing back."""
    if _is_small(whole, threshold):
        return frozenset(_all_below(whole, ()))
    return frozenset(_below(whole, (whole.name,), threshold))


def kept_back(figure: Figure, threshold: int) -> Figure:
    """The figure without value and fraction where its denominators make a group that is not shown.

    Nothing common is known of parts whose whole has no denominator: each is looked at by itself. What is still open
    stays open, without a number; all else is 秘匿. A part without a denominator stays as it is.
    """
    if figure.denominator is None:
        return replace(figure, parts=tuple(kept_back(part, threshold) for part in figure.parts))
    return _without(figure, ("",), withheld(_group(figure, ""), threshold))


def _group(figure: Figure, name: str) -> Group:
    """By denominators; answers that no part speaks of are a part too, for they are found by subtraction."""
    parts = [_group(part, str(at)) for at, part in enumerate(figure.parts)]
    said = sum(part.size for part in parts)
    size = max(int(figure.denominator or 0), said)
    if parts and size > said:
        parts.append(Group("", size - said))
    return Group(name, size, tuple(parts))


def _without(figure: Figure, path: Path, hidden: frozenset[Path]) -> Figure:
    parts = tuple(_without(part, (*path, str(at)), hidden) for at, part in enumerate(figure.parts))
    if path not in hidden or figure.denominator is None:
        return replace(figure, parts=parts)
    state, mark = (figure.state, figure.mark) if figure.is_open else (State.SUPPRESSED, "")
    return replace(figure, value=None, state=state, mark=mark, numerator=None, denominator=None, parts=parts)


def _is_small(group: Group, threshold: int) -> bool:
    return 0 < group.size < threshold


def _all_below(group: Group, above: Path) -> Iterator[Path]:
    path = (*above, group.name)
    yield path
    for part in group.parts:
        yield from _all_below(part, path)


def _below(group: Group, path: Path, threshold: int) -> Iterator[Path]:
    """The parts of a shown group. One part more is enough: each shown part has at least `threshold` answers."""
    small = [part for part in group.parts if _is_small(part, threshold)]
    large = sorted((part for part in group.parts if part.size >= max(threshold, 1)), key=lambda part: part.size)
    if small and large and (len(small) == 1 or sum(part.size for part in small) < threshold):
        small.append(large[0])
    names = {part.name for part in small}
    for part in group.parts:
        if part.name in names:
            yield from _all_below(part, path)
        else:
            yield from _below(part, (*path, part.name), threshold)
