"""Copies of the year and running totals, against what the paper prints and a plain loop."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories import core, materials
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import Span, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import CATALOGUE, compute
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.materials.actions import MaterialRefused, StockRules
from zaitaku.programme.materials.actions.titles import change_title
from zaitaku.programme.materials.models import Movement, Title
from zaitaku.programme.materials.queries import listed_titles

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)


@pytest.fixture
def title():
    return materials.title(code="guide", counted_since=date(2015, 10, 1))


def asking(title, **params):
    params = {"title": title.code, "kind": "issued", "span": "year"} | params
    return indicator(owner=title.owner, function="materials.issued", params=params)


def figure(one, as_of=COVER):
    return compute([one], year=YEAR, as_of=as_of)[one.code]


def test_105500_since_the_beginning_and_11000_handed_out_in_the_year(title):
    materials.movement(title=title, start=date(2015, 10, 1), value=105500)
    materials.movement(title=title, kind="distributed", value=11000)
    running = figure(asking(title, span="running"))
    assert (running.value, running.span, running.period.start) == (105500, Span.RUNNING_TOTAL, date(2015, 10, 1))
    of_year = figure(asking(title, kind="distributed"))
    assert (of_year.value, of_year.span, of_year.period.start) == (11000, Span.PERIOD, YEAR.start)
    assert figure(asking(title)).value is None


def test_a_share_of_a_known_total_is_not_counted_twice(title):
    total = materials.movement(title=title, start=None, value=75000)
    materials.movement(title=title, value=8000, within=total)
    assert figure(asking(title, span="running")).value == 75000
    assert figure(asking(title)).value == 8000


def test_destinations_are_parts_and_can_be_asked_for_alone(title):
    for destination, value in (("区立施設", 100), ("医師会", 30), ("", 5)):
        materials.movement(title=title, kind="distributed", destination=destination, value=value)
    whole = figure(asking(title, kind="distributed"))
    assert (whole.value, whole.part("区立施設").value, whole.part("配布先不明").value) == (135, 100, 5)
    assert figure(asking(title, kind="distributed", destination="医師会")).value == 30


def test_later_superseded_and_other_titles_movements_do_not_count(title):
    materials.movement(title=title, end=date(2024, 1, 31), value=1)
    materials.movement(title=title, value=2, superseded_at=materials.recorded()["recorded_at"])
    materials.movement(title=materials.title(code="guide"), value=4)
    materials.movement(title=materials.title(code="other", owner=title.owner), value=8)
    materials.movement(title=title, end=date(2024, 1, 31), value=16, as_of=COVER)
    assert figure(asking(title)).value == 16


def test_an_open_movement_opens_the_sum(title):
    materials.movement(title=title, value=10)
    materials.movement(title=title, value=None, state="tallying")
    assert (figure(asking(title)).value, figure(asking(title)).state) == (10, State.TO_FOLLOW)


def test_nothing_moved_is_unknown_and_not_0(title):
    nothing = figure(asking(title))
    assert (nothing.value, nothing.is_open, nothing.records) == (None, True, 0)
    gone = indicator(
        owner=core.organisation(),
        function="materials.issued",
        params={"title": "none", "kind": "issued", "span": "running"},
    )
    assert figure(gone).value is None


@pytest.mark.parametrize("seed", range(15))
def test_every_sum_agrees_with_a_plain_loop(title, seed):
    rng = random.Random(seed)
    since = rng.choice([None, *(date(2022, 1, 1) + timedelta(days=rng.randint(0, 700)) for _ in range(3))])
    Title.objects.filter(pk=title.pk).update(counted_since=since)
    for _ in range(25):
        end = date(2022, 1, 1) + timedelta(days=rng.randint(0, 900))
        start = rng.choice([None, end, max(date(2021, 1, 1), end - timedelta(days=rng.randint(0, 200)))])
        earlier = list(Movement.objects.filter(within=None))
        materials.movement(
            title=title,
            kind=rng.choice(["issued", "distributed"]),
            start=start,
            end=end,
            value=rng.randint(0, 900),
            within=rng.choice([None, None, *earlier[:2]]),
            superseded_at=rng.choice([None, None, None, materials.recorded()["recorded_at"]]),
        )
    rows = [row for row in Movement.objects.select_related("within") if row.superseded_at is None and row.end <= COVER]
    for kind in ("issued", "distributed"):
        of_kind = [row for row in rows if row.kind == kind]
        counted = [row for row in of_kind if since is None or (row.start or row.end) >= since]
        running = [row.value for row in counted if row.within is None]
        inside = [row for row in of_kind if row.start and row.start >= YEAR.start and row.end <= YEAR.end]
        of_year = [
            row.value
            for row in inside
            if not (row.within and row.within.start and row.within.start >= YEAR.start and row.within.end <= YEAR.end)
        ]
        for span, values in (("running", running), ("year", of_year)):
            got = figure(asking(title, span=span, kind=kind))
            assert (got.value, got.records) == ((sum(values, Decimal(0)) if values else None), len(values))
            rows_behind = CATALOGUE["materials.issued"].records(asking(title, span=span, kind=kind), YEAR, COVER)
            assert sum(row.superseded_at is None for row in rows_behind) == len(values)


def test_what_was_moved_before_counting_began_is_in_no_running_total(title):
    materials.movement(title=title, start=date(2015, 9, 1), end=date(2015, 9, 30), value=700)
    materials.movement(title=title, start=None, end=date(2015, 9, 30), value=50)
    materials.movement(title=title, start=date(2015, 10, 1), end=date(2015, 10, 1), value=100)
    materials.movement(title=title, start=None, end=COVER, value=9)
    by, owners = core.person(organisation=title.owner), Organisation.objects.filter(pk=title.owner_id)

    def totals():
        return figure(asking(title, span="running")).value, listed_titles(owners, {}).get(pk=title.pk).issued

    def count_since(day):
        rules = StockRules(is_stocked=False)
        change_title(title=title, name=title.name, counted_since=day, rules=rules, by=by)

    assert totals() == (109, 109)
    for day, both in ((None, (859, 859)), (date(2015, 9, 1), (859, 859)), (date(2015, 10, 2), (9, 9))):
        count_since(day)
        assert totals() == both
    with pytest.raises(MaterialRefused, match="平成27年9月1日から"):
        count_since(date(2015, 9, 2))
    assert totals() == (9, 9)


def test_a_destination_is_served_in_the_year_in_which_its_copies_count(title):
    place = materials.destination(owner=title.owner)
    over = {"start": date(2023, 3, 15), "end": date(2023, 4, 15)}
    materials.movement(title=title, kind="distributed", place=place, value=5, **over)
    materials.movement(title=title, kind="distributed", place=place, value=5, start=None, end=COVER)
    assert figure(asked(title, "materials.destinations_served")).value is None
    assert figure(asking(title, kind="distributed")).value is None
    whole = materials.movement(title=title, kind="distributed", destination="区内", value=90)
    materials.movement(title=title, kind="distributed", place=place, value=5, within=whole)
    assert figure(asked(title, "materials.destinations_served")).value == 1
    assert figure(asking(title, kind="distributed")).value == 90


def asked(title, function, **params):
    return indicator(owner=title.owner, function=function, params={"title": title.code} | params)


def test_the_stock_is_of_the_day_and_parted_by_edition():
    title = materials.stocked(100, code="kept", stocked_since=date(2023, 4, 1))
    edition = materials.edition(title=title, name="新版")
    materials.movement(title=title, start=date(2023, 3, 1), end=date(2023, 3, 1), value=7)
    materials.movement(title=title, edition=edition, start=date(2023, 6, 1), end=date(2023, 6, 1), value=50)
    materials.movement(title=title, kind="distributed", start=date(2023, 7, 1), end=date(2023, 7, 1), value=30)
    materials.movement(title=title, kind="returned", start=date(2024, 1, 1), end=date(2024, 1, 1), value=5)
    whole = figure(asked(title, "materials.stock"))
    assert (whole.value, whole.span, whole.part("新版").value, whole.part("版不明").value) == (120, Span.POINT, 50, 70)
    assert figure(asked(title, "materials.stock"), as_of=date(2024, 3, 31)).value == 125
    assert figure(asked(title, "materials.stock", edition="新版")).value == 50
    assert figure(asked(materials.title(code="loose"), "materials.stock")).value is None


def test_destinations_are_counted_once_with_their_doubles_and_by_kind(title):
    library, shop = (materials.destination(owner=title.owner, kind=kind) for kind in ("public_facility", "pharmacy"))
    double = materials.destination(owner=title.owner, kind="pharmacy", merged_into=library)
    for place, end in ((library, 1), (library, 2), (double, 3), (shop, 4)):
        on = date(2023, 5, end)
        materials.movement(title=title, kind="distributed", place=place, start=on, end=on, value=3)
    late = date(2024, 2, 1)
    other = materials.destination(owner=title.owner)
    materials.movement(title=title, kind="distributed", place=other, start=late, end=late, value=3)
    whole = figure(asked(title, "materials.destinations_served"))
    assert (whole.value, whole.records, whole.part("区立施設").value, whole.part("薬局").value) == (2, 4, 1, 1)
    assert figure(asked(title, "materials.destinations_served", kind="hospital")).value == 0
    assert figure(asked(materials.title(), "materials.destinations_served")).value is None
    handed = figure(asking(title, kind="distributed"))
    assert (handed.value, handed.part("区立施設").value) == (12, 9)
    assert figure(asking(title, kind="distributed", destination="薬局")).value == 3
