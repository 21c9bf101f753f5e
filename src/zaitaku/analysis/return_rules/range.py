"""Which numbers are usual for one sender."""

from collections.abc import Sequence
from decimal import Context, Decimal

FEWEST_MONTHS = 6  # with fewer nothing is said
MOST_MONTHS = 24
_CONTEXT = Context(prec=40)
_NORMAL = Decimal("1.4826")


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value; of an even number, half way between the two middle ones. Raises IndexError for none."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return _CONTEXT.divide(_CONTEXT.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def spread(values: Sequence[Decimal]) -> Decimal:
    """How far months usually lie from their median m: max(1.4826 × MAD, √m, 1), in the item's own unit.

    MAD is the median of |x - m|; times 1.4826 it estimates the standard deviation of a normal distribution and is
    not moved by a few odd months (Rousseeuw & Croux 1993, J. Am. Stat. Assoc. 88:1273). √m is the standard deviation
    of a Poisson count, so that a sender with the same number every month is not questioned for one case more.
    """
    middle = median(values)
    deviation = median([abs(_CONTEXT.subtract(value, middle)) for value in values])
    return max(_CONTEXT.multiply(_NORMAL, deviation), _CONTEXT.sqrt(max(middle, Decimal(0))), Decimal(1))


def plausible_range(
    history: Sequence[Decimal], below: Decimal | None, above: Decimal | None
) -> tuple[Decimal | None, Decimal | None] | None:
    """From `below` spreads under the median of the last 24 months to `above` spreads over it, never under 0.

    `history` is the newest first. None where there are fewer than 6 months; an open side (None) has no bound.
    """
    months = history[:MOST_MONTHS]
    if len(months) < FEWEST_MONTHS:
        return None
    middle, width = median(months), spread(months)
    low = None if below is None else max(_CONTEXT.subtract(middle, _CONTEXT.multiply(below, width)), Decimal(0))
    high = None if above is None else _CONTEXT.add(middle, _CONTEXT.multiply(above, width))
    return low, high
