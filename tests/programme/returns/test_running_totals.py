"""Corrections of an earlier month never break running totals, in whatever order things happen.

A naive reference keeps what counts of every sheet; the year to date and the running total since a day must be the sum
of it after every sequence of late sheets, corrections, re-openings, handings back and excuses.
"""

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import core, returns
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns.actions.sending import record_values
from zaitaku.programme.returns.actions.steps import accept, excuse, hand_back, lock, reopen, submit
from zaitaku.programme.returns.choices import COUNTED, SheetStatus
from zaitaku.programme.returns.models import Return, Value
from zaitaku.programme.returns.queries.yearbook import yearbook

YEAR = FiscalYear(2023)
MONTHS = (4, 5, 6, 7)
CENTRES = ("c1", "c2")
STEPS = ("fill", "submit", "hand_back", "accept", "lock", "reopen", "excuse")
events = st.tuples(st.sampled_from(CENTRES), st.sampled_from(MONTHS), st.sampled_from(STEPS), st.integers(0, 99))


class RunningTotals(TestCase):
    def setUp(self) -> None:
        self.by = core.person()
        self.form = returns.form(is_collected=True, code="f")
        for code in CENTRES:
            returns.sender(form=self.form, organisation=core.organisation(area=self.form.owner.area, code=code))
        self.element = returns.element(form=self.form)
        for month in MONTHS:
            returns.round_(form=self.form, start=date(2023, month, 1))
        params = {"form": "f", "element": "E1"}
        self.year = indicator(owner=self.form.owner, function="returns.value", params=params)

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(events, min_size=5, max_size=20))
    def test_every_order_gives_the_sum_of_what_counts(self, happened: list[tuple[str, int, str, int]]) -> None:
        numbers: dict[tuple[str, int], int] = {}
        for centre, month, step, number in happened:
            sheet = Return.objects.get(form=self.form, organisation__code=centre, start=date(2023, month, 1))
            if self._take(sheet, step, number):
                numbers[centre, month] = number
            self._compare(numbers, {month, MONTHS[-1]})

    def _take(self, sheet: Return, step: str, number: int) -> bool:
        """Whether a number was written; steps that the sheet's status does not allow are left out."""
        status, seen = sheet.status, {"seen": sheet.version, "by": self.by, "now": sheet.round.opened_at}
        if step == "fill" and sheet.may_be_filled:
            row = Value.objects.filter(sheet=sheet, superseded_at=None).first()
            record_values(sheet=sheet, entries={self.element.pk: (Entry(Decimal(number)), row and row.pk)}, by=self.by)
            return True
        if step == "submit" and status in ("draft", "returned"):
            submit(sheet=sheet, **seen)
        elif step == "hand_back" and status == "submitted":
            hand_back(sheet=sheet, reason="確認", **seen)
        elif step == "accept" and status == "submitted":
            accept(sheet=sheet, **seen)
        elif step == "lock" and status == "accepted":
            lock(sheet=sheet, **seen)
        elif step == "reopen" and status in ("accepted", "locked", "excused"):
            reopen(sheet=sheet, reason="訂正", **seen)
        elif step == "excuse" and status in ("asked", "draft"):
            excuse(sheet=sheet, reason="休止", **seen)
        return False

    def _compare(self, numbers: dict[tuple[str, int], int], months: set[int]) -> None:
        """Year to date as of the ends of months, and the running total of the year book, against the naive sum."""
        statuses = {
            (code, start.month): SheetStatus(status)
            for code, start, status in Return.objects.values_list("organisation__code", "start", "status")
        }
        book = yearbook(self.form, type(self.form.owner).objects.all(), YEAR)
        for month in months:
            end = date(2023, month + 1, 1)
            counted = {key: number for key, number in numbers.items() if key[1] <= month and statuses[key] in COUNTED}
            figure = compute([self.year], year=YEAR, as_of=end)[self.year.code]
            assert (figure.value or 0) == sum(counted.values())
            assert (figure.value is None) == (not counted)
            running = [number for (_pk, place), number in book.items[0].numbers.items() if place + 4 <= month]
            assert sum(running) == sum(counted.values())
            self._compare_state(figure.state, counted, statuses)

    def _compare_state(
        self, state: State, counted: dict[tuple[str, int], int], statuses: dict[tuple[str, int], SheetStatus]
    ) -> None:
        """Open exactly while a sheet up to the latest month that counts is missing; preliminary until all accepted."""
        last = max((month for _code, month in counted), default=0)
        due = [key for key, status in statuses.items() if key[1] <= last and status is not SheetStatus.EXCUSED]
        if not counted:
            assert state in (State.TALLYING, State.TO_FOLLOW)
        elif any(key not in counted for key in due):
            assert state is State.TALLYING
        elif any(statuses[key] in (SheetStatus.SUBMITTED, SheetStatus.RETURNED) for key in counted):
            assert state is State.PRELIMINARY
        else:
            assert state is State.FINAL
