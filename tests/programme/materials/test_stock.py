"""Nothing leaves the shelf that is not there; print runs and stocktakes book what they bring."""

from datetime import date

import pytest

from tests.factories import materials
from tests.programme.materials.keeping import APRIL, FAR, Keeping, day
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.materials import actions
from zaitaku.programme.materials.actions import MaterialRefused, StockRules, StockTooLow, editions
from zaitaku.programme.materials.actions.editions import Ordered
from zaitaku.programme.materials.actions.stocktakes import take_stock, withdraw_stocktake
from zaitaku.programme.materials.models import Movement, PrintRun
from zaitaku.programme.materials.queries.due import duties_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    found = Keeping()
    found.move("issued", 100, day(1))
    return found


def test_stock_is_the_signed_sum_of_any_day(kept):
    kept.give(30, day(5))
    kept.move("returned", 5, day(7), place=kept.place)
    kept.move("disposed", 10, day(9), note="水濡れ")
    assert [kept.stock(on) for on in (date(2023, 3, 31), day(1), day(5), day(7), day(9), FAR)] == [
        *(0, 100, 70, 75, 65, 65)
    ]


def test_more_than_there_is_is_refused_with_the_numbers(kept):
    kept.give(30, day(5))
    with pytest.raises(StockTooLow, match=r"在宅療養ガイドブック.*71.*70.*1"):
        kept.give(71, day(6))
    assert kept.stock() == 70
    kept.give(70, day(6))
    assert kept.stock() == 0


def test_what_is_entered_late_may_not_take_away_what_went_out_since(kept):
    kept.give(90, day(20))
    with pytest.raises(StockTooLow, match="20"):
        kept.give(11, day(5))
    kept.give(10, day(5))
    with pytest.raises(StockTooLow):
        kept.give(1, date(2023, 3, 31))


def test_a_correction_or_withdrawal_may_not_leave_less_than_nothing(kept):
    issued = Movement.objects.get()
    given = kept.give(60, day(5))
    with pytest.raises(StockTooLow):
        actions.withdraw_movement(movement=issued, reason="誤り", by=kept.by)
    with pytest.raises(StockTooLow):
        kept.correct(issued, 59)
    with pytest.raises(StockTooLow):
        kept.correct(issued, end=day(6), start=day(6))
    with pytest.raises(StockTooLow):
        kept.correct(given, 101)
    kept.correct(issued, 60)
    assert kept.stock() == 0


def test_titles_with_totals_only_are_asked_for_nothing():
    kept = Keeping()
    kept.title.is_stocked = False
    kept.title.save()
    kept.give(5, day(1))
    kept.move("distributed", 11000, day(2), destination="区民")
    assert kept.stock() == -11005


def test_before_stock_was_kept_movements_count_for_the_totals_only():
    kept = Keeping(stocked_since=day(10))
    kept.move("distributed", 500, day(2))
    assert kept.stock() == 0
    kept.move("issued", 20, day(10))
    with pytest.raises(StockTooLow):
        kept.give(21, day(11))


def test_each_edition_has_its_own_shelf():
    kept = Keeping(editions=("旧版", "新版"))
    old, new = kept.editions
    kept.move("issued", 10, day(1), old)
    kept.move("issued", 20, day(1), new)
    with pytest.raises(MaterialRefused, match="在宅療養ガイドブック"):
        kept.give(1, day(2))
    with pytest.raises(StockTooLow, match="旧版"):
        kept.give(11, day(2), old)
    given = kept.give(10, day(2), old)
    assert (kept.stock(edition=old), kept.stock(edition=new), kept.stock()) == (0, 20, 20)
    kept.correct(given, edition=new)
    assert (kept.stock(edition=old), kept.stock(edition=new)) == (10, 10)
    with pytest.raises(MaterialRefused):
        kept.give(1, day(2), materials.edition())


def test_what_has_no_end_or_a_wrong_one_is_refused(kept):
    ended = materials.destination(valid_to=day(3))
    for bad in (
        {"kind": "issued", "place": kept.place},
        {"kind": "distributed", "place": kept.place, "destination": "区立施設"},
        {"kind": "distributed", "place": ended},
        {"kind": "disposed"},
        {"kind": "lost"},
    ):
        with pytest.raises(MaterialRefused):
            kept.move(copies=1, on=day(4), **bad)
    assert kept.stock() == 100


def test_a_print_run_brings_its_copies_on_delivery(kept):
    ordered = Ordered(edition=None, copies=500, ordered_on=day(2), expected_on=day(20), printer="架空印刷")
    run = editions.order_print_run(title=kept.title, ordered=ordered, by=kept.by)
    with pytest.raises(MaterialRefused):
        editions.deliver_print_run(run=run, on=day(1), copies=500, by=kept.by)
    movement = editions.deliver_print_run(run=run, on=day(18), copies=480, by=kept.by)
    assert (movement.kind, movement.value, kept.stock(day(18))) == ("issued", 480, 580)
    for act in (
        lambda: editions.deliver_print_run(run=run, on=day(18), copies=480, by=kept.by),
        lambda: editions.cancel_print_run(run=run, reason="不要", by=kept.by),
        lambda: editions.change_print_run(run=run, ordered=ordered, by=kept.by),
    ):
        with pytest.raises(MaterialRefused):
            act()
    later = kept.correct(movement, 490, start=day(19), end=day(19))
    run = PrintRun.objects.get()
    assert (run.delivery, run.delivered_on) == (later, day(19))
    with pytest.raises(MaterialRefused):
        kept.correct(later, kind="found")
    actions.withdraw_movement(movement=later, reason="別の納品", by=kept.by)
    run.refresh_from_db()
    assert (run.delivery, run.delivered_on, kept.stock()) == (None, None, 100)
    editions.cancel_print_run(run=run, reason="中止", by=kept.by)


