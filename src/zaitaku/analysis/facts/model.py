"""One fact as it lies in a snapshot, and one line of the roll-up."""

from dataclasses import dataclass
from datetime import date, datetime

# Column -> type in the Parquet file (DuckDB's names). Every engine reads these without a word about types.
COLUMNS = {
    "area": "VARCHAR",
    "organisation": "VARCHAR",
    "indicator": "VARCHAR",
    "span": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
    "value": "BIGINT",
    "known_from": "TIMESTAMPTZ",
    "superseded_at": "TIMESTAMPTZ",
    "accepted_at": "TIMESTAMPTZ",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What one organisation answered to one element for the stretch `start`–`end` (both days belong to it), or that it
    was asked and had not answered.

    `area` is the code of the municipality, `indicator` "form.element", `span` a value of `figure.Span`. `value` is a
    whole number of the element's unit; None where there was no answer yet, and where it was given without a number
    (集計中, 秘匿): never 0 for these. An answer was known from `known_from` (recorded, and its sheet sent in) until
    `superseded_at` (None: still), and was preliminary before `accepted_at` (None: still is); one that was missing was
    so from the day it was asked for until its sheet was first sent in, or excused. Moments carry their time zone.
    """

    area: str
    organisation: str
    indicator: str
    span: str
    start: date
    end: date
    value: int | None
    known_from: datetime
    superseded_at: datetime | None
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class RolledUp:
    """One municipality's indicator in one fiscal year (April–March, named by its first calendar year).

    `value` adds up what was counted within the year up to `last`, or the stand of that day: the latest of which anybody
    gave a number. Without any number `value` is None, and `last` the latest day that was asked for. `answers` are the
    numbers in it, `open_answers` those missing up to (of a stand: on) that day: 26 of 27 is answers of answers +
    open_answers. `provisional` are the numbers not accepted yet.
    """

    area: str
    year: int
    indicator: str
    value: int | None
    answers: int
    open_answers: int
    provisional: int
    last: date
