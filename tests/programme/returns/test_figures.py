"""Figures of returns against a plain Python reference, and each rule by itself."""

import calendar
import random
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import core, returns
from tests.factories.events import recorded
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Element, Value

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)


def figure(one, as_of=COVER, year=YEAR):
    return compute([one], year=year, as_of=as_of)[one.code]


def month(year, number):
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def form(owner):
    return returns.form(owner=owner, code="monthly")


def asking(form, element="E1", **kw):
    params = {"form": form.code, "element": element} | kw.pop("params", {})
    return indicator(owner=form.owner, function="returns.value", params=params, **kw)


def put(form, element, value, *, organisation, at=(2023, 4), **kw):
    start, end = kw.pop("period", None) or month(*at)
    found = form.returns.filter(organisation=organisation, start=start, end=end).first()
    sheet = found or returns.sheet(form=form, organisation=organisation, start=start, end=end)
    return returns.value(sheet=sheet, element=element, value=value, **kw)


def test_months_and_centres_are_added_up_to_the_day_asked_for(form):
    element = returns.element(form=form)
    centres = [core.organisation(area=form.owner.area) for _ in range(2)]
    for number, at in enumerate([(2023, 4), (2023, 11), (2023, 12), (2024, 1), (2023, 3)]):
        for centre in centres:
            put(form, element, 10**number, organisation=centre, at=at)
    whole = figure(asking(form), date(2023, 11, 30))
    assert (whole.value, whole.state, whole.as_of, whole.records) == (22, State.FINAL, date(2023, 11, 30), 4)
    assert figure(asking(form), date(2024, 3, 31)).value == 2222
    assert figure(asking(form), date(2024, 3, 31)).as_of == date(2024, 1, 31)


def test_the_sum_is_complete_only_up_to_the_slowest_centre(form):
    element = returns.element(form=form)
    fast, slow = (core.organisation(area=form.owner.area) for _ in range(2))
    put(form, element, 1, organisation=fast, at=(2023, 10))
    put(form, element, 2, organisation=fast, at=(2023, 11))
    put(form, element, 4, organisation=slow, at=(2023, 10))
    whole = figure(asking(form))
    assert (whole.value, whole.as_of) == (7, date(2023, 10, 31))
    expecting = figure(asking(form, params={"expected": 2}))
    assert (expecting.state, expecting.mark, expecting.as_of) == (
        State.TO_FOLLOW,
        "2か所中1か所",
        date(2023, 11, 30),
    )
    parts = figure(asking(form, params={"by": "organisation"})).parts
    assert sorted(part.value for part in parts) == [3, 4]
    assert figure(asking(form, params={"organisations": [slow.code]})).value == 4


def test_a_full_year_sheet_counts_by_the_date_of_its_value(owner):
    form = returns.form(owner=owner, rhythm=Rhythm.YEAR)
    element = returns.element(form=form)
    year = (YEAR.start, YEAR.end)
    put(form, element, 9869, organisation=owner, period=year, as_of=date(2023, 11, 30))
    whole = figure(asking(form))
    assert (whole.value, whole.as_of, whole.period.end) == (9869, date(2023, 11, 30), date(2023, 11, 30))
    assert figure(asking(form), date(2023, 11, 29)).value is None
    assert figure(asking(form), date(2024, 12, 31), FiscalYear(2024)).value is None


def test_a_longer_sheet_from_the_same_day_replaces_the_shorter(owner):
    form = returns.form(owner=owner, rhythm=Rhythm.YEAR)
    element = returns.element(form=form)
    put(form, element, 5, organisation=owner, period=(YEAR.start, date(2023, 9, 30)))
    put(form, element, 8, organisation=owner, period=(YEAR.start, date(2023, 12, 31)))
    assert figure(asking(form)).value == 8
    assert figure(asking(form), date(2023, 12, 30)).value == 5