def test_editions_follow_one_another_without_a_ring(kept):
    first = editions.add_edition(title=kept.title, name="1版", by=kept.by)
    second = editions.add_edition(title=kept.title, name="2版", supersedes=first, by=kept.by)
    first.refresh_from_db()
    assert first.superseded_by == second
    with pytest.raises(MaterialRefused):
        editions.add_edition(title=kept.title, name="2版", by=kept.by)
    with pytest.raises(MaterialRefused):
        editions.add_edition(title=kept.title, name="3版", supersedes=first, by=kept.by)
    for after in (second, first):
        with pytest.raises(MaterialRefused):
            editions.change_edition(edition=second, name="2版", issued_on=None, superseded_by=after, by=kept.by)


def count(kept, counted, on, reason="数え違い", **kw):
    return take_stock(title=kept.title, edition=None, counted_on=on, counted=counted, reason=reason, by=kept.by, **kw)


def test_a_stocktake_books_what_is_missing_or_found_and_closes_the_days_before(kept):
    given = kept.give(10, day(5))
    with pytest.raises(MaterialRefused, match=r"85.*90"):
        count(kept, 85, day(10), reason=" ")
    assert count(kept, 90, day(9), reason="").movement is None
    missing = count(kept, 85, day(10))
    assert (missing.computed, missing.movement.kind, missing.movement.value) == (90, "lost", 5)
    found = count(kept, 87, day(12))
    assert (found.movement.kind, found.movement.value, kept.stock()) == ("found", 2, 87)
    for act in (
        lambda: kept.give(1, day(11)),
        lambda: kept.correct(given, 9),
        lambda: actions.withdraw_movement(movement=given, reason="誤り", by=kept.by),
        lambda: actions.withdraw_movement(movement=found.movement, reason="誤り", by=kept.by),
        lambda: kept.correct(found.movement, 3),
        lambda: withdraw_stocktake(stocktake=missing, reason="誤り", by=kept.by),
        lambda: withdraw_stocktake(stocktake=found, reason=" ", by=kept.by),
        lambda: count(kept, 1, day(11)),
    ):
        with pytest.raises(MaterialRefused):
            act()
    assert kept.correct(given, place=materials.destination(owner=kept.owner)).value == 10
    kept.give(1, day(12))
    withdraw_stocktake(stocktake=found, reason="数え直し", by=kept.by)
    assert kept.stock() == 84
    kept.give(1, day(11))


def test_stock_keeping_cannot_begin_below_nothing():
    kept = Keeping()
    kept.title.is_stocked = False
    kept.title.save()
    kept.move("distributed", 50, day(2))
    change = {"title": kept.title, "name": "新しい名", "counted_since": None, "by": kept.by}
    with pytest.raises(MaterialRefused, match=r"-50"):
        actions.change_title(**change, rules=StockRules())
    changed = actions.change_title(**change, rules=StockRules(stocked_since=day(3), safety_copies=7))
    assert (changed.name, changed.is_stocked, changed.safety_copies) == ("新しい名", True, 7)
    assert AuditEntry.objects.filter(action="materials.change_title").count() == 1


def test_the_letter_goes_once_when_the_stock_falls_to_its_point_and_again_after_it_rose():
    kept = Keeping(reorder_point=40)
    kept.move("issued", 100, APRIL)
    kept.give(59, day(2))
    assert not Letter.objects.exists()
    kept.give(1, day(2))
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.about) == (kept.by.email, "low_stock", f"materials.title:{kept.title.pk}")
    assert "40" in letter.body
    kept.give(1, day(3))
    assert Letter.objects.count() == 1
    assert [(duty.page, duty.pk, duty.is_late) for duty in duties_of(kept.by, on=day(4), most=9)] == [
        ("materials:title", kept.title.pk, False)
    ]
    ordered = Ordered(edition=None, copies=500, ordered_on=day(3), expected_on=day(8))
    editions.order_print_run(title=kept.title, ordered=ordered, by=kept.by)
    assert not Letter.objects.exists()  # withdrawn: it had not been sent
    assert duties_of(kept.by, on=day(4), most=9) == []
    assert [duty.is_late for duty in duties_of(kept.by, on=day(9), most=9)] == [True]
    editions.deliver_print_run(run=PrintRun.objects.get(), on=day(9), copies=500, by=kept.by)
    kept.give(520, day(10))
    assert Letter.objects.count() == 1
