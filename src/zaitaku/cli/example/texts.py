"""Wording of the result cells, the issues, and the year's paper as a draft."""

from datetime import date, datetime

from zaitaku import catalogue
from zaitaku.analysis.period import FiscalYear
from zaitaku.cli.example.files import Example
from zaitaku.programme.council.actions import create_paper, save_row_text
from zaitaku.programme.plans.models import Plan
from zaitaku.programme.plans.queries import measures_of, version_in_force


def load(example: Example, plan: Plan, now: datetime) -> None:
    data = example.read("texts.toml")
    year, as_of = FiscalYear(data.pop("fiscal_year")), data.pop("as_of")
    assert isinstance(as_of, date)  # noqa: S101 - TOML dates are dates
    version = version_in_force(plan, as_of)
    assert version is not None  # noqa: S101 - the plan loader has adopted one
    figures = catalogue.compute(list(measures_of(version)), year=year, as_of=as_of)
    for key, words in data.items():
        save_row_text(
            plan=plan,
            fiscal_year=year.year,
            key=key,
            result=words.get("result", "").strip("\n"),
            issues=words.get("issues", "").strip("\n"),
            seen="",
            figures=figures,
            cover=as_of,
            by=example.by,
        )
    create_paper(version=version, fiscal_year=year.year, as_of=as_of, at=now, by=example.by)
