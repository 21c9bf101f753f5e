"""Completeness and timeliness of each sender, year by year."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from zaitaku.analysis.period import FiscalYear
from zaitaku.analysis.reporting import Report, Score, score
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.models import Form, Return
from zaitaku.programme.returns.queries.board import reach_of, report_of


@dataclass(frozen=True, slots=True)
class YearsOf:
    """One sender; a score for each year asked for, nothing expected where it was not asked."""

    organisation: Organisation
    scores: tuple[Score, ...]


def by_year(form: Form, organisations: QuerySet[Organisation]) -> tuple[list[FiscalYear], list[YearsOf]]:
    """Every year with a round, the latest first, at most ten; rows by code. Three queries."""
    sheets = Return.objects.filter(reach_of(form, organisations), form=form, round__isnull=False).order_by()
    fields = ("organisation", "round__start", "round__due_on", "status", "covers", "first_sent_on")
    reports: dict[int, dict[FiscalYear, list[Report]]] = defaultdict(lambda: defaultdict(list))
    for organisation, start, due_on, status, covers, first_sent in sheets.values_list(*fields):
        reports[organisation][FiscalYear.of(start)].append(report_of(status, due_on, first_sent, covers))
    years = sorted({year for own in reports.values() for year in own}, reverse=True)[:10]
    found = Organisation.objects.in_bulk(reports)
    rows = [YearsOf(found[pk], tuple(score(own.get(year, ())) for year in years)) for pk, own in reports.items()]
    return years, sorted(rows, key=lambda row: (row.organisation.code, row.organisation.pk))
