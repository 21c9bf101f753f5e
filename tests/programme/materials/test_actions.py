"""Movements are recorded, corrected, withdrawn; each refusal by name."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import core
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile, DoesNotFit, Entry
from zaitaku.programme.materials import actions
from zaitaku.programme.materials.actions import MaterialRefused, Move
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Movement

pytestmark = pytest.mark.django_db
ISSUED = MovementKind.ISSUED


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def title(by):
    return actions.create_title(owner=core.organisation(), code="sheet", name="連携シート", by=by)


def move(start=date(2023, 4, 1), end=date(2023, 12, 31), kind=ISSUED, **kw):
    return Move(kind=kind, start=start, end=end, **kw)


def put(title, by, value, **kw):
    return actions.record_movement(title=title, move=move(**kw), entry=Entry(Decimal(value)), by=by)


def test_a_correction_replaces_and_takes_the_shares_along(title, by):
    total = put(title, by, 75000, start=None)
    share = put(title, by, 8000, within=total)
    new = actions.correct_movement(movement=total, move=move(start=None), entry=Entry(Decimal(76000)), by=by)
    total.refresh_from_db()
    share.refresh_from_db()
    assert (total.is_current, new.replaces, share.within) == (False, total, new)
    assert AuditEntry.objects.filter(action="materials.correct_movement").count() == 1
    with pytest.raises(ChangedMeanwhile, match="連携シート"):
        actions.correct_movement(movement=total, move=move(start=None), entry=Entry(Decimal(1)), by=by)
    same = actions.correct_movement(movement=new, move=move(start=None), entry=Entry(Decimal(76000)), by=by)
    assert same == new


def test_withdrawing_needs_a_reason_and_no_shares(title, by):
    total = put(title, by, 75000, start=None)
    share = put(title, by, 8000, within=total)
    with pytest.raises(MaterialRefused):
        actions.withdraw_movement(movement=share, reason=" ", by=by)
    with pytest.raises(MaterialRefused):
        actions.withdraw_movement(movement=total, reason="誤り", by=by)
    for one in (share, total):
        assert not actions.withdraw_movement(movement=one, reason="誤り", by=by).is_current
    with pytest.raises(ChangedMeanwhile):
        actions.withdraw_movement(movement=total, reason="誤り", by=by)


def test_shares_lie_within_their_total(title, by):
    total = put(title, by, 100, start=date(2023, 5, 1), end=date(2023, 6, 30))
    share = put(title, by, 10, start=date(2023, 5, 1), end=date(2023, 5, 31), within=total)
    elsewhere = put(actions.create_title(owner=title.owner, code="other", name="別", by=by), by, 5, start=None)
    for bad in (
        {"within": total},
        {"within": total, "start": None, "end": date(2023, 6, 1)},
        {"within": total, "start": date(2023, 5, 2), "end": date(2023, 6, 1), "kind": MovementKind.DISPOSED},
        {"within": share, "start": date(2023, 5, 2), "end": date(2023, 5, 3)},
        {"within": elsewhere},
        {"start": date(2023, 5, 2), "end": date(2023, 5, 1)},
    ):
        with pytest.raises(MaterialRefused):
            put(title, by, 1, **bad)
    outer = put(title, by, 500, start=None)
    with pytest.raises(MaterialRefused):
        actions.correct_movement(movement=total, move=move(within=outer), entry=Entry(Decimal(1)), by=by)
    with pytest.raises(MaterialRefused):
        actions.correct_movement(movement=outer, move=move(within=outer), entry=Entry(Decimal(1)), by=by)


@pytest.mark.parametrize(
    ("since", "start", "end", "said"),
    [
        (None, date(2023, 3, 15), date(2023, 4, 15), "年度末（令和5年3月31日）"),
        (None, date(2015, 10, 1), date(2023, 12, 31), "年度末（平成28年3月31日）"),
        (date(2015, 10, 1), date(2023, 3, 31), date(2023, 4, 1), "年度末（令和5年3月31日）"),
        (date(2015, 10, 1), date(2015, 9, 30), date(2015, 10, 1), "平成27年10月1日"),
        (date(2015, 10, 1), date(2015, 10, 1), date(2023, 12, 31), ""),
        (date(2015, 10, 1), None, date(2023, 12, 31), ""),
        (date(2015, 10, 1), date(2023, 4, 1), date(2024, 3, 31), ""),
    ],
)
def test_a_stretch_counts_in_one_year_or_is_the_total_since_counting_began(title, by, since, start, end, said):
    title.counted_since = since
    title.save()
    if not said:
        row = put(title, by, 5, start=start, end=end)
        assert actions.correct_movement(movement=row, move=actions.move_of(row), entry=Entry(Decimal(6)), by=by).value
        return
    with pytest.raises(MaterialRefused, match=said):
        put(title, by, 5, start=start, end=end)
    row = put(title, by, 5)
    with pytest.raises(MaterialRefused, match=said):
        actions.correct_movement(movement=row, move=move(start=start, end=end), entry=Entry(Decimal(5)), by=by)


def test_bad_values_and_double_codes_are_refused(title, by):
    for bad in ("-5", "0.5", 10**13):
        with pytest.raises(DoesNotFit, match="連携シート"):
            put(title, by, bad)
    with pytest.raises(MaterialRefused, match="sheet"):
        actions.create_title(owner=title.owner, code="sheet", name="また", by=by)
    assert not Movement.objects.exists()
