"""An officer plans a lecture with four channels and publishes it; a resident finds it on a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, events
from zaitaku.analysis.period import fiscal_year_of
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.events.models import Series

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    area = core.area(name="練馬区", code="131202")
    core.organisation(area=area, name="ココネリホール")
    return core.organisation(area=area, name="高齢者支援課")


@pytest.fixture
def officer(page_at, sign_in, owner):
    person = core.person(role=Role.SECTION_OFFICER, organisation=owner, name="練馬 花子")

    def begin(width=1280):
        page = page_at(width)
        sign_in(page, person)
        return page

    return begin


def test_from_the_plan_to_the_phone_of_a_resident(officer, page_at, axe, fits):
    day = timezone.localdate() + timedelta(days=20)
    page = officer()
    page.goto(reverse("events:add"))
    axe(page)
    for name, value in {
        "title": "在宅療養講演会",
        "code": "home-care-lecture",
        "fiscal_year": str(fiscal_year_of(day)),
        "planned_sessions": "3",
        "contact": "高齢者支援課 03-3993-1111",
    }.items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_label("所管").select_option(label="高齢者支援課")
    page.get_by_label("一般に公開する").check()
    page.locator("main form button").first.click()
    page.get_by_role("heading", level=1, name="在宅療養講演会").wait_for()
    page.get_by_text("3回の計画のうち").wait_for()

    page.goto(page.locator("main a[href$='/sessions/new/']").get_attribute("href"))
    page.get_by_label("会場（台帳から選択）").select_option(label="ココネリホール")
    for name, value in {
        "title": "一人暮らしの在宅療養",
        "held_on": day.isoformat(),
        "starts": "午後2時",
        "ends": "16:00",
    }.items():
        page.locator(f"#id_{name}").fill(value)
    fits(page)
    axe(page)
    page.locator("main form button").first.click()
    page.get_by_role("heading", level=1, name="在宅療養講演会 第1回").wait_for()

    for kind, label, seats in (
        ("main_hall", "本会場", "60"),
        ("simultaneous", "図書館", "30"),
        ("online", "Zoom", ""),
        ("later_screening", "後日上映会", "40"),
    ):
        page.locator("main a[href$='/channels/new/']").first.click()
        page.locator("#id_kind").select_option(kind)
        page.locator("#id_label").fill(label)
        page.locator("#id_admission").select_option("first_come")
        page.locator("#id_capacity").fill(seats)
        page.locator("main form button").first.click()
    page.get_by_role("cell", name="0/60").wait_for()
    axe(page)
    fits(page)

    phone = page_at(360)
    phone.goto("/")
    phone.get_by_role("heading", level=1, name="催し・講座").wait_for()
    phone.get_by_role("link", name="職員用ログイン").wait_for()
    fits(phone)
    axe(phone)
    phone.get_by_role("link", name="在宅療養講演会 第1回").click()
    phone.get_by_text("残り60席").wait_for()
    phone.get_by_text("03-3993-1111").wait_for()
    fits(phone)
    axe(phone)
    assert phone.get_by_role("link", name="申し込む").count() == 4


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_planning_fits_and_axe_finds_nothing(officer, axe, fits, owner, width):
    today = timezone.localdate()
    series = events.series(
        owner=owner, title="認知症カフェ", fiscal_year=fiscal_year_of(today), is_public=True, contact="窓口"
    )
    session = events.session(series=series, title="脳の健康", held_on=today, status="planned")
    channel = events.channel(session=session, label="本会場", admission="first_come", capacity=20, taken=20, waiting=2)
    handout = events.handout(session=session, is_public=True)
    page = officer(width)
    for name, args in (
        ("series_list", []),
        ("series", [series.pk]),
        ("change_series", [series.pk]),
        ("remove_series", [series.pk]),
        ("programme", []),
        ("sessions", []),
        ("calendar", []),
        ("session", [session.pk]),
        ("change_session", [session.pk]),
        ("speakers", [session.pk]),
        ("minutes", [session.pk]),
        ("handouts", [session.pk]),
        ("change_handout", [handout.pk]),
        ("change_channel", [channel.pk]),
        ("paste_sessions", [series.pk]),
        ("sign_up_link", [channel.pk]),
    ):
        page.goto(reverse(f"events:{name}", args=args))
        page.get_by_role("heading", level=1).wait_for()
        fits(page)
        axe(page)


def test_the_month_is_walked_with_the_arrow_keys(officer, owner):
    first = timezone.localdate().replace(day=1)
    series = events.series(owner=owner, title="サロン", fiscal_year=fiscal_year_of(first))
    for days in (1, 8, 9):
        events.session(series=series, held_on=first + timedelta(days=days), status="planned")
    assert Series.objects.count() == 1
    page = officer()
    page.goto(reverse("events:calendar"))
    links = page.locator("[data-month] a")
    links.nth(0).focus()

    def focused():
        return page.evaluate("document.activeElement.textContent.trim()")

    page.keyboard.press("ArrowDown")
    assert focused() == "サロン 第2回"
    page.keyboard.press("ArrowRight")
    assert focused() == "サロン 第3回"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert focused() in ("サロン 第1回", "サロン 第2回")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()


def test_the_residents_list_works_without_javascript_at_320(page_at, fits):
    series = events.series(title="公開講座", is_public=True, contact="窓口")
    day = timezone.localdate() + timedelta(days=5)
    events.channel(session=events.session(series=series, held_on=day, status="planned"), label="本会場")
    page = page_at(320, java_script_enabled=False)
    page.goto(reverse("portal:events"))
    page.get_by_role("link", name="公開講座 第1回").wait_for()
    fits(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_year_of_sessions_is_pasted_and_the_day_after_one_button_is_left(officer, axe, fits, owner, width):
    yesterday = timezone.localdate() - timedelta(days=1)
    series = events.series(owner=owner, title="介護者サロン", kind="salon", fiscal_year=fiscal_year_of(yesterday))
    page = officer(width)
    page.goto(reverse("events:paste_sessions", args=[series.pk]))
    page.locator("textarea").fill(f"日付\t開始\t終了\t会場\t演題\n{yesterday}\t14時\t15時\tココネリホール\t体操")
    page.get_by_role("button", name="読み取り結果を確かめる").click()
    page.get_by_role("cell", name="ココネリホール").wait_for()
    fits(page)
    axe(page)
    page.get_by_role("button", name="これらの回を追加").click()
    page.get_by_role("link", name="第1回").click()
    page.get_by_text("開催日を過ぎています").wait_for()
    fits(page)
    axe(page)
    page.locator("main .button-primary").click()
    page.locator("main form button").first.click()
    page.get_by_text("開催済み", exact=True).wait_for()
    page.goto(reverse("portal:events") + "?past=1")
    page.get_by_role("heading", level=1, name="終了した催し").wait_for()
    fits(page)
    axe(page)
