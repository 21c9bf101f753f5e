"""Figures of collected forms: what counts, what stays open, and how many have reported."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import core, returns
from tests.factories.indicators import indicator
from tests.programme.returns.sheets import NOW, scene
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute, records
from zaitaku.programme.returns.actions import hand_back, submit
from zaitaku.programme.returns.choices import Adding, Rhythm, SheetStatus
from zaitaku.programme.returns.models import Breakdown, Option, Return

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)


@pytest.fixture
def form():
    made = returns.form(is_collected=True, code="centres")
    for number in range(1, 4):
        centre = core.organisation(area=made.owner.area, code=f"c{number}", name=f"センター{number}")
        returns.sender(form=made, organisation=centre)
    return made


def fill(round_, element, numbers, status=SheetStatus.ACCEPTED, **kw):
    """Numbers by centre's code; who is not named has not sent."""
    for code, number in numbers.items():
        sheet = Return.objects.get(round=round_, organisation__code=code)
        returns.value(sheet=sheet, element=element, value=number, **kw)
        Return.objects.filter(pk=sheet.pk).update(status=status, first_sent_on=round_.end)


def figure(form, function="returns.value", as_of=COVER, **params):
    if function == "returns.value":
        params = {"element": "E1"} | params
    one = indicator(owner=form.owner, function=function, params={"form": form.code} | params)
    return compute([one], year=YEAR, as_of=as_of)[one.code]


def month(form, number):
    return returns.round_(form=form, start=date(2023, number, 1))


def test_a_total_with_a_missing_sender_says_so_and_stays_open(form):
    element = returns.element(form=form)
    fill(month(form, 4), element, {"c1": 1, "c2": 2, "c3": 4})
    whole = figure(form)
    assert (whole.value, whole.state, whole.mark, whole.as_of) == (7, State.FINAL, "", date(2023, 4, 30))
    may = month(form, 5)
    assert figure(form).state is State.FINAL  # up to the end of April, from which all have reported
    fill(may, element, {"c1": 10, "c2": 20})
    late = figure(form)
    assert (late.value, late.state) == (37, State.TALLYING)
    assert (late.note, late.mark, late.as_of) == ("3か所中2か所", "3か所中2か所", date(2023, 5, 31))
    assert figure(form, as_of=date(2023, 5, 30)).state is State.FINAL
    may.sheets.filter(organisation__code="c3").update(status=SheetStatus.EXCUSED)
    assert (figure(form).value, figure(form).state) == (37, State.FINAL)


def test_an_earlier_gap_keeps_the_year_open(form):
    element = returns.element(form=form)
    fill(month(form, 4), element, {"c1": 1, "c2": 2})
    fill(month(form, 5), element, {"c1": 1, "c2": 2, "c3": 4})
    assert (figure(form).note, figure(form).value) == ("3か所中2か所", 10)
    assert figure(form, organisations=["c1", "c2"]).state is State.FINAL


def test_before_anybody_has_sent_nothing_is_said_but_that(form):
    returns.element(form=form)
    month(form, 4)
    whole = figure(form)
    assert (whole.value, whole.state, whole.mark) == (None, State.TALLYING, "3か所中0か所")


def test_what_is_not_accepted_is_preliminary_and_a_draft_does_not_count(form):
    element = returns.element(form=form)
    april = month(form, 4)
    fill(april, element, {"c1": 1, "c2": 2, "c3": 4})
    Return.objects.filter(organisation__code="c2").update(status=SheetStatus.SUBMITTED)
    assert (figure(form).value, figure(form).state) == (7, State.PRELIMINARY)
    Return.objects.filter(organisation__code="c2").update(status=SheetStatus.RETURNED)
    assert figure(form).state is State.PRELIMINARY
    Return.objects.filter(organisation__code="c2").update(status=SheetStatus.DRAFT)
    assert (figure(form).value, figure(form).state, figure(form).note) == (5, State.TALLYING, "3か所中2か所")


def test_stands_say_who_is_missing_on_the_day(form):
    element = returns.element(form=form, span="point", kind="persons")
    fill(month(form, 4), element, {"c1": 1, "c2": 2, "c3": 4})
    fill(month(form, 5), element, {"c1": 1, "c2": 5})
    stand = figure(form)
    assert (stand.value, stand.state, stand.note, stand.as_of) == (6, State.TALLYING, "3か所中2か所", date(2023, 5, 31))
    Return.objects.filter(organisation__code="c3", start__month=5).update(status=SheetStatus.EXCUSED)
    assert figure(form).state is State.FINAL


def test_a_sum_of_parts_says_who_is_missing_too(form):
    whole = returns.element(form=form)
    april = month(form, 4)
    for code in "ab":
        fill(april, returns.element(form=form, parent=whole, code=code, label=code), {"c1": 1, "c2": 2})
    added = figure(form)
    assert (added.value, added.state, added.mark, added.note) == (6, State.TALLYING, "3か所中2か所", "3か所中2か所")


def test_an_item_asked_later_is_not_missing_before(form):
    element = returns.element(form=form, valid_from=date(2023, 5, 1))
    month(form, 4)
    fill(month(form, 5), element, {"c1": 1, "c2": 2, "c3": 4})
    assert (figure(form).value, figure(form).state) == (7, State.FINAL)


