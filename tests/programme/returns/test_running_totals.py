"""Corrections of an earlier month never break running totals, in whatever order things happen.

A naive reference keeps what stands in every sheet. After each step of late sheets, corrections, re-openings, handings
back and excuses: what is counted by the month makes the sum of the year; running totals are those of the latest month
that counts; a sheet is stopped exactly where its total would fall below the month before or rise above the month after
(of one that begins anew each year: within the year); and so no total that was sent falls from month to month.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import core, returns
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import Figure, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.actions.rules import RuleFields, add_rule
from zaitaku.programme.returns.actions.steps import FindingsRemain
from zaitaku.programme.returns.choices import COUNTED, PROVISIONAL, RuleKind, Severity, SheetStatus
from zaitaku.programme.returns.models import Form, Return, Value
from zaitaku.programme.returns.queries.yearbook import yearbook

Key = tuple[str, date]  # the centre and the month
Numbers = tuple[int, int, int]  # calls of the month, total, total of the year

MONTHS = tuple(date(2023, month, 1) for month in (2, 3, 4, 5))
CENTRES = ("c1", "c2")
# What c1 has sent before anything happens; c2 has not begun.
BEFORE: tuple[Numbers, ...] = ((7, 10, 110), (0, 20, 120), (5, 30, 5), (2, 40, 15))
CALLS, TOTAL, OF_YEAR = range(3)
STEPS = {
    "asked": ("fill", "fill", "fill", "excuse"),
    "draft": ("submit", "submit", "fill", "excuse"),
    "submitted": ("hand_back", "accept"),
    "returned": ("fill", "submit", "submit"),
    "accepted": ("reopen", "reopen", "lock"),
    "locked": ("reopen",),
    "excused": ("reopen",),
}
SENT = (SheetStatus.SUBMITTED, SheetStatus.ACCEPTED, SheetStatus.LOCKED)
numbers = st.tuples(st.integers(0, 99), st.integers(5, 45), st.integers(0, 125))


class RunningTotals(TestCase):
    def setUp(self) -> None:
        self.by = core.person()
        self.form: Form = returns.form(is_collected=True, code="f")
        for code in CENTRES:
            returns.sender(form=self.form, organisation=core.organisation(area=self.form.owner.area, code=code))
        made = [returns.element(form=self.form, code="calls")]
        for code, kind in (("total", RuleKind.NOT_BELOW_LAST), ("of_year", RuleKind.NOT_BELOW_YEAR)):
            made.append(returns.element(form=self.form, code=code, span="running_total"))
            add_rule(form=self.form, fields=RuleFields(kind, made[-1], Severity.STOP), by=self.by)
        self.elements = made
        self.indicators = [
            indicator(owner=self.form.owner, function="returns.value", params={"form": "f", "element": one.code})
            for one in made
        ]
        self.rounds = {start: returns.round_(form=self.form, start=start) for start in MONTHS}
        self.stand: dict[Key, Numbers] = {}
        for start, own in zip(MONTHS, BEFORE, strict=True):
            self._take(("c1", start), "fill", own)
            assert self._take(("c1", start), "submit")
            assert self._take(("c1", start), "accept")

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_whatever_happens_to_two_sheets(self, data: Any) -> None:
        """Steps are drawn from those that the sheet's status allows, so that each sheet comes a long way."""
        before = dict(self.stand)
        pair = [(code, data.draw(st.sampled_from(MONTHS))) for code in CENTRES]
        try:
            for _number in range(12):
                key = data.draw(st.sampled_from(pair))
                status = self._sheet(key).status
                step = data.draw(st.sampled_from(STEPS[status]))
                self._take(key, step, data.draw(numbers) if step == "fill" else None)
                if status != SheetStatus.ASKED:
                    self._compare({key[1], MONTHS[-1]})
        finally:
            self.stand = before

    def test_a_correction_of_an_earlier_month(self) -> None:
        """Sent, accepted, opened again, corrected wrongly and rightly, sent again: later months stay what they were."""
        april = ("c1", date(2023, 4, 1))
        for step, own, is_taken in (
            ("reopen", None, True),
            ("fill", (9, 41, 5), True),  # above May's 40
            ("submit", None, False),
            ("fill", (9, 19, 5), True),  # below March's 20
            ("submit", None, False),
            ("fill", (9, 40, 16), True),  # above the 15 of the year in May
            ("submit", None, False),
            ("fill", (9, 40, 0), True),  # the year begins anew in April
            ("submit", None, True),
            ("accept", None, True),
            ("lock", None, True),
            ("reopen", None, True),
            ("fill", (1, 25, 3), True),
            ("submit", None, True),
        ):
            assert self._take(april, step, own) is is_taken, (step, own)
            self._compare(set(MONTHS))
        assert [self._figure(one, MONTHS[-1]).value for one in range(3)] == [3, 40, 15]
        assert [self._figure(one, april[1]).value for one in range(3)] == [1, 25, 3]

    def _sheet(self, key: Key) -> Return:
        return Return.objects.get(round=self.rounds[key[1]], organisation__code=key[0])

    def _take(self, key: Key, step: str, own: Numbers | None = None) -> bool:
        """Whether the step was taken; sending is refused exactly where the reference finds a total that falls."""
        sheet = self._sheet(key)
        if own is not None:
            rows = {row.element_id: row.pk for row in Value.objects.filter(sheet=sheet, superseded_at=None)}
            entries = {
                one.pk: (Entry(Decimal(number)), rows.get(one.pk))
                for one, number in zip(self.elements, own, strict=True)
            }
            actions.record_values(sheet=sheet, entries=entries, by=self.by)
            self.stand[key] = own
            return True
        more = {} if step in ("submit", "accept", "lock") else {"reason": "訂正"}
        is_stopped = step == "submit" and self._falls(key)
        try:
            getattr(actions, step)(
                sheet=sheet, seen=sheet.version, by=self.by, now=self.rounds[key[1]].opened_at, **more
            )
        except FindingsRemain:
            assert is_stopped, key
            return False
        assert not is_stopped, key
        return True

    def _statuses(self) -> dict[Key, SheetStatus]:
        rows = Return.objects.values_list("organisation__code", "start", "status")
        return {(code, start): SheetStatus(status) for code, start, status in rows}

    def _counted(self) -> list[Key]:
        return sorted(key for key, status in self._statuses().items() if status in COUNTED)

    def _falls(self, key: Key) -> bool:
        """Whether a running total of the sheet stands below the counted month before or above the one after."""
        months = sorted({*self._counted(), key})
        return any(key in pair and self._is_wrong(*pair) for pair in pairwise(months))

    def _is_wrong(self, one: Key, following: Key) -> bool:
        before, after = self.stand[one], self.stand[following]
        is_one_year = FiscalYear.of(one[1]) == FiscalYear.of(following[1])
        if one[0] != following[0]:
            return False
        return before[TOTAL] > after[TOTAL] or (is_one_year and before[OF_YEAR] > after[OF_YEAR])

    def _figure(self, number: int, month: date) -> Figure:
        one = self.indicators[number]
        return compute([one], year=FiscalYear.of(month), as_of=self.rounds[month].end)[one.code]

    def _compare(self, months: Iterable[date]) -> None:
        """Figures as of the ends of months, the year book and what was sent, against the reference."""
        statuses, counted = self._statuses(), self._counted()
        for one, following in pairwise(counted):
            if statuses[one] in SENT and statuses[following] in SENT:
                assert not self._is_wrong(one, following), (one, following)
        book = yearbook(self.form, type(self.form.owner).objects.all(), FiscalYear(2023))
        told = book.items[CALLS].numbers.values()
        assert sum(told) == sum(self.stand[key][CALLS] for key in counted if key[1] >= date(2023, 4, 1))
        for month in months:
            year, as_of = FiscalYear.of(month), self.rounds[month].end
            figures = compute(self.indicators, year=year, as_of=as_of)
            calls, total, of_year = (figures[one.code] for one in self.indicators)
            own = [key for key in counted if key[1] <= month]
            self._compare_one(calls, CALLS, [key for key in own if key[1] >= year.start], statuses, year.start)
            last = max((key[1] for key in own), default=MONTHS[0])
            for figure, number in ((total, TOTAL), (of_year, OF_YEAR)):
                self._compare_one(figure, number, [key for key in own if key[1] == last], statuses, last)

    def _compare_one(
        self, figure: Figure, number: int, counted: list[Key], statuses: dict[Key, SheetStatus], since: date
    ) -> None:
        """Open exactly while a sheet up to the latest month that counts is missing; preliminary until all accepted."""
        if not counted:
            assert (figure.value, figure.is_open) == (None, True)
            return
        last = max(month for _code, month in counted)
        due = {key for key, status in statuses.items() if since <= key[1] <= last and status != SheetStatus.EXCUSED}
        assert figure.value == sum(self.stand[key][number] for key in counted)
        if due - set(counted):
            assert figure.state is State.TALLYING
        elif any(statuses[key] in PROVISIONAL for key in counted):
            assert figure.state is State.PRELIMINARY
        else:
            assert figure.state is State.FINAL
