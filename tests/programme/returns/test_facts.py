"""What was sent in becomes facts: drafts do not, corrections keep both numbers, and the roll-up equals the sheets."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from tests.factories import core, returns
from zaitaku.analysis.facts import RolledUp, on_duckdb, write
from zaitaku.core.accounts.actions import system_person
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns.actions import accept, record_values, reopen, submit
from zaitaku.programme.returns.models import Return
from zaitaku.programme.returns.queries.facts import facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> Return:
    """One centre's sheet for April 2023, in a daily living area of the municipality 131202."""
    ward = core.area(code="131202", kind=AreaKind.MUNICIPALITY)
    form = returns.collected_form(owner=core.organisation(area=ward), code="centers", elements=("calls",))
    centre = core.organisation(area=core.area(parent=ward, kind=AreaKind.LIVING_AREA), code="c01")
    returns.sender(form=form, organisation=centre)
    return returns.round_(form=form).sheets.get()


def enter(sheet: Return, value: int) -> None:
    element = sheet.form.elements.get()
    before = sheet.values.filter(superseded_at=None).first()
    entry = (Entry(Decimal(value)), before.pk if before else None)
    record_values(sheet=sheet, entries={element.pk: entry}, by=system_person())
    sheet.refresh_from_db()


def send(sheet: Return, now: datetime) -> None:
    submit(sheet=sheet, seen=sheet.version, by=system_person(), now=now)
    sheet.refresh_from_db()


def test_a_draft_is_nobodys_figure(sheet: Return) -> None:
    enter(sheet, 5)
    assert list(facts()) == []


def test_an_answer_is_known_from_the_moment_its_sheet_is_sent(sheet: Return) -> None:
    enter(sheet, 4)
    enter(sheet, 5)  # before anybody was told 4
    moment = timezone.now() + timedelta(hours=1)
    send(sheet, moment)
    [fact] = facts()
    assert (fact.area, fact.organisation, fact.indicator) == ("131202", "c01", "centers.calls")
    assert (fact.start, fact.end, fact.value) == (date(2023, 4, 1), date(2023, 4, 30), 5)
    assert (fact.known_from, fact.superseded_at, fact.accepted_at) == (moment, None, None)


def test_a_correction_after_sending_keeps_both_numbers(sheet: Return, tmp_path: Path) -> None:
    enter(sheet, 5)
    sent = timezone.now()
    send(sheet, sent)
    accept(sheet=sheet, seen=sheet.version, by=system_person(), now=sent)
    sheet.refresh_from_db()
    reopen(sheet=sheet, seen=sheet.version, reason="数え直し", by=system_person(), now=timezone.now())
    sheet.refresh_from_db()
    enter(sheet, 6)
    write(facts(), tmp_path / "facts.parquet")
    before = list(on_duckdb(tmp_path / "facts.parquet", as_of=sent))
    after = on_duckdb(tmp_path / "facts.parquet", as_of=timezone.now())
    line = RolledUp("131202", 2023, "centers.calls", 5, 1, 0, 1, date(2023, 4, 30))
    assert before == [line]
    assert [one.value for one in after] == [6]


def test_percentages_do_not_add_up(sheet: Return) -> None:
    share = returns.element(form=sheet.form, code="share", kind="percent")
    returns.value(sheet=sheet, element=share, value=Decimal(50))
    enter_first = sheet.form.elements.get(code="calls")
    record_values(sheet=sheet, entries={enter_first.pk: (Entry(Decimal(5)), None)}, by=system_person())
    sheet.refresh_from_db()
    send(sheet, timezone.now())
    assert [fact.indicator for fact in facts()] == ["centers.calls"]


def test_two_queries_whatever_the_rows(sheet: Return, django_assert_num_queries) -> None:
    enter(sheet, 5)
    send(sheet, timezone.now())
    with django_assert_num_queries(2):
        assert len(list(facts())) == 1
