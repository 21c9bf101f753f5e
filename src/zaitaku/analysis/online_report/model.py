"""What a participants' report says, and the ways in which one is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.intake import Problem
from zaitaku.analysis.refusal import Refusal

_ORIGINAL = re.compile(r"(?<=.)\([^()]*\)$")


class NotAReport(Refusal):
    """No line with the heads of a participants' list was found."""

    code = "not_a_participants_report"


class RowsRefused(Refusal):
    """Lines that cannot be read; then no line is taken. `problems` say which and why."""

    code = "rows_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(
            f"{len(problems)}か所が読めません。{first.location}{first.column}：{first.reason_ja}",
            f"{len(problems)} cells cannot be read. {first.location} {first.column}: {first.reason_en}",
        )
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Join:
    """One line of the file: `line` as an editor counts. Local times to the second; None where the form of the report
    has only `told`, the minutes that Zoom gives."""

    line: int
    name: str
    email: str
    start: datetime | None
    end: datetime | None
    told: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What the file itself shows to be one participant. `group` numbers the units it shares a name with."""

    number: int
    joins: tuple[Join, ...]
    group: int | None = None

    @property
    def email(self) -> str:
        return self.joins[0].email

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(join.name for join in self.joins))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """People whom a webinar's report lists beside its participants, each once; `absent` signed up and did not come."""

    hosts: int = 0
    panelists: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    units: tuple[Unit, ...]
    left_out: LeftOut = LeftOut()

    @property
    def groups(self) -> dict[int, tuple[Unit, ...]]:
        """Group → its units, two or more."""
        found: dict[int, tuple[Unit, ...]] = {}
        for unit in self.units:
            if unit.group is not None:
                found[unit.group] = (*found.get(unit.group, ()), unit)
        return found

    @property
    def lines(self) -> int:
        return sum(len(unit.joins) for unit in self.units)


@dataclass(frozen=True, slots=True)
class Person:
    """A participant after the decisions. `minutes` of joins that overlap are counted once."""

    units: tuple[int, ...]
    name: str
    email: str
    minutes: int


def name_key(name: str) -> str:
    """For comparing: width, case, spaces, and the original name that Zoom adds in brackets do not matter."""
    return _ORIGINAL.sub("", folded(name))


def as_json(report: Report) -> list[dict[str, Any]]:
    """The units, to be kept until somebody has decided."""
    return [
        {
            "unit": unit.number,
            "group": unit.group,
            "joins": [
                [join.line, join.name, join.email, _text(join.start), _text(join.end), join.told] for join in unit.joins
            ],
        }
        for unit in report.units
    ]


def from_json(rows: list[dict[str, Any]]) -> Report:
    """The units that `as_json` wrote. Raises KeyError or ValueError on anything else."""
    return Report(
        tuple(
            Unit(
                row["unit"],
                tuple(
                    Join(line, name, email, _time(start), _time(end), told)
                    for line, name, email, start, end, told in row["joins"]
                ),
                row["group"],
            )
            for row in rows
        )
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
