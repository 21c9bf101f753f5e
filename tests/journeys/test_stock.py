"""The ledger of guidebooks in a real browser, wide and narrow: stock, register, a day's distribution."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, materials
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.materials.models import Movement

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ["public_facility", "support_center", "association", "pharmacy", "hospital", "neighbourhood"]


@pytest.fixture
def owner():
    return core.organisation(name="地域医療課")


@pytest.fixture
def title(owner):
    """A year of distribution to twelve destinations, a print run on its way, another title that is low."""
    today = timezone.localdate()
    found = materials.title(owner=owner, name="在宅療養ガイドブック", is_stocked=True, safety_copies=200)
    old = materials.edition(title=found, name="令和5年度版")
    new = materials.edition(title=found, name="令和8年度版", issued_on=date(2026, 4, 1))
    old.superseded_by = new
    old.save()
    begin = today - timedelta(days=400)
    materials.movement(title=found, edition=new, start=begin, end=begin, value=9000)
    places = [
        materials.destination(
            owner=owner,
            name=f"架空配布先{number:02}",
            kind=KINDS[number % 6],
            postal_code="176-0001",
            address="練馬1-1",
        )
        for number in range(12)
    ]
    for number in range(40):
        on = today - timedelta(days=9 * number + 1)
        materials.movement(
            title=found, edition=new, kind="distributed", place=places[number % 10], start=on, end=on, value=90 + number
        )
    materials.print_run(title=found, edition=new, ordered_on=today, expected_on=today + timedelta(days=30), copies=5000)
    low = materials.title(owner=owner, name="認知症ガイドブック", is_stocked=True, reorder_point=500)
    materials.movement(title=low, start=begin, end=begin, value=300)
    materials.movement(title=materials.title(owner=owner, name="医療・介護連携シート"), value=75000)
    return found


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_the_ledger_fits_and_axe_finds_nothing(page_at, sign_in, look, owner, title, width):
    page = page_at(width)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    place = title.movements.exclude(place=None)[0].place_id
    pages = {
        "titles": reverse("materials:titles"),
        "title": reverse("materials:title", args=[title.pk]),
        "change": reverse("materials:change", args=[title.pk]),
        "book": reverse("materials:book", args=[title.pk]),
        "stocktake": reverse("materials:take_stock", args=[title.pk]),
        "grid": reverse("materials:grid") + f"?title={title.pk}",
        "paste_grid": reverse("materials:paste_grid"),
        "destinations": reverse("materials:destinations"),
        "destination": reverse("materials:destination", args=[place]),
        "unserved": reverse("materials:unserved", args=[title.pk]),
        "kinds": reverse("materials:kinds"),
    }
    for name, address in pages.items():
        page.goto(address)
        look(page, name)


def test_a_day_is_handed_out_in_the_grid_and_the_stock_follows(page_at, sign_in, owner, title):
    page = page_at(1280)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    page.goto(reverse("materials:unserved", args=[title.pk]))
    page.get_by_role("link", name="これらに配布する").click()
    cells = page.locator("input[data-grid]")
    assert cells.count() == 2
    cells.nth(0).fill("999999")
    page.get_by_role("button", name="この内容で配布を登録").click()
    page.get_by_text("在庫が足りません").first.wait_for()
    assert cells.nth(0).input_value() == "999999"
    cells.nth(0).fill("50")
    page.get_by_role("button", name="この内容で配布を登録").click()
    page.get_by_text("配布を1件登録しました。").wait_for()
    assert Movement.objects.latest("pk").value == 50
