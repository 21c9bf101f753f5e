"""The example programme of examples/nerima as tests meet it: FY2023, cover 31 December 2023."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from tests.factories import core
from zaitaku import catalogue
from zaitaku.analysis.figure import Figure
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.programme.council.models import Paper
from zaitaku.programme.plans.models import Plan, PlanVersion
from zaitaku.programme.plans.queries import measures_of, version_in_force

COVER = date(2023, 12, 31)
YEAR = FiscalYear(2023)


@dataclass(frozen=True)
class Nerima:
    area: Area
    plan: Plan
    version: PlanVersion

    def organisation(self, name: str) -> Organisation:
        return Organisation.objects.get(area=self.area, name=name)

    def person(self, role: Role = Role.PROGRAMME_OFFICER, organisation: str = "地域医療課", **kw: Any) -> Person:
        return core.person(role=role, organisation=self.organisation(organisation), **kw)

    def paper(self) -> Paper:
        """The draft of the year's result paper."""
        return Paper.objects.get(version=self.version, fiscal_year=YEAR.year, as_of=COVER)

    def figures(self) -> dict[str, Figure]:
        return catalogue.compute(list(measures_of(self.version)), year=YEAR, as_of=COVER)


_kept = sqlite3.connect(":memory:")
_is_kept = False


def loaded() -> Nerima:
    """Load the example into an empty database. On SQLite later loads of a process are copies of the first."""
    global _is_kept  # noqa: PLW0603 - one copy for each process
    if connection.vendor != "sqlite":
        _load()
    elif _is_kept:
        _kept.backup(_opened())
    else:
        _load()
        _opened().backup(_kept)
        _is_kept = True
    return found()


def _load() -> None:
    from zaitaku.cli.example import files, load

    assert not settings.DEMO
    assert load.load(files.EXAMPLES / "nerima", with_people=False)


def _opened() -> sqlite3.Connection:
    """The file itself; a copy made within a transaction would be rolled back with it."""
    assert not connection.in_atomic_block
    connection.ensure_connection()
    return connection.connection


def found() -> Nerima:
    """The example that is in the database."""
    plan = Plan.objects.get(title__contains="練馬区")
    version = version_in_force(plan, COVER)
    assert version is not None
    return Nerima(plan.area, plan, version)
