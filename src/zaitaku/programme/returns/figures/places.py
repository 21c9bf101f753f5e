"""How many of the organisations that were asked have reported: 27か所中26か所.

Counted are places, not sheets: one that adds up several organisations counts as that many. A place has reported when
none of its sheets is missing, from the beginning of the year (or on the day of a stand) to the latest round from which
anybody reported.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zaitaku.programme.returns.figures.sums import Due, Reported
from zaitaku.programme.returns.models import Element
from zaitaku.programme.returns.queries.asked import asks


@dataclass(frozen=True, slots=True)
class Places:
    expected: int
    reported: int

    @property
    def is_complete(self) -> bool:
        return self.reported >= self.expected

    @property
    def text(self) -> str:
        return f"{self.expected}か所中{self.reported}か所"


def of_months(
    rows: Sequence[Reported], due: Iterable[Due], element: Element, takes: Callable[[int], bool], year_start: date
) -> Places | None:
    """Sheets of the year up to the latest that counts; None where none was asked for. Without rows all are missing."""
    last = max((row.end for row in rows), default=None)
    wanted = [
        one for one in due if one.start >= year_start and (last is None or one.end <= last) and asks(element, one.start)
    ]
    found: dict[int, int] = {}
    for row in rows:
        found[row.organisation] = found.get(row.organisation, 0) + row.of_rounds
    return _places(wanted, found, takes)


def of_day(
    rows: Sequence[Reported], due: Iterable[Due], element: Element, takes: Callable[[int], bool], day: date
) -> Places | None:
    """Sheets of the round that the day of a stand lies in; None where none was asked for."""
    wanted = [one for one in due if one.start <= day <= one.end and asks(element, one.start)]
    return _places(wanted, {row.organisation: row.of_rounds for row in rows}, takes)


def _places(wanted: Sequence[Due], found: dict[int, int], takes: Callable[[int], bool]) -> Places | None:
    sheets: dict[int, int] = {}
    covers: dict[int, int] = {}
    for one in wanted:
        if takes(one.organisation):
            sheets[one.organisation] = sheets.get(one.organisation, 0) + 1
            covers[one.organisation] = max(one.covers, covers.get(one.organisation, 1))
    if not sheets:
        return None
    reported = sum(covers[pk] for pk, number in sheets.items() if found.get(pk, 0) >= number)
    return Places(sum(covers.values()), reported)