def test_one_sheet_of_twenty_seven_counts_as_that_many():
    form = returns.form(is_collected=True, rhythm=Rhythm.YEAR, code="sum")
    element = returns.element(form=form)
    returns.sender(form=form, organisation=core.organisation(area=form.owner.area, code="all"))
    round_ = returns.round_(form=form, start=YEAR.start)
    round_.sheets.update(covers=27)
    assert figure(form, "returns.reporters").value == 0
    fill(round_, element, {"all": 9869}, as_of=date(2023, 11, 30))
    assert (figure(form).value, figure(form).state, figure(form).as_of) == (9869, State.FINAL, date(2023, 11, 30))
    places = figure(form, "returns.reporters")
    assert (places.value, places.state, places.as_of) == (27, State.FINAL, date(2023, 11, 30))
    assert (places.note, places.unit_text) == ("27か所中27か所", "か所")
    assert figure(form, "returns.reporters", as_of=date(2023, 11, 29)).state is State.TALLYING
    expecting = figure(form, expected=27)
    assert (expecting.value, expecting.state, expecting.mark) == (9869, State.FINAL, "")


def test_whom_a_round_asked_counts_before_how_many_an_indicator_expects(form):
    element = returns.element(form=form)
    fill(month(form, 4), element, {"c1": 1, "c2": 2})
    assert (figure(form, expected=2).state, figure(form, expected=2).note) == (State.TALLYING, "3か所中2か所")


def test_reporters_of_the_latest_or_the_latest_complete_month(form):
    element = returns.element(form=form)
    fill(month(form, 4), element, {"c1": 1, "c2": 2, "c3": 4})
    fill(month(form, 5), element, {"c1": 1, "c2": 2})
    month(form, 6)
    latest = figure(form, "returns.reporters")
    assert (latest.value, latest.state, latest.note, latest.mark) == (2, State.TALLYING, "3か所中2か所", "3か所中2か所")
    complete = figure(form, "returns.reporters", window="complete")
    assert (complete.value, complete.state, complete.as_of) == (3, State.FINAL, date(2023, 4, 30))
    one = indicator(owner=form.owner, function="returns.reporters", params={"form": form.code})
    rows = records(one, year=YEAR, as_of=COVER)
    assert [(row.what, bool(row.value)) for row in rows] == [
        ("センター1", True),
        ("センター2", True),
        ("センター3", False),
    ]
    assert figure(returns.form(code="other", is_collected=True), "returns.reporters").value is None


def test_a_breakdown_gives_the_parts_and_two_are_never_mixed(form):
    whole = returns.element(form=form)
    for position, (code, adding) in enumerate([("asker", Adding.EXACT), ("about", Adding.SEVERAL)], start=1):
        by = Breakdown.objects.create(form=form, code=code, label=code, adding=adding, position=position)
        for number in (1, 2):
            option = Option.objects.create(breakdown=by, code=f"o{number}", label=f"{code}{number}", position=number)
            code_of = f"E1.{code}{number}"
            returns.element(form=form, parent=whole, breakdown=by, option=option, code=code_of, label=option.label)
    april = month(form, 4)
    numbers = {"E1": 5, "E1.asker1": 2, "E1.asker2": 3, "E1.about1": 4, "E1.about2": 4}
    for code, number in numbers.items():
        fill(april, form.elements.get(code=code), dict.fromkeys(("c1", "c2", "c3"), number))
    assert [part.label for part in figure(form).parts] == ["asker1", "asker2"]
    assert figure(form).note == ""
    about = figure(form, breakdown="about")
    assert [(part.label, part.value) for part in about.parts] == [("about1", 12), ("about2", 12)]
    assert (about.value, about.note) == (15, "")


def test_the_number_of_queries_does_not_grow(form):
    def queries(count):
        made = [
            indicator(owner=form.owner, function="returns.value", params={"form": form.code, "element": code})
            for code in form.elements.values_list("code", flat=True)[:count]
        ]
        made.append(indicator(owner=form.owner, function="returns.reporters", params={"form": form.code}))
        with CaptureQueriesContext(
            connection,
        ) as found:
            compute(made, year=YEAR, as_of=COVER)
        return len(found)

    elements = [returns.element(form=form, span=span) for span in ("period", "point") for _ in range(3)]
    for number in (4, 5):
        round_ = month(form, number)
        for element in elements:
            fill(round_, element, {"c1": 1, "c2": 2, "c3": 4})
    assert queries(4) == queries(6) <= 16


def test_the_passport_has_what_was_replaced_once_sent_and_no_drafts():
    s = scene()
    sheet = s.sheet()
    s.fill(sheet, whole=9871, a=9871, b=0, stand=4, total=100, share=50)
    s.fill(sheet, whole=5, a=2, b=3)
    submit(sheet=sheet, seen=sheet.version, by=s.partner, now=timezone.now())
    hand_back(sheet=sheet, seen=sheet.version, reason="確認", by=s.officer, now=NOW)
    s.fill(sheet, whole=6, a=3)
    asked = {"form": s.form.code, "element": "a"}
    one = indicator(owner=s.owner, function="returns.value", params=asked)
    assert [row.value for row in records(one, year=YEAR, as_of=COVER)] == ["3", "2"]
