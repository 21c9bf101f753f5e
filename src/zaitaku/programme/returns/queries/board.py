"""The board of a collected form: its senders by the months of a year, with what each has sent when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from zaitaku.analysis.period import FiscalYear
from zaitaku.analysis.reporting import Report, Score, days_late, score
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.choices import SENT, Rhythm, SheetStatus, StepKind
from zaitaku.programme.returns.models import Form, Query, Return, Round, SheetStep

UNSENT = (SheetStatus.ASKED, SheetStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class Cell:
    """One sheet. `late` are the days it came late or, unsent, is overdue; `queries` those not closed yet."""

    pk: int
    status: SheetStatus
    report: Report
    late: int
    queries: int
    version: int

    @property
    def is_sent(self) -> bool:
        return self.report.sent_on is not None

    @property
    def is_overdue(self) -> bool:
        return self.late > 0 and not self.is_sent


@dataclass(frozen=True, slots=True)
class Row:
    """One sender; a cell per month, None where it was not asked."""

    organisation: Organisation
    cells: tuple[Cell | None, ...]
    score: Score

    @property
    def overdue(self) -> int:
        """Days of the sheet that has been missing longest."""
        return max((cell.late for cell in self.cells if cell and cell.is_overdue), default=0)


@dataclass(frozen=True, slots=True)
class Month:
    """A column: its first day, its round if there is one, and how it was answered by everybody in reach."""

    start: date
    round: Round | None
    score: Score
    accepted: int
    to_accept: int
    to_lock: int


@dataclass(frozen=True, slots=True)
class Board:
    months: tuple[Month, ...]
    rows: tuple[Row, ...]
    score: Score


def starts_of(form: Form, year: FiscalYear) -> list[date]:
    """First days of the months of a fiscal year, or the one of a yearly form."""
    if form.rhythm != Rhythm.MONTH:
        return [year.start]
    return [date(year.year + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3)]


def board(form: Form, organisations: QuerySet[Organisation], year: FiscalYear, *, today: date) -> Board:
    """Of the organisations in reach (all of them for those of the form's owner). Five queries."""
    starts = starts_of(form, year)
    rounds = {one.start: one for one in form.rounds.filter(start__range=(year.start, year.end))}
    cells = _cells(form, organisations, rounds.values(), today)
    found = Organisation.objects.in_bulk(cells)
    rows = [_row(found[pk], by_day, starts) for pk, by_day in cells.items()]
    rows.sort(key=lambda row: (row.organisation.code, row.organisation.pk))
    months = tuple(
        _month(start, rounds.get(start), [by_day.get(start) for by_day in cells.values()]) for start in starts
    )
    return Board(months, tuple(rows), sum((month.score for month in months), Score()))


def report_of(status: str, due_on: date, first_sent_on: date | None, covers: int | None) -> Report:
    """Of a sheet, as completeness and timeliness count it."""
    return Report(due_on, first_sent_on if status in SENT else None, status == SheetStatus.EXCUSED, covers or 1)


def reach_of(form: Form, organisations: QuerySet[Organisation]) -> Q:
    """The condition on sheets of the form: all for those of its owner, one's own for others. One query."""
    pks = list(organisations.values_list("pk", flat=True))
    return Q() if form.owner_id in pks else Q(organisation__in=pks)


def _cells(
    form: Form, organisations: QuerySet[Organisation], rounds: Iterable[Round], today: date
) -> dict[int, dict[date, Cell]]:
    """Organisation id → first day of the month → its sheet."""
    due = {one.pk: (one.start, one.due_on) for one in rounds}
    sheets = Return.objects.filter(reach_of(form, organisations), form=form, round__in=list(due)).order_by()
    asked = Query.objects.filter(sheet__form=form, sheet__round__in=list(due), closed_at=None).order_by()
    queries = dict(asked.values_list("sheet").annotate(number=Count("pk")))
    found: dict[int, dict[date, Cell]] = defaultdict(dict)
    fields = ("pk", "organisation", "round", "status", "covers", "first_sent_on", "version")
    for pk, organisation, round_pk, status, covers, first_sent, version in sheets.values_list(*fields):
        start, due_on = due[round_pk]
        report = report_of(status, due_on, first_sent, covers)
        late = days_late(report, today)
        found[organisation][start] = Cell(pk, SheetStatus(status), report, late, queries.get(pk, 0), version)
    return found


def _row(organisation: Organisation, by_day: dict[date, Cell], starts: Sequence[date]) -> Row:
    return Row(
        organisation, tuple(by_day.get(start) for start in starts), score(cell.report for cell in by_day.values())
    )


def _month(start: date, round_: Round | None, cells: Sequence[Cell | None]) -> Month:
    there = [cell for cell in cells if cell]
    accepted = sum(cell.report.covers for cell in there if cell.status in (SheetStatus.ACCEPTED, SheetStatus.LOCKED))
    to_accept, to_lock = (
        sum(cell.status == status for cell in there) for status in (SheetStatus.SUBMITTED, SheetStatus.ACCEPTED)
    )
    return Month(start, round_, score(cell.report for cell in there), accepted, to_accept, to_lock)


def narrowed(rows: Iterable[Row], *, text: str = "", only: str = "", order: str = "") -> list[Row]:
    """`only`: late, unsent, queries, or a status; `order`: code, overdue or completeness."""
    found = [row for row in rows if text in row.organisation.name or text == row.organisation.code]
    if only:
        found = [row for row in found if any(cell and _is_wanted(cell, only) for cell in row.cells)]
    if order == "overdue":
        found.sort(key=lambda row: -row.overdue)
    elif order == "completeness":
        found.sort(key=lambda row: (row.score.completeness is None, row.score.completeness or 0))
    return found


def _is_wanted(cell: Cell, only: str) -> bool:
    if only == "late":
        return cell.is_overdue
    if only == "unsent":
        return cell.status in UNSENT
    return cell.queries > 0 if only == "queries" else cell.status == only


def late_sheets(form: Form, *, today: date) -> list[Return]:
    """Not sent although the due day has passed, the oldest first. One query."""
    late = Return.objects.filter(form=form, status__in=UNSENT, round__due_on__lt=today)
    return list(late.select_related("organisation", "round").order_by("round__start", "organisation__code"))


def reminded(sheets: Iterable[Return]) -> dict[int, datetime]:
    """Sheet id → when somebody was last reminded of it, by letter or by telephone. One query."""
    steps = SheetStep.objects.filter(sheet__in=[one.pk for one in sheets], kind=StepKind.REMINDED).order_by()
    return dict(steps.values_list("sheet").annotate(last=Max("at")))


def last_year(form: Form) -> FiscalYear | None:
    """The year of the round opened last. One query."""
    start = form.rounds.order_by("-start").values_list("start", flat=True).first()
    return FiscalYear.of(start) if start else None
