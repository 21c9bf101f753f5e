"""Sheets held against the rules of their form: what is found, in which words, and with how many queries."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import core, returns
from zaitaku.analysis.figure import Kind, Span, State
from zaitaku.analysis.return_rules import Answered
from zaitaku.programme.returns.actions.breakdowns import add_breakdown, split_element
from zaitaku.programme.returns.actions.catchments import record_catchments
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.actions.rules import RuleFields, add_rule, change_rule, remove_rule
from zaitaku.programme.returns.choices import Adding, RuleKind, Severity
from zaitaku.programme.returns.models import Catchment, Rule
from zaitaku.programme.returns.queries.checking import answers_of, findings_of, rule_check
from zaitaku.programme.returns.queries.spells import next_start
from zaitaku.programme.returns.queries.trial import trial

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def form():
    return returns.collected_form(elements=())


@pytest.fixture
def centre(form):
    return core.organisation(area=form.owner.area)


def item(form, code, label, **kw):
    return returns.element(form=form, code=code, label=label, **kw)


def sheet_of(form, centre, start=MAY):
    end = next_start("month", start) - date.resolution
    return returns.sheet(form=form, organisation=centre, start=start, end=end)


def months(form, centre, element, numbers, start=MAY):
    """One sheet a month with the numbers; the sheet after them."""
    for number in numbers:
        sheet = sheet_of(form, centre, start)
        if number is not None:
            returns.value(sheet=sheet, element=element, value=Decimal(number))
        start = next_start("month", start)
    return sheet_of(form, centre, start)


def said(sheet, **numbers):
    elements = {element.code: element for element in sheet.form.elements.all()}
    answers = {
        elements[code].pk: number if isinstance(number, Answered) else Answered(Decimal(number))
        for code, number in numbers.items()
    }
    return [(found.element.code, found.severity, found.text) for found in findings_of(sheet, answers)]


def rule(form, by, kind, element, **kw):
    severity = kw.pop("severity", Severity.STOP)
    return add_rule(form=form, fields=RuleFields(kind, element, severity, **kw), by=by)


def test_an_item_without_an_answer_stops_and_an_open_number_is_an_answer(form, centre):
    item(form, "n", "相談件数")
    item(form, "m", "訪問回数", kind="times")
    sheet = sheet_of(form, centre)
    (code, severity, text), *rest = said(sheet, m=0)
    assert (code, severity, rest) == ("n", Severity.STOP, [])
    assert text.startswith("「相談件数」が未回答です。")
    assert not said(sheet, m=0, n=Answered(None, State.TALLYING))


def test_each_breakdown_is_held_against_the_whole_by_itself(form, centre, by):
    whole = item(form, "n", "相談件数")
    who = add_breakdown(form=form, label="相談者", adding=Adding.EXACT, options=["本人", "家族"], by=by)
    what = add_breakdown(form=form, label="相談内容", adding=Adding.SEVERAL, options=["介護", "医療"], by=by)
    for one in (who, what):
        split_element(element=whole, breakdown=one, by=by)
    sheet = sheet_of(form, centre)
    good = {"n": 10, "n.o1": 4, "n.o2": 6, "n.o1-1": 9, "n.o2-1": 10}
    assert not said(sheet, **good)
    ((code, _severity, text),) = said(sheet, **good | {"n.o2": 7})
    assert (code, text) == (
        "n",
        "「相談件数」［相談者］：内訳の計は11件、全体は10件で一致しません。数値を確かめて直してください。",
    )
    ((_code, _severity, text),) = said(sheet, **good | {"n.o2-1": 11})
    assert "「相談件数（医療）」の11件が、全体の10件を上回っています。" in text


def test_sums_and_comparisons_name_both_items(form, centre, by):
    whole, other, third = (item(form, code, label) for code, label in (("a", "計"), ("b", "区"), ("c", "市")))
    rule(form, by, RuleKind.SUM, whole, others=(other, third))
    rule(form, by, RuleKind.NOT_ABOVE, third, others=(other,), severity=Severity.DOUBT)
    sheet = sheet_of(form, centre)
    assert not said(sheet, a=1200, b=700, c=500)
    texts = [text for _code, _severity, text in said(sheet, a=1000, b=400, c=500)]
    assert texts == [
        "「計」は1,000件ですが、区、市の合計は900件です。数値を確かめて直してください。",
        "「市」の500件が、「区」の400件を上回っています。正しい場合は、理由を備考欄に書いてください。",
    ]


def test_a_running_total_lies_between_the_months_around_it(form, centre, by):
    total = item(form, "t", "累計", span=Span.RUNNING_TOTAL.value)
    rule(form, by, RuleKind.NOT_BELOW_LAST, total)
    last = months(form, centre, total, [10, 20, 30])
    assert "累計の29件が、前回の30件を下回っています" in said(last, t=29)[0][2]
    assert not said(last, t=30)
    middle = form.returns.get(start=date(2026, 6, 1))
    assert not said(middle, t=25)
    assert "累計の31件が、次の回の30件を上回っています" in said(middle, t=31)[0][2]
    assert "前回の10件" in said(middle, t=9)[0][2]


def test_a_total_of_the_year_begins_anew_in_april(form, centre, by):
    total = item(form, "t", "累計", span=Span.RUNNING_TOTAL.value)
    rule(form, by, RuleKind.NOT_BELOW_YEAR, total)
    april = months(form, centre, total, [300, 310], start=date(2026, 2, 1))
    assert not said(april, t=5)
    returns.value(sheet=april, element=total, value=Decimal(5))
    assert "前回の5件" in said(sheet_of(form, centre, MAY), t=4)[0][2]
    march = form.returns.get(start=date(2026, 3, 1))
    assert not said(march, t=400)
    with pytest.raises(FormRefused):
        rule(form, by, RuleKind.NOT_BELOW_YEAR, item(form, "x", "件数"))


def test_only_what_was_sent_and_is_settled_makes_the_usual_range(form, centre, by):
    element = item(form, "n", "相談件数")
    rule(form, by, RuleKind.HISTORY, element, minimum=Decimal(4), maximum=Decimal(4), severity=Severity.DOUBT)
    sheet = months(form, centre, element, [30, 32, 31, 29, 30, None, 31])
    ((_code, severity, text),) = said(sheet, n=310)
    assert severity is Severity.DOUBT
    assert "「相談件数」の310件は、これまでの実績から見た範囲（9件～52件、中央値30.5）を外れています。" in text
    assert not said(sheet, n=45)
    other = core.organisation(area=form.owner.area)
    assert not said(sheet_of(form, other, date(2027, 1, 1)), n=310)
    (found,) = findings_of(sheet, {element.pk: Answered(Decimal(310), note="講座を開いたため")})
    assert found.is_explained


def test_per_1000_residents_takes_the_number_of_its_time(form, centre, by):
    element = item(form, "n", "相談件数")
    rule(form, by, RuleKind.PER_1000_65, element, maximum=Decimal(10), severity=Severity.DOUBT)
    sheet = sheet_of(form, centre)
    assert not said(sheet, n=999)
    record_catchments(residents={centre: 5000}, as_of=date(2026, 4, 1), source="住民基本台帳", by=by)
    record_catchments(residents={centre: 50000}, as_of=date(2026, 6, 1), source="住民基本台帳", by=by)
    assert not said(sheet, n=50)
    ((_code, _severity, text),) = said(sheet, n=51)
    assert "65歳以上人口5,000人に対し千人当たり10.2" in text
    record_catchments(residents={centre: 6000}, as_of=date(2026, 4, 1), source="住民基本台帳", by=by)
    assert not said(sheet, n=51)
    assert Catchment.objects.count() == 2


def test_rules_hold_between_their_months_and_are_refused_where_they_make_no_sense(form, centre, by):
    element, share = item(form, "n", "相談件数"), item(form, "p", "割合", kind="percent")
    made = rule(form, by, RuleKind.FIXED, element, maximum=Decimal(5), valid_from=date(2026, 6, 1))
    assert not said(sheet_of(form, centre), n=9, p=1)
    june = sheet_of(form, centre, date(2026, 6, 1))
    assert "上限の5件を上回っています" in said(june, n=9, p=1)[0][2]
    fields = RuleFields(RuleKind.FIXED, element, Severity.STOP, minimum=Decimal(10))
    change_rule(rule=made, fields=fields, by=by)
    assert "下限の10件を下回っています" in said(june, n=9, p=1)[0][2]
    remove_rule(rule=made, by=by)
    assert not said(june, n=9, p=1)
    for kind, kw in [
        (RuleKind.FIXED, {}),
        (RuleKind.FIXED, {"minimum": Decimal(2), "maximum": Decimal(1)}),
        (RuleKind.FIXED, {"minimum": Decimal(1), "valid_from": date(2026, 6, 2)}),
        (RuleKind.SUM, {}),
        (RuleKind.SUM, {"others": (share,)}),
        (RuleKind.NOT_ABOVE, {"others": (element,)}),
        (RuleKind.NOT_ABOVE, {"others": (returns.element(),)}),
    ]:
        with pytest.raises(FormRefused):
            rule(form, by, kind, element, **kw)
    assert not Rule.objects.exists()


def test_a_rule_is_tried_against_sheets_that_were_sent(form, centre):
    element = item(form, "n", "相談件数")
    months(form, centre, element, [30, 32, 31, 29, 30, 31, 300])
    check = rule_check(RuleKind.HISTORY, element, severity=Severity.DOUBT, minimum=Decimal(4), maximum=Decimal(4))
    tried = trial(form, check, since=date(2025, 1, 1))
    assert tried.looked_at == 7
    ((sheet, text),) = tried.found
    assert (sheet.start, sheet.organisation) == (date(2026, 11, 1), centre)
    assert "300件" in text
    assert trial(form, check, since=date(2026, 12, 31)).looked_at == 0


def test_any_number_of_items_and_rules_takes_the_same_queries(form, centre, by, django_assert_max_num_queries):
    elements = [item(form, f"n{number}", f"項目{number}") for number in range(12)]
    for element in elements:
        rule(form, by, RuleKind.HISTORY, element, minimum=Decimal(4), maximum=Decimal(4))
        rule(form, by, RuleKind.NOT_ABOVE, element, others=tuple(one for one in elements if one != element))
    sheet = months(form, centre, elements[0], [1] * 8)
    answers = answers_of(sheet.values.all())
    with django_assert_max_num_queries(6):
        assert len(findings_of(sheet, answers)) == 12


def test_what_the_form_no_longer_asks_is_not_missed(form, centre):
    item(form, "old", "前の項目", valid_to=date(2026, 4, 1))
    heading = item(form, "p", "割合", kind=Kind.PERCENT.value)
    item(form, "p1", "男", kind=Kind.PERCENT.value, parent=heading)
    assert [code for code, _severity, _text in said(sheet_of(form, centre))] == ["p1"]
