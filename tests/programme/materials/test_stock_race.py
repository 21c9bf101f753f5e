"""Two hand out the last copies at the very same time, on either database."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.programme.materials.keeping import Keeping, day
from tests.racing import at_once, one_after_the_other
from zaitaku.core.records.actions import Entry
from zaitaku.programme.materials.actions import Move, StockTooLow, record_movement
from zaitaku.programme.materials.actions.handing_out import Portion, hand_out
from zaitaku.programme.materials.actions.ledger import save
from zaitaku.programme.materials.choices import MovementKind

pytestmark = pytest.mark.django_db(transaction=True)
LAST = 5


@pytest.fixture
def kept():
    found = Keeping()
    found.move("issued", LAST, day(1))
    return found


def tried(act):
    try:
        act()
    except StockTooLow:
        return False
    return True


def test_the_last_copies_go_out_once(kept):
    def give():
        return tried(lambda: kept.give(LAST, day(2)))

    assert one_after_the_other(give, give) == [True, False]
    assert kept.stock() == 0


def test_without_the_title_held_the_last_copies_go_out_twice(kept):
    """The canary, on PostgreSQL: the second looks at the shelf before the first is committed. SQLite has one writer."""
    move = Move(kind=MovementKind.DISTRIBUTED, start=day(2), end=day(2), place=kept.place)

    def save_it():
        with transaction.atomic():
            save(kept.title, move, Entry(Decimal(LAST)), None, by=kept.by, at=timezone.now())

    def give():
        return tried(save_it)

    is_alone = connection.vendor == "sqlite"
    assert one_after_the_other(give, give) == [True, not is_alone]
    assert kept.stock() == (0 if is_alone else -LAST)


def test_many_at_once_take_no_copy_too_many(kept):
    def give():
        move = Move(kind=MovementKind.DISTRIBUTED, start=day(2), end=day(2), place=kept.place)
        return tried(lambda: record_movement(title=kept.title, move=move, entry=Entry(Decimal(1)), by=kept.by))

    assert sum(at_once(*[give] * 3, rounds=3)) == LAST
    assert kept.stock() == 0


def test_two_pages_with_the_same_titles_in_another_order_do_not_wait_for_each_other(kept):
    other = Keeping()
    for one in (kept, other):
        one.move("issued", 100, day(1))
    portions = [Portion(kept.place, kept.title, None, 1), Portion(kept.place, other.title, None, 1)]
    orders = iter([portions, portions[::-1]] * 3)
    at_once(*[lambda: hand_out(portions=next(orders), on=day(2), seen=10**9, by=kept.by)] * 2, rounds=3)
    assert (kept.stock(), other.stock()) == (LAST + 94, 94)
