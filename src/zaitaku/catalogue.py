"""Every figure of the product, one line each: the reader's table of contents."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events import figures as events
from zaitaku.programme.facilities import figures as facilities
from zaitaku.programme.indicators.figures import BadParams, FigureFunction, RecordRow
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.library import figures as library
from zaitaku.programme.materials import figures as materials
from zaitaku.programme.meetings import figures as meetings
from zaitaku.programme.returns import figures as returns

CATALOGUE: dict[str, FigureFunction] = {
    "events.attendance": events.ATTENDANCE,
    "events.persons": events.PERSONS,
    "events.views": events.VIEWS,
    "events.sessions_held": events.SESSIONS_HELD,
    "events.sessions_planned": events.SESSIONS_PLANNED,
    "events.places": events.PLACES,
    "events.coverage": events.COVERAGE,
    "events.reported": events.REPORTED,
    "events.answer_share": events.ANSWER_SHARE,
    "meetings.completion": meetings.COMPLETION,
    "meetings.visiting_hospitals": meetings.VISITING_HOSPITALS,
    "meetings.trainees": meetings.TRAINEES,
    "meetings.reviews": meetings.REVIEWS,
    "meetings.wishes": meetings.WISHES,
    "meetings.issues": meetings.ISSUES,
    "returns.value": returns.VALUE,
    "returns.reporters": returns.REPORTERS,
    "returns.rate": returns.RATE,
    "returns.shares": returns.SHARES,
    "facilities.listed_groups": facilities.LISTED_GROUPS,
    "materials.issued": materials.ISSUED,
    "materials.stock": materials.STOCK,
    "materials.destinations_served": materials.DESTINATIONS_SERVED,
    "library.sharings": library.SHARINGS,
    "library.editions": library.EDITIONS,
    "library.cases": library.CASES,
    "library.videos": library.VIDEOS,
    "library.views": library.VIEWS,
}


class UnknownFunction(LookupError):
    """An indicator names a function that the catalogue does not have."""


def function_of(indicator: Indicator) -> FigureFunction:
    """Raises UnknownFunction."""
    try:
        return CATALOGUE[indicator.function]
    except KeyError:
        raise UnknownFunction(f"{indicator.code}: {indicator.function}") from None


def compute(indicators: Sequence[Indicator], *, year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Code → figure for indicators of one area, from what is recorded of the year up to `as_of`.

    The number of queries depends on the functions in use only. Raises UnknownFunction, and ValueError for
    indicators of several areas.
    """
    prefetch_related_objects(list(indicators), "area", "owner")
    if len({indicator.area_id for indicator in indicators}) > 1:
        raise ValueError("figures are computed for one area at a time")
    by_function: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        function_of(indicator)
        by_function[indicator.function].append(indicator)
    computed: dict[str, Figure] = {}
    for name, group in by_function.items():
        computed |= CATALOGUE[name].compute(group, year, as_of)
    return {indicator.code: computed[indicator.code] for indicator in indicators}


def records(indicator: Indicator, *, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The records a figure rests on and the earlier ones they replaced. Raises UnknownFunction."""
    return function_of(indicator).records(indicator, year, as_of)


def check_params(function: str, params: Mapping[str, Any]) -> None:
    """Raises BadParams unless the catalogue has the function and it takes these parameters."""
    if function not in CATALOGUE:
        raise BadParams(_("There is no figure function “%(name)s”.") % {"name": function})
    known = CATALOGUE[function]
    if missing := [name for name in known.params if not params.get(name)]:
        raise BadParams(_("%(function)s needs: %(names)s") % {"function": function, "names": ", ".join(missing)})
    if extra := sorted(set(params) - set(known.params) - set(known.optional)):
        raise BadParams(_("%(function)s does not take: %(names)s") % {"function": function, "names": ", ".join(extra)})
    for name, value in params.items():
        if not _fits(value, _SHAPES.get(name, _is_text), known.choices.get(name)):
            raise BadParams(_("%(function)s: “%(name)s” has a wrong value.") % {"function": function, "name": name})


def _fits(value: Any, has_shape: Callable[[Any], bool], choices: Sequence[str] | None) -> bool:
    return has_shape(value) and (choices is None or set(value if isinstance(value, list) else [value]) <= set(choices))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_codes(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(code, str) for code in value)


def _is_options(value: object) -> bool:
    """Answers by label or by position."""
    return (
        isinstance(value, list) and bool(value) and all(isinstance(one, str) or _is_small_number(one) for one in value)
    )


def _is_small_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000


# Of the parameters that are no plain text; which texts a parameter may be is its function's to say (`choices`).
_SHAPES: dict[str, Callable[[Any], bool]] = {
    "organisations": _is_codes,
    "channels": _is_codes,
    "counts": _is_options,
    "expected": _is_small_number,
    "decimals": lambda value: _is_small_number(value) and value <= 4,
}
