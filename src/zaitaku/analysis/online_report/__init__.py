"""Zoom's participants' report: who was there for how long, and whose names somebody has to decide about.

A report has one line per join; people join several times, from several devices, under names they type. What the
file says for certain is put together, the rest is left to a person:

- lines with the same e-mail address are one participant (a `Unit`), whatever names they bear;
- a line without an address is a unit of its own;
- units that share a name form a group. Whether they are one person or several is for somebody who knows them to say.

`read` gives a Report of units and groups or refuses the whole file; `persons` puts a report and the decisions
together; `suggested` says which sign-up to offer for whom. Nothing here guesses that equal names are one person.
"""

from zaitaku.analysis.online_report.matching import matched, rejoined, suggested
from zaitaku.analysis.online_report.model import (
    Join,
    LeftOut,
    NotAReport,
    Person,
    Report,
    RowsRefused,
    Unit,
    as_json,
    from_json,
    name_key,
)
from zaitaku.analysis.online_report.people import minutes_of, overlaps, persons, undecided
from zaitaku.analysis.online_report.read import read

__all__ = [
    "Join",
    "LeftOut",
    "NotAReport",
    "Person",
    "Report",
    "RowsRefused",
    "Unit",
    "as_json",
    "from_json",
    "matched",
    "minutes_of",
    "name_key",
    "overlaps",
    "persons",
    "read",
    "rejoined",
    "suggested",
    "undecided",
]
