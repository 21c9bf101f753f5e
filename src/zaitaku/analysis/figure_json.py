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
    """Decimals as text, dates as ISO text, parts nested.

    A percentage keeps its decimals (25.0 is not 25); counts are whole however they were stored (59.0000 is 59).
    """
    data: dict[str, Any] = {name: getattr(figure, name) for name in _TEXTS}
    for name in _NUMBERS:
        is_printed = name == "value" and figure.kind is Kind.PERCENT
        data[name] = _number(getattr(figure, name), is_printed)
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


def _number(number: Decimal | None, keeps_decimals: bool) -> str | None:
    if number is None:
        return None
    text = format(abs(number) if number == 0 else number, "f")
    if keeps_decimals or "." not in text:
        return text
    return text.rstrip("0").rstrip(".")


def from_json(data: dict[str, Any]) -> Figure:
    """The figure that `to_json` wrote. Raises KeyError or ValueError on anything else."""
    numbers: dict[str, Any] = {name: None if data[name] is None else Decimal(data[name]) for name in _NUMBERS}
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
    """One text per JSON value: sorted keys, no spaces, Japanese as it is. Raises ValueError for NaN and infinities."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(figure: Figure) -> str:
    """SHA-256, in hex, of the canonical form."""
    return hashlib.sha256(canonical(to_json(figure)).encode()).hexdigest()