def test_parts_stand_beside_their_whole_and_a_gap_is_named(form, owner):
    whole = returns.element(form=form, code="applied", label="申込")
    for code, value in (("a", 3), ("b", 13), ("c", 17), ("n", 4), ("h", 1)):
        part = returns.element(form=form, code=code, label=code.upper(), parent=whole, unit="人")
        put(form, part, value, organisation=owner)
    one = asking(form, "applied")
    added = figure(one)
    assert (added.value, added.part("C").value, added.part("C").unit) == (38, 17, "人")
    put(form, whole, 40, organisation=owner)
    stated = figure(one)
    assert stated.value == 40
    assert "38" in stated.note
    assert "40" in stated.note


def test_stands_and_running_totals_take_the_latest_day(form, owner):
    element = returns.element(form=form, span="point", kind="places")
    other = core.organisation(area=owner.area)
    put(form, element, 24, organisation=owner, at=(2023, 1))
    put(form, element, 27, organisation=owner, at=(2023, 7))
    whole = figure(asking(form))
    assert (whole.value, whole.period.start, whole.as_of) == (27, date(2023, 7, 31), date(2023, 7, 31))
    assert figure(asking(form), date(2023, 6, 30)).value == 24
    put(form, element, 3, organisation=other, at=(2023, 6))
    partial = figure(asking(form))
    assert (partial.value, partial.state, partial.mark) == (27, State.TO_FOLLOW, "2か所中1か所")
    other.valid_to = date(2023, 7, 1)
    other.save()
    assert figure(asking(form)).state is State.FINAL


def test_a_survey_answers_until_the_next_one(owner):
    form = returns.form(owner=owner, rhythm=Rhythm.ONCE)
    sent, back = (returns.element(form=form, code=code, label=code) for code in ("sent", "back"))
    wave = (date(2022, 4, 1), date(2023, 3, 31))
    rows = [("病院", 18, 8), ("診療所", 541, 167), ("歯科診療所", 472, 169), ("薬局", 335, 116)]
    rows += [("訪問看護", 95, 47), ("居宅", 194, 98), ("住まい", 182, 48)]
    for element, place, all_ in ((sent, 1, 1837), (back, 2, 653)):
        put(form, element, all_, organisation=owner, period=wave)
        for row in rows:
            part = returns.element(form=form, code=f"{element.code}_{row[0]}", label=row[0], parent=element)
            put(form, part, row[place], organisation=owner, period=wave)
    one = indicator(
        owner=owner, function="returns.rate", params={"form": form.code, "numerator": "back", "denominator": "sent"}
    )
    whole = figure(one)
    assert (str(whole.value), whole.numerator, whole.denominator) == ("35.5", 653, 1837)
    assert [str(part.value) for part in whole.parts] == ["44.4", "30.9", "35.8", "34.6", "49.5", "50.5", "26.4"]
    assert whole.part("病院").denominator == 18
    assert figure(one, date(2023, 3, 30)).value is None


def test_shares_say_what_rounding_left_over(owner):
    form = returns.form(owner=owner, rhythm=Rhythm.ONCE)
    heading = returns.element(form=form, code="wish", label="希望", kind="percent", decimals=1)
    for number, value in enumerate(["0.5", "10.9", "37.3", "15.3", "30.7", "5.1"]):
        part = returns.element(
            form=form, code=f"w{number}", label=f"答{number}", kind="percent", decimals=1, parent=heading
        )
        put(form, part, Decimal(value), organisation=owner)
    one = indicator(owner=owner, function="returns.shares", params={"form": form.code, "element": "wish"})
    whole = figure(one)
    assert (whole.value, whole.state) == (None, State.NOT_APPLICABLE)
    assert whole.note == "四捨五入のため、合計は99.8％"
    assert str(whole.part("答3").value) == "15.3"


def test_states_travel_and_percentages_of_two_organisations_are_not_added(form, owner):
    tallying = returns.element(form=form, kind="percent", decimals=1)
    put(form, tallying, None, organisation=owner, state="tallying")
    assert figure(asking(form)).state is State.TALLYING
    share = returns.element(form=form, code="share", kind="percent")
    for centre in (owner, core.organisation(area=owner.area)):
        put(form, share, 50, organisation=centre)
    whole = figure(asking(form, "share"))
    assert (whole.value, whole.state) == (None, State.NOT_APPLICABLE)
    secret = returns.element(form=form, code="secret")
    put(form, secret, 50, organisation=owner)
    put(form, secret, None, organisation=core.organisation(area=owner.area), state="suppressed")
    hidden = figure(asking(form, "secret"))
    assert (hidden.value, hidden.state) == (None, State.SUPPRESSED)


