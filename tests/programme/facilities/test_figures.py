"""How many groups were listed on a day: from the steps, or from the number of the former list."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import core, facilities
from zaitaku import catalogue
from zaitaku.analysis.figure import Kind, Span, State
from zaitaku.analysis.listing import Step, Turn, standing
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.choices import AreaKind
from zaitaku.programme.facilities.actions import publication
from zaitaku.programme.facilities.actions.directories import record_listed_count
from zaitaku.programme.facilities.actions.groups import approve, confirm
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.choices import TURNS, GroupKind, Way
from zaitaku.programme.facilities.models import Group, ListedCount
from zaitaku.programme.indicators.models import Indicator

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def kept(owner):
    return facilities.directory(owner=owner, kept_since=date(2025, 4, 1))


def indicator(owner, code="C5.groups", **params):
    return Indicator(
        area=owner.area, owner=owner, code=code, label="掲載団体", function="facilities.listed_groups", params=params
    )


def figure(owner, as_of, year=YEAR, **params):
    return catalogue.compute([indicator(owner, **params)], year=year, as_of=as_of)["C5.groups"]


def lives(kept):
    """Three groups: one all the time, one withdrawn in June, one lapsed and confirmed again in November."""
    by = facilities.writer(kept)
    now = noon(date(2026, 11, 22))
    steady = facilities.group(directory=kept, by=by, now=now, on=date(2025, 4, 1))
    confirm(group=steady, on=date(2026, 3, 1), way=Way.PHONE, by=by, now=now)
    gone = facilities.group(directory=kept, by=by, now=now, on=date(2026, 4, 1), kinds=("meals", "help"))
    publication.withdraw_consent(group=gone, on=date(2026, 6, 15), way=Way.PHONE, by=by, now=now)
    lapsed = facilities.group(directory=kept, by=by, now=now, on=date(2025, 5, 1), kinds=("meals",))
    confirm(group=lapsed, on=date(2026, 11, 1), way=Way.PHONE, by=by, now=now)
    return steady, gone, lapsed


def test_on_every_day_it_is_the_number_of_groups_that_the_rule_lists(owner, kept):
    lives(kept)
    rules = [
        [
            Step(on, Turn(kind))
            for on, kind in group.steps.filter(kind__in=TURNS).order_by("pk").values_list("on", "kind")
        ]
        for group in Group.objects.all()
    ]
    seen = []
    for number in range(0, 230, 7):
        day = date(2026, 4, 1) + timedelta(days=number)
        found = figure(owner, day)
        assert found.value == sum(standing(steps, day).listed(day, kept.rule) for steps in rules), day
        assert (found.kind, found.span, found.state, found.as_of) == (Kind.GROUPS, Span.POINT, State.FINAL, day)
        seen.append(int(found.value))
    assert sorted(set(seen)) == [1, 2, 3]


def test_by_kind_and_by_area(owner, kept):
    lives(kept)
    living = core.area(kind=AreaKind.LIVING_AREA, name="東圏域", parent=owner.area)
    town = core.area(kind=AreaKind.TOWN, name="東一丁目", parent=living)
    facilities.group(directory=kept, now=noon(date(2026, 4, 2)), area=town, kinds=("meals",))
    kinds = figure(owner, date(2026, 5, 1), by="kind")
    assert {part.label: int(part.value) for part in kinds.parts} == {
        GroupKind.FAMILY.label: 1,
        GroupKind.MEALS.label: 3,
        GroupKind.HELP.label: 1,
    }
    assert (kinds.value, "それぞれの種別" in kinds.note) == (Decimal(4), True)
    areas = figure(owner, date(2026, 5, 1), by="area")
    assert [(part.label, int(part.value)) for part in areas.parts] == [("東圏域", 1), ("圏域の記載なし", 3)]


def test_the_entry_of_the_day_counts_not_the_one_of_today(owner, kept):
    by = facilities.writer(kept)
    group = facilities.group(directory=kept, by=by, now=noon(date(2026, 4, 1)), kinds=("family",))
    held = facilities.changed(group, kinds=("meals",), now=noon(date(2026, 8, 1)))
    approve(group=held, seen=held.pending_id, by=by, now=noon(date(2026, 8, 2)))
    told = [figure(owner, day, by="kind").parts[0].label for day in (date(2026, 8, 1), date(2026, 8, 2))]
    assert told == [GroupKind.FAMILY.label, GroupKind.MEALS.label]


def test_the_number_of_queries_is_the_same_for_many(owner, kept, django_assert_num_queries):
    lives(kept)
    for number in range(8):
        facilities.group(directory=kept, now=noon(date(2026, 4, 1)), name=f"会{number}")
    one = [indicator(owner)]
    several = [indicator(owner, code=f"C5.{by}", by=by) for by in ("kind", "area")] * 3
    for indicators in (one, several):
        with django_assert_num_queries(4):
            catalogue.compute(indicators, year=YEAR, as_of=date(2026, 5, 1))


def test_records_are_the_groups(owner, kept):
    steady, *_others = lives(kept)
    rows = catalogue.records(indicator(owner), year=YEAR, as_of=date(2026, 7, 1))
    found = figure(owner, date(2026, 7, 1))
    assert [row.edit_url for row in rows if row.what == str(steady)] == [f"/groups/{steady.pk}/"]
    assert len(rows) == found.records == found.value


def count(owner, day, groups, expected=None):
    return record_listed_count(
        owner=owner, as_of=day, groups=groups, expected=expected, by=core.person(), now=noon(date(2026, 11, 22))
    )


def test_before_the_directory_it_is_the_number_of_the_former_list(owner, kept):
    first = count(owner, date(2024, 3, 31), 26)
    count(owner, date(2024, 3, 31), 27, expected=first.pk)
    found = figure(owner, date(2024, 3, 31), FiscalYear(2023))
    assert (found.value, found.as_of, found.state, found.records) == (27, date(2024, 3, 31), State.FINAL, 1)
    rows = catalogue.records(indicator(owner), year=FiscalYear(2023), as_of=date(2024, 3, 31))
    assert [(row.value, row.superseded_at is None) for row in rows] == [("27団体", True), ("26団体", False)]
    assert ListedCount.objects.count() == 2
    nobody = figure(owner, date(2025, 3, 31), FiscalYear(2024))
    assert (nobody.value, nobody.state) == (None, State.TO_FOLLOW)
    assert figure(owner, date(2025, 4, 1), FiscalYear(2025)).value == 0
    with pytest.raises(GroupRefused, match="それより前"):
        count(owner, date(2025, 4, 1), 3)


def test_other_sections_of_the_area_are_added_and_a_missing_one_leaves_it_open(owner, kept):
    lives(kept)
    other = core.organisation(area=owner.area)
    asker = core.organisation(area=owner.area)
    count(other, date(2026, 4, 30), 5)
    assert figure(owner, date(2026, 5, 1)).value == 3
    whole = figure(asker, date(2026, 5, 1))
    assert (whole.value, whole.state, whole.as_of) == (8, State.FINAL, date(2026, 4, 30))
    facilities.directory(owner=core.organisation(area=owner.area), kept_since=date(2026, 10, 1))
    whole = figure(asker, date(2026, 5, 1))
    assert (whole.value, whole.state) == (8, State.TO_FOLLOW)


def test_nothing_is_known_where_nobody_keeps_a_list(owner):
    found = figure(owner, date(2026, 5, 1))
    assert (found.value, found.state, found.kind) == (None, State.TO_FOLLOW, Kind.GROUPS)
