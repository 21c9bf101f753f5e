"""What was sent in becomes facts, drafts do not, what is missing is told, and corrections keep both numbers."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from tests.factories import core, returns
from zaitaku.analysis.facts import Fact, RolledUp, on_duckdb, write
from zaitaku.cli.main import main
from zaitaku.core.accounts.actions import system_person
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns.actions import (
    FormRefused,
    accept,
    create_form,
    excuse,
    hand_back,
    record_values,
    reopen,
    submit,
)
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Return
from zaitaku.programme.returns.queries.facts import FormsClash, facts

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


def given() -> list[Fact]:
    return [fact for fact in facts() if fact.value is not None]


def missing() -> list[tuple[datetime, datetime | None]]:
    """From when until when."""
    return [(fact.known_from, fact.superseded_at) for fact in facts() if fact.value is None]


def test_a_draft_is_nobodys_figure(sheet: Return) -> None:
    enter(sheet, 5)
    assert given() == []


def test_what_was_asked_is_missing_until_it_is_sent(sheet: Return, tmp_path: Path) -> None:
    asked = sheet.steps.get().at
    assert missing() == [(asked, None)]
    enter(sheet, 5)
    assert missing() == [(asked, None)]
    sent = timezone.now() + timedelta(hours=1)
    send(sheet, sent)
    assert missing() == [(asked, sent)]
    hand_back(sheet=sheet, seen=sheet.version, reason="確認", by=system_person(), now=sent)
    assert missing() == [(asked, sent)]
    write(facts(), tmp_path / "facts.parquet")

    def line(moment: datetime) -> RolledUp:
        [found] = on_duckdb(tmp_path / "facts.parquet", as_of=moment)
        return found

    april = ("131202", 2023, "centers.calls")
    assert line(sent - timedelta(microseconds=1)) == RolledUp(*april, None, 0, 1, 0, date(2023, 4, 30))
    assert line(sent) == RolledUp(*april, 5, 1, 0, 1, date(2023, 4, 30))
    assert list(on_duckdb(tmp_path / "facts.parquet", as_of=asked - timedelta(microseconds=1))) == []


def test_an_excused_sheet_is_not_missing(sheet: Return) -> None:
    asked = sheet.steps.get().at
    moments = [asked + timedelta(hours=hours) for hours in range(1, 4)]
    excuse(sheet=sheet, seen=sheet.version, reason="休止", by=system_person(), now=moments[0])
    assert missing() == [(asked, moments[0])]
    reopen(sheet=sheet, seen=sheet.version, reason="再開", by=system_person(), now=moments[1])
    assert missing() == [(asked, moments[0]), (moments[1], None)]
    enter(sheet, 5)
    send(sheet, moments[2])
    assert missing() == [(asked, moments[0]), (moments[1], moments[2])]


def test_what_was_recorded_before_the_round_was_never_missing(sheet: Return) -> None:
    centre = sheet.organisation
    before = returns.sheet(form=sheet.form, organisation=centre, start=date(2023, 5, 1), end=date(2023, 5, 31))
    returns.value(sheet=before, element=sheet.form.elements.get(), value=3)
    returns.round_(form=sheet.form, start=date(2023, 5, 1))
    assert [(fact.start.month, fact.value) for fact in facts()] == [(5, 3), (4, None)]


def test_only_what_the_sheet_asks_is_missing(sheet: Return) -> None:
    whole = returns.element(form=sheet.form, code="from_may", valid_from=date(2023, 5, 1))
    returns.element(form=sheet.form, code="its_part", parent=whole)
    returns.element(form=sheet.form, code="share", kind="percent")
    returns.element(form=sheet.form, code="until_april", valid_to=date(2023, 4, 1), span="point")
    returns.round_(form=sheet.form, start=date(2023, 5, 1))
    april = {("centers.calls", "period"), ("centers.until_april", "point")}
    may = {("centers.calls", "period"), ("centers.from_may", "period"), ("centers.its_part", "period")}
    for month, wanted in ((4, april), (5, may)):
        assert {(fact.indicator, fact.span) for fact in facts() if fact.start.month == month} == wanted


def test_one_of_two_centres_says_so(sheet: Return, tmp_path: Path) -> None:
    returns.sender(form=sheet.form, organisation=core.organisation(area=sheet.form.owner.area, code="c02"))
    enter(sheet, 5)
    sheet.refresh_from_db()
    send(sheet, timezone.now())
    write(facts(), tmp_path / "facts.parquet")
    [line] = on_duckdb(tmp_path / "facts.parquet", as_of=timezone.now())
    assert (line.value, line.answers, line.open_answers) == (5, 1, 1)


def test_forms_of_one_code_in_a_municipality_are_not_added_up(sheet: Return, capsys, tmp_path: Path) -> None:
    """The first is asked by a section, the second of another centre by the prefecture above."""
    prefecture = core.area(code="130001", kind=AreaKind.PREFECTURE)
    Area.objects.filter(pk=sheet.form.owner.area_id).update(parent=prefecture)
    owner = core.organisation(area=prefecture, code="metro", name="都 在宅課")
    other = returns.collected_form(owner=owner, code="centers", title="都の報告", elements=("visits",))
    elsewhere = core.organisation(area=core.area(parent=prefecture, kind=AreaKind.MUNICIPALITY), code="c01")
    returns.sender(form=other, organisation=elsewhere)
    returns.round_(form=other)
    same = returns.element(form=other, code="calls")
    assert len(missing()) == 3  # the codes meet, but in different municipalities
    returns.sender(form=other, organisation=sheet.organisation)
    with pytest.raises(FormsClash) as refused:
        next(facts())
    assert set(refused.value.forms) == {sheet.form, other}
    target = tmp_path / "returns.parquet"
    assert main(["snapshot", "--out", str(target)]) == 1
    told = capsys.readouterr().err
    ours = f"{sheet.form.owner.code}/centers"
    assert all(word in told for word in (sheet.form.title, "都の報告", "--leave-out metro/centers", ours))
    assert not target.exists()
    assert main(["snapshot", "--out", str(target), "--leave-out", "metro/nothing"]) == 1
    assert "metro/nothing" in capsys.readouterr().err
    assert main(["snapshot", "--out", str(target), "--leave-out", "metro/centers"]) == 0
    [line] = on_duckdb(target, as_of=timezone.now())
    assert (line.area, line.indicator, line.open_answers) == ("131202", "centers.calls", 1)
    same.delete()
    assert {fact.indicator for fact in facts()} == {"centers.calls", "centers.visits"}


def test_an_answer_is_known_from_the_moment_its_sheet_is_sent(sheet: Return) -> None:
    enter(sheet, 4)
    enter(sheet, 5)  # before anybody was told 4
    moment = timezone.now() + timedelta(hours=1)
    send(sheet, moment)
    [fact] = given()
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
    assert {fact.indicator for fact in facts()} == {"centers.calls"}


def test_five_queries_whatever_the_rows(sheet: Return, django_assert_num_queries) -> None:
    enter(sheet, 5)
    send(sheet, timezone.now())
    returns.round_(form=sheet.form, start=date(2023, 5, 1))
    with django_assert_num_queries(5):
        assert len(list(facts())) == 3


def test_a_code_is_used_once_in_a_municipality() -> None:
    """By sections of one town hall, and by those above; another municipality asks the same under the same code."""
    prefecture = core.area(kind=AreaKind.PREFECTURE)
    ward, next_ward = (core.area(kind=AreaKind.MUNICIPALITY, parent=prefecture) for _ in range(2))
    quarter = core.area(kind=AreaKind.LIVING_AREA, parent=ward)

    def create(area: Area, title: str) -> None:
        owner = core.organisation(area=area, name=f"{title}課")
        create_form(owner=owner, code="monthly", title=title, rhythm=Rhythm.MONTH, by=system_person())

    create(ward, "在宅")
    for area in (ward, quarter, prefecture):
        with pytest.raises(FormRefused, match=r"在宅課の「在宅」.*別のコード"):
            create(area, "介護")
    create(next_ward, "隣")