def test_large_counts_are_added_exactly(form, owner):
    element = returns.element(form=form)
    big = 10**13 + 1
    for number in range(40):
        put(form, element, big, organisation=core.organisation(area=owner.area), at=(2023, 4 + number % 8))
    assert figure(asking(form)).value == 40 * big


def test_a_missing_form_or_element_is_unknown(form, owner):
    assert figure(asking(form, "nothing")).state is State.TO_FOLLOW
    one = indicator(owner=owner, function="returns.value", params={"form": "none", "element": "x"})
    assert figure(one).value is None


def reference(values, element, day):
    """Every row in a plain loop: the sum of the year's months up to the day, or the latest stand."""
    rows = [v for v in values if v.element_id == element.pk and v.superseded_at is None]
    rows = [v for v in rows if (v.as_of or v.sheet.end) <= day]
    if element.span == "period":
        rows = [v for v in rows if YEAR.start <= v.sheet.start and v.sheet.end <= YEAR.end]
    elif rows:
        last = max(v.as_of or v.sheet.end for v in rows)
        rows = [v for v in rows if (v.as_of or v.sheet.end) == last]
    known = [v.value for v in rows if v.value is not None]
    return (sum(known, Decimal(0)) if known else None), len(rows), any(v.value is None for v in rows)


@pytest.mark.parametrize("seed", range(12))
def test_every_sum_agrees_with_a_plain_loop(form, seed):
    rng = random.Random(seed)
    centres = [core.organisation(area=form.owner.area) for _ in range(rng.randint(1, 5))]
    elements = [returns.element(form=form, span=rng.choice(["period", "point", "running_total"])) for _ in range(4)]
    for centre in centres:
        for year, number in [(2022, 11), (2023, 3), (2023, 4), (2023, 7), (2023, 12), (2024, 2), (2024, 4)]:
            for element in elements:
                if rng.random() < 0.7:
                    value = rng.choice([None, 0, rng.randint(1, 5000)])
                    as_of = rng.choice([None, None, date(2023, 9, 30)])
                    state = "final" if value is not None else "tallying"
                    put(form, element, value, organisation=centre, at=(year, number), state=state, as_of=as_of)
                if rng.random() < 0.2 and form.returns.filter(organisation=centre, end=month(year, number)[1]):
                    past = recorded()["recorded_at"]
                    put(form, element, 7, organisation=centre, at=(year, number), superseded_at=past)
    asked = [asking(form, element.code) for element in elements]
    values = list(Value.objects.select_related("sheet"))
    for day in (date(2023, 4, 30), date(2023, 9, 30), COVER, date(2024, 3, 31)):
        found = compute(asked, year=YEAR, as_of=day)
        for one, element in zip(asked, elements, strict=True):
            expected, number, has_gap = reference(values, element, day)
            got = found[one.code]
            assert (got.value, got.records) == (expected, number)
            assert got.is_open or not has_gap


def queries(indicators):
    with CaptureQueriesContext(connection) as caught:
        compute(indicators, year=YEAR, as_of=COVER)
    return len(caught)


def test_the_number_of_queries_does_not_grow_with_elements_or_centres(form):
    for number in range(30):
        returns.element(form=form, span="point" if number % 2 else "period")
    elements = list(Element.objects.filter(form=form))
    put(form, elements[0], 1, organisation=core.organisation(area=form.owner.area))
    put(form, elements[1], 1, organisation=core.organisation(area=form.owner.area))
    asked = [asking(form, element.code) for element in elements]
    few = queries(asked[:3])
    for _ in range(26):
        centre = core.organisation(area=form.owner.area)
        for element in elements[:4]:
            put(form, element, 1, organisation=centre)
    assert queries(asked) == few <= 8
