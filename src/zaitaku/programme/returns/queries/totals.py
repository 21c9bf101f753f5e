"""What the parts of an item make: a whole that nobody typed, or that followed its parts before, need not be typed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from zaitaku.analysis.figure import Kind
from zaitaku.programme.returns.choices import Adding
from zaitaku.programme.returns.models import Element
from zaitaku.programme.returns.queries.asked import AskedItem

Numbers = Mapping[int, Decimal]


def totals(items: Sequence[AskedItem], numbers: Numbers, was: Numbers) -> dict[int, Decimal]:
    """Element id → sum, for wholes that are blank, or that had the sum of their parts before (`was`) and still do.

    `numbers`: element id → number as it is to be saved. Only of parts that add up, all of which have a number; from
    the innermost outwards. A whole split several ways takes the first that is complete; the checks compare the rest.
    """
    found: dict[int, Decimal] = {}
    for item in sorted(items, key=lambda one: -one.depth):
        pk = item.element.pk
        now = dict(numbers) | found
        for parts in groups_of(item.element, items):
            made = _sum(parts, now)
            is_untouched = pk not in numbers or (numbers[pk] == was.get(pk) == _sum(parts, was))
            if made is not None and is_untouched:
                if numbers.get(pk) != made:
                    found[pk] = made
                break
    return found


def groups_of(whole: Element, items: Sequence[AskedItem]) -> list[list[int]]:
    """The parts of the whole that add up to it, by breakdown."""
    if whole.kind == Kind.PERCENT:
        return []
    groups: dict[int | None, list[int]] = defaultdict(list)
    for item in items:
        part = item.element
        is_part = part.parent_id == whole.pk and part.kind == whole.kind
        if is_part and (part.breakdown is None or part.breakdown.adding == Adding.EXACT):
            groups[part.breakdown_id].append(part.pk)
    return list(groups.values())


def _sum(parts: Sequence[int], numbers: Numbers) -> Decimal | None:
    if not all(part in numbers for part in parts):
        return None
    return sum((numbers[part] for part in parts), Decimal(0))
