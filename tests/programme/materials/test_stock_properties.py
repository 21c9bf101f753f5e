"""Whatever is done in whatever order: stock is the naive fold of each edition's movements, and never below 0."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.programme.materials.keeping import APRIL, Keeping
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.materials import actions
from zaitaku.programme.materials.actions.stocktakes import take_stock, withdraw_stocktake
from zaitaku.programme.materials.models import Movement, Stocktake
from zaitaku.programme.materials.queries.stock import levels

pytestmark = pytest.mark.django_db
PLUS = {"issued": 1, "returned": 1, "found": 1, "distributed": -1, "disposed": -1, "lost": -1}
step = st.tuples(
    st.sampled_from(["issued", "issued", "distributed", "distributed", "returned", "disposed"])
    | st.sampled_from(["correct", "move", "withdraw", "count", "uncount"]),
    st.integers(0, 1),  # edition
    st.integers(0, 9),  # day
    st.integers(0, 60),  # copies
    st.integers(0, 30),  # which movement
)


def naive(rows, edition, day):
    """Every row by hand."""
    total = 0
    for row in rows:
        if row.superseded_at is None and row.edition_id == edition.pk and row.end <= day:
            total += PLUS[row.kind] * int(row.value)
    return total


def act(kept, what, edition, day, copies, which):
    """One step, refused or not."""
    rows = list(Movement.objects.filter(superseded_at=None).order_by("pk"))
    row = rows[which % len(rows)] if rows else None
    if what in PLUS:
        place = kept.place if what in ("distributed", "returned") else None
        kept.move(what, copies, day, edition, note="理由", place=place)
    elif what == "count":
        take_stock(title=kept.title, edition=edition, counted_on=day, counted=copies, reason="差", by=kept.by)
    elif what == "uncount":
        if (latest := Stocktake.objects.filter(withdrawn_at=None).first()) is not None:
            withdraw_stocktake(stocktake=latest, reason="誤り", by=kept.by)
    elif row is not None and what == "correct":
        kept.correct(row, copies, start=day, end=day)
    elif row is not None and what == "move":
        kept.correct(row, edition=edition)
    elif row is not None:
        actions.withdraw_movement(movement=row, reason="誤り", by=kept.by)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, min_size=4, max_size=12))
def test_stock_is_the_naive_fold_of_each_edition_and_never_below_nothing(steps):
    kept = Keeping(editions=("旧版", "新版"))
    kept.move("issued", 50, APRIL, kept.editions[0])
    for what, edition, day, copies, which in steps:
        before = levels([kept.title.pk], on=APRIL + timedelta(days=400))
        count = Movement.objects.count()
        try:
            act(kept, what, kept.editions[edition], APRIL + timedelta(days=day), copies, which)
        except RecordRefused:
            assert (levels([kept.title.pk], on=APRIL + timedelta(days=400)), Movement.objects.count()) == (
                before,
                count,
            )
    rows = list(Movement.objects.all())
    for number in range(-1, 11):
        on = APRIL + timedelta(days=number)
        of_day = levels([kept.title.pk], on=on).get(kept.title.pk, {})
        for one in kept.editions:
            assert of_day.get(one.pk, 0) == naive(rows, one, on) >= 0
