"""Entering records in a real browser, without and with JavaScript, wide and narrow."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import core, events, materials, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.events.models import Attendance

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return core.organisation(name="地域医療課")


@pytest.fixture
def places(owner):
    """Every page of the three apps with something on it: name → address."""
    run = events.lectures(owner)
    question = events.question(owner=owner, text="家族や専門職等と話し合いたい")
    session = run.sessions.get(number=3)
    events.answer_share(question=question, session=session, value=96)
    form = returns.form(owner=owner, title="地域包括支援センター月報")
    whole = returns.element(form=form, label="医療・在宅介護相談件数", code="n")
    returns.element(form=form, label="うち本人から", code="a", parent=whole, unit="人")
    for number in range(27):
        centre = core.organisation(area=owner.area, name=f"第{number}地域包括支援センター")
        sheet = returns.sheet(form=form, organisation=centre, start=date(2023, 4, 1), end=date(2023, 4, 30))
        returns.value(sheet=sheet, element=whole, value=number * 100)
    movement = materials.movement(title=materials.title(owner=owner, name="在宅療養ガイドブック"), value=105500)
    channel = session.channels.first()
    return {
        "events": reverse("events:series_list"),
        "series": reverse("events:series", args=[run.pk]),
        "session": reverse("events:session", args=[session.pk]),
        "answers": reverse("events:answers", args=[session.pk]),
        "paste": reverse("events:paste", args=[run.pk]),
        "channel": reverse("events:history", args=[channel.pk]),
        "add_session": reverse("events:add_session", args=[run.pk]),
        "forms": reverse("returns:forms"),
        "form": reverse("returns:form", args=[form.pk]) + "?year=2023",
        "elements": reverse("returns:elements", args=[form.pk]),
        "sheet": reverse("returns:sheet", args=[sheet.pk]),
        "titles": reverse("materials:titles"),
        "title": reverse("materials:title", args=[movement.title_id]),
        "correct": reverse("materials:correct", args=[movement.pk]),
    }


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_fits_and_axe_finds_nothing(page_at, sign_in, look, owner, places, width):
    page = page_at(width)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    for name, address in places.items():
        page.goto(address)
        look(page, name)


def test_an_officer_enters_the_later_screening_and_pastes_a_correction_without_scripts(page_at, sign_in, owner, places):
    page = page_at(1280, java_script_enabled=False)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    page.goto(places["session"])
    row = page.get_by_role("row", name="後日上映会")
    row.get_by_label("値").fill("４１")
    row.get_by_label("状態").select_option("final")
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("1件の値を保存しました").wait_for()
    assert "41" in page.get_by_role("row", name="後日上映会").inner_text()
    page.goto(places["paste"])
    page.locator("textarea").fill("3\tZoom\t38")
    page.get_by_role("button", name="読み取り結果を確かめる").click()
    page.get_by_role("button", name="この内容で保存").click()
    page.get_by_text("1件の値を保存しました").wait_for()
    values = Attendance.objects.filter(channel__session__number=3, superseded_at=None).order_by("channel__position")
    assert [int(row.value) for row in values] == [105, 32, 38, 41]


def test_a_wrong_line_is_named_and_keeps_what_was_typed(page_at, sign_in, axe, owner, places):
    page = page_at(360)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    page.goto(places["sheet"])
    page.get_by_label("医療・在宅介護相談件数 値").fill("多数")
    page.get_by_role("button", name="保存する").click()
    assert page.get_by_role("alert").get_by_text("医療・在宅介護相談件数").first.is_visible()
    assert page.get_by_label("医療・在宅介護相談件数 値").input_value() == "多数"
    axe(page)
