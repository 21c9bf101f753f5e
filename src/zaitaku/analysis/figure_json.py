"""A figure as plain JSON values and back, for freezing; and its digest.

The form is canonical: the same figure gives the same text on every machine, so digests can be compared for ever.
"""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from zaitaku.analysis.figure import Figure, Kind, Span, State
from zaitaku.analysis.period import Period

_TEXTS = ("code", "label", "unit", "mark", "as_of_text", "note", "area")
_NUMBERS = ("value", "numerator", "denominator")


def to_json(figure: Figure) -> dict[str, Any]:
    """Decimals as text (0.10 stays 0.10), dates as ISO text, parts nested."""
    data: dict[str, Any] = {name: getattr(figure, name) for name in _TEXTS}
    for name in _NUMBERS:
        number = getattr(figure, name)
        data[name] = None if number is None else format(number, "f")
    start = figure.period.start
    data |= {
        "kind": figure.kind.value,
        "span": figure.span.value,
        "state": figure.state.value,
        "start": start.isoformat() if start else None,
        "end": figure.period.end.isoformat(),
        "as_of": figure.as_of.isoformat(),
        "records": figure.records,
        "parts": [to_json(part) for part in figure.parts],
    }
    return data


def from_json(data: dict[str, Any]) -> Figure:
    """The figure that `to_json` wrote. Raises KeyError or ValueError on anything else."""
    numbers = {name: None if data[name] is None else Decimal(data[name]) for name in _NUMBERS}
    start = date.fromisoformat(data["start"]) if data["start"] else None
    return Figure(
        **{name: data[name] for name in _TEXTS},
        **numbers,
        kind=Kind(data["kind"]),
        span=Span(data["span"]),
        state=State(data["state"]),
        period=Period(start, date.fromisoformat(data["end"])),
        as_of=date.fromisoformat(data["as_of"]),
        records=data["records"],
        parts=tuple(from_json(part) for part in data["parts"]),
    )


def canonical(data: object) -> str:
    """One text per JSON value: sorted keys, no spaces, Japanese as it is."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(figure: Figure) -> str:
    """SHA-256, in hex, of the canonical form."""
    return hashlib.sha256(canonical(to_json(figure)).encode()).hexdigest()
