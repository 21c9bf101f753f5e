"""Which plan version a command speaks of, from its --fiscal-year, --as-of and --area."""

import argparse
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.period import FiscalYear

if TYPE_CHECKING:  # models can be imported once Django is set up
    from zaitaku.core.areas.models import Area
    from zaitaku.programme.indicators.models import Indicator
    from zaitaku.programme.plans.models import PlanVersion


@dataclass(frozen=True, slots=True)
class Chosen:
    version: "PlanVersion"
    year: FiscalYear
    as_of: date
    indicators: "tuple[Indicator, ...]"

    def figures(self) -> dict[str, Figure]:
        from zaitaku import catalogue

        return catalogue.compute(self.indicators, year=self.year, as_of=self.as_of)


def add_arguments(parser: argparse.ArgumentParser, *, as_of_required: bool = True) -> None:
    parser.add_argument("--fiscal-year", type=_fiscal_year, required=True, metavar="YEAR")
    parser.add_argument("--as-of", type=date.fromisoformat, required=as_of_required, metavar="YYYY-MM-DD")
    parser.add_argument("--area", metavar="CODE", help="municipality, where the installation serves several")


def _fiscal_year(text: str) -> FiscalYear:
    return FiscalYear(int(text))


def chosen(options: argparse.Namespace) -> Chosen:
    """The version in force on the day. Raises Refused where there is none, or more than one area to choose from."""
    from zaitaku.cli.main import Refused
    from zaitaku.core.areas.models import Area
    from zaitaku.programme.plans.queries import measures_of, plan_for, version_in_force

    areas = list(
        Area.objects.filter(plans__isnull=False, **({"code": options.area} if options.area else {})).distinct()
    )
    if len(areas) != 1:
        codes = ", ".join(area.code for area in areas)
        raise Refused(f"計画のある区市町村が{len(areas)}件あります（{codes}）。--area で1つ選んでください。")
    year = options.fiscal_year
    as_of = options.as_of or year.end
    plan = plan_for(areas[0], year.year)
    version = version_in_force(plan, as_of) if plan else None
    if version is None:
        raise Refused(f"{areas[0].name}に{year.year}年度の計画（{as_of}時点で有効な版）がありません。")
    return Chosen(version, year, as_of, tuple(measures_of(version)))


def municipality(text: str | None) -> "Area":
    """The area of `--area CODE`, or the only one; "CODE NAME" makes the first of an installation. Raises Refused."""
    from django.utils import timezone

    from zaitaku.cli.main import Refused
    from zaitaku.core.accounts.actions import system_person
    from zaitaku.core.areas.actions import add_area
    from zaitaku.core.areas.choices import AreaKind
    from zaitaku.core.areas.models import Area

    code, _, name = (text or "").partition(" ")
    known = Area.objects.filter(kind=AreaKind.MUNICIPALITY)
    if not known.exists():
        if not (code and name):
            raise Refused('区市町村がまだありません。--area "131202 練馬区" のように、コードと名前を書いてください。')
        return add_area(
            by=system_person(), code=code, name=name, kind=AreaKind.MUNICIPALITY, valid_from=timezone.localdate()
        )
    areas = list(known.filter(code=code) if code else known)
    if len(areas) != 1:
        codes = ", ".join(f"{area.code} {area.name}" for area in (areas or known)[:20])
        raise Refused(f"--area で区市町村を1つ選んでください（{codes}）。")
    return areas[0]
