"""Forms, sheets and values: as meant, then each refusal."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import core, returns
from zaitaku.analysis.figure import Kind, Span, State
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile, DoesNotFit, Entry, NothingToUndo
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.actions.breakdowns import add_breakdown, split_element
from zaitaku.programme.returns.choices import Adding, Rhythm
from zaitaku.programme.returns.models import Return, Value

pytestmark = pytest.mark.django_db
APRIL = {"start": date(2023, 4, 1), "end": date(2023, 4, 30)}


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def form(by):
    return actions.create_form(owner=core.organisation(), code="f", title="実績", rhythm=Rhythm.MONTH, by=by)


def add(form, code, by, **kw):
    return actions.add_element(form=form, **({"code": code, "label": code.upper(), "kind": Kind.CASES} | kw), by=by)


@pytest.fixture
def applied(form, by):
    whole = add(form, "applied", by)
    return [whole, *(add(form, code, by, parent=whole) for code in "abc")]


@pytest.fixture
def sheet(form, by):
    return actions.open_return(form=form, organisation=form.owner, **APRIL, by=by)


def entries(elements, *values, seen=None):
    seen = seen or {}
    made = [Entry(None, State.TALLYING) if value is None else Entry(Decimal(value)) for value in values]
    return {
        element.pk: (entry, seen[element.pk].pk if element.pk in seen else None)
        for element, entry in zip(elements, made, strict=False)
    }


def test_a_sheet_is_opened_once_and_taken_whole(form, applied, sheet, by):
    assert actions.open_return(form=form, organisation=form.owner, **APRIL, by=by) == sheet
    rows = actions.record_values(sheet=sheet, entries=entries(applied, 38, 3, 13, 22), by=by)
    assert [rows[element.pk].value for element in applied] == [38, 3, 13, 22]
    told = AuditEntry.objects.get(action="returns.record_values")
    assert told.details["applied"]["after"]["value"] == "38"
    again = entries(applied, 38, 3, 13, 22, seen=rows)
    actions.record_values(sheet=sheet, entries=again, by=by)
    assert Value.objects.count() == 4
    assert AuditEntry.objects.filter(action="returns.record_values").count() == 1


def test_parts_that_do_not_make_their_whole_are_refused_with_both_numbers(applied, sheet, by):
    with pytest.raises(actions.PartsDoNotAddUp, match=r"38.*40|40.*38"):
        actions.record_values(sheet=sheet, entries=entries(applied, 40, 3, 13, 22), by=by)
    with pytest.raises(actions.PartsDoNotAddUp):
        actions.record_values(sheet=sheet, entries=entries(applied, 10, 11), by=by)
    assert not Value.objects.exists()
    rows = actions.record_values(sheet=sheet, entries=entries(applied, 40, 3, 13, None), by=by)
    with pytest.raises(actions.PartsDoNotAddUp, match="39"):
        actions.record_values(sheet=sheet, entries=entries(applied[3:], 23, seen=rows), by=by)
    rows = actions.record_values(sheet=sheet, entries=entries(applied[3:], 24, seen=rows), by=by)
    with pytest.raises(actions.PartsDoNotAddUp, match="41"):
        actions.record_values(sheet=sheet, entries=entries(applied[:1], 41, seen=rows), by=by)


@pytest.mark.parametrize("value", ["-1", "0.5", "NaN", str(10**18), "1" * 19])
def test_one_bad_value_refuses_the_sheet_by_name(applied, sheet, by, value):
    with pytest.raises(DoesNotFit, match="B"):
        actions.record_values(sheet=sheet, entries=entries(applied, 38, 3, value), by=by)
    assert not Value.objects.exists()


def test_percentages_have_their_decimals_and_end_at_100(form, sheet, by):
    share = add(form, "share", by, kind=Kind.PERCENT, decimals=1)
    for value in ("100.1", "25.05"):
        with pytest.raises(DoesNotFit, match="SHARE"):
            actions.record_values(sheet=sheet, entries=entries([share], value), by=by)
    rows = actions.record_values(sheet=sheet, entries=entries([share], "25.0"), by=by)
    assert rows[share.pk].value == 25


def test_strange_elements_and_stale_rows_are_refused(applied, sheet, by):
    with pytest.raises(actions.SheetRefused):
        actions.record_values(sheet=sheet, entries=entries([returns.element()], 1), by=by)
    rows = actions.record_values(sheet=sheet, entries=entries(applied[1:2], 5), by=by)
    actions.record_values(sheet=sheet, entries=entries(applied[1:2], 6, seen=rows), by=by)
    with pytest.raises(ChangedMeanwhile, match="A"):
        actions.record_values(sheet=sheet, entries=entries(applied[1:2], 7, seen=rows), by=by)
    assert Value.objects.get(superseded_at=None).value == 6


def test_undo_brings_the_earlier_value_back(applied, sheet, by):
    part = applied[1]
    rows = actions.record_values(sheet=sheet, entries=entries([part], 5), by=by)
    rows = actions.record_values(sheet=sheet, entries=entries([part], 6, seen=rows), by=by)
    row = actions.restore_previous(sheet=sheet, element=part, expected=rows[part.pk].pk, by=by)
    assert row.value == 5
    with pytest.raises(ChangedMeanwhile):
        actions.restore_previous(sheet=sheet, element=part, expected=rows[part.pk].pk, by=by)
    with pytest.raises(NothingToUndo):
        actions.restore_previous(sheet=sheet, element=applied[2], expected=None, by=by)


def test_sheets_do_not_overlap_except_a_longer_one_from_the_same_day(form, sheet, by):
    longer = actions.open_return(
        form=form, organisation=form.owner, start=date(2023, 4, 1), end=date(2023, 9, 30), by=by
    )
    assert longer != sheet
    with pytest.raises(actions.SheetRefused, match="2023"):
        actions.open_return(form=form, organisation=form.owner, start=date(2023, 9, 1), end=date(2023, 10, 31), by=by)
    with pytest.raises(actions.SheetRefused):
        actions.open_return(form=form, organisation=form.owner, start=date(2023, 5, 2), end=date(2023, 5, 1), by=by)
    running = actions.open_return(form=form, organisation=form.owner, start=None, end=date(2023, 5, 1), by=by)
    assert actions.open_return(form=form, organisation=form.owner, start=None, end=date(2023, 5, 1), by=by) == running
    actions.open_return(
        form=form, organisation=core.organisation(), start=date(2023, 9, 1), end=APRIL["end"].replace(month=9), by=by
    )
    assert Return.objects.count() == 4


def test_an_answered_element_keeps_its_meaning_but_may_be_worded_better(applied, sheet, by):
    whole, part = applied[:2]
    changed = {"kind": Kind.TIMES, "span": Span.PERIOD, "unit": "回", "decimals": 0}
    actions.change_element(element=part, **changed, parent=None, by=by)
    with pytest.raises(actions.FormRefused):
        actions.change_element(element=whole, **changed, parent=whole, by=by)
    actions.record_values(sheet=sheet, entries=entries([part], 5), by=by)
    with pytest.raises(actions.FormRefused, match="A"):
        actions.change_element(element=part, **changed, parent=whole, by=by)
    assert actions.relabel_element(element=part, label="A 異常なし", by=by).label == "A 異常なし"
    with pytest.raises(actions.FormRefused):
        actions.relabel_element(element=part, label=" ", by=by)


def test_codes_are_taken_once_and_parents_fit(form, applied, by):
    with pytest.raises(actions.FormRefused, match="applied"):
        add(form, "applied", by)
    with pytest.raises(actions.FormRefused):
        add(form, "x", by, parent=returns.element())
    with pytest.raises(actions.FormRefused):
        add(form, "x", by, parent=applied[0], span=Span.POINT)
    with pytest.raises(actions.FormRefused, match="f"):
        actions.create_form(owner=form.owner, code="f", title="また", rhythm=Rhythm.YEAR, by=by)


def test_a_change_keeps_parts_in_time_with_their_whole(form, applied, by):
    """As adding does: neither a stand under a period whole, nor a whole that its hand-made parts no longer fit."""
    stand = {"kind": Kind.CASES, "span": Span.POINT, "unit": "", "decimals": 0, "by": by}
    loose = add(form, "loose", by, span=Span.POINT)
    below = add(form, "below", by, parent=applied[1])
    split = add(form, "split", by)
    by_way = add_breakdown(form=form, label="方法", adding=Adding.EXACT, options=["電話"], by=by)
    (way,) = split_element(element=split, breakdown=by_way, by=by)
    under = add(form, "under", by, parent=way)
    refused = [
        (loose, applied[0], "LOOSE"),  # comes under a whole of another span
        (applied[1], applied[0], "A"),  # is a part already
        (applied[0], None, "A"),  # has parts
        (split, None, "UNDER"),  # its breakdown's part, which follows it, has parts
    ]
    for one, parent, named in refused:
        with pytest.raises(actions.FormRefused, match=f"「{named}」"):
            actions.change_element(element=one, parent=parent, **stand)
    assert set(form.elements.exclude(pk=loose.pk).values_list("span", flat=True)) == {"period"}
    for one in (below, under):
        actions.change_element(element=one, parent=None, **stand)
    actions.change_element(element=split, parent=None, **stand)
    way.refresh_from_db()
    assert way.span == Span.POINT
    actions.change_element(element=applied[0], parent=None, **stand | {"kind": Kind.TIMES})  # of another kind


def test_each_breakdown_of_a_number_is_held_against_it_by_itself(form, sheet, by):
    whole = add(form, "n", by)
    for label, adding in (("相談者", Adding.EXACT), ("方法", Adding.EXACT), ("内容", Adding.SEVERAL)):
        one = add_breakdown(form=form, label=label, adding=adding, options=["ア", "イ"], by=by)
        split_element(element=whole, breakdown=one, by=by)
    asked = [whole, *form.elements.filter(parent=whole).order_by("position")]
    for wrong in ((10, 4, 5, 5, 5, 1, 1), (10, 4, 6, 5, 4, 1, 1), (10, 4, 6, 5, 5, 11, 1)):
        with pytest.raises(actions.PartsDoNotAddUp):
            actions.record_values(sheet=sheet, entries=entries(asked, *wrong), by=by)
    rows = actions.record_values(sheet=sheet, entries=entries(asked, 10, 4, 6, 5, 5, 10, 9), by=by)
    still_open = {asked[-1].pk: (Entry(Decimal(11), State.TALLYING), rows[asked[-1].pk].pk)}
    with pytest.raises(actions.PartsDoNotAddUp, match=r"11.*10"):
        actions.record_values(sheet=sheet, entries=still_open, by=by)
