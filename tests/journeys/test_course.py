"""A course in a real browser: who came is entered by keyboard, the certificates follow; wide and narrow."""

from datetime import date

import pypdfium2
import pytest
from django.urls import reverse

from tests.factories import core, events
from tests.factories.meetings import courses
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.events.models import Attendance
from zaitaku.programme.meetings.models import PartAttendance

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course():
    one = courses.course(owner=core.organisation(name="高齢者支援課"), code="care-managers")
    for _number in range(5):
        courses.enrolment(course=one)
    return one


@pytest.fixture
def officer(page_at, sign_in, course):
    def begin(width):
        page = page_at(width)
        sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=course.series.owner))
        return page

    return begin


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_a_course_is_sound(officer, look, course, width):
    courses.said(course.enrolments.get(number=1), "1111")
    courses.said(course.enrolments.get(number=2), "10-1")
    courses.said(courses.enrolment(course=course, certified_on=date(2023, 11, 1)), "1111")
    courses.said(courses.enrolment(course=course, withdrawn_on=date(2023, 9, 1)), "1---")
    first = course.series.sessions.get(number=1)
    events.channel(session=first, kind="online", label="Zoom中継")
    page = officer(width)
    names = ("course", "missing_parts", "enrol_one", "enrol_sign_ups", "certificates", "set_up_course")
    for name in names:
        page.goto(reverse(f"meetings:{name}", args=[course.series_id]))
        look(page, name)
    page.goto(reverse("meetings:courses"))
    look(page, "courses")
    page.goto(reverse("meetings:enrolment", args=[course.enrolments.get(number=1).pk]))
    look(page, "enrolment")
    page.goto(reverse("meetings:enrol_paste", args=[course.series_id]))
    page.locator("textarea").fill("木村 七\tきむら なな\tケアマネジャー\t居宅A\tk@example.jp\n岸 八\t\t宇宙飛行士")
    page.get_by_role("button", name="読み取り結果を確かめる").click()
    page.get_by_text("職種の一覧にありません").wait_for()
    look(page, "enrol_paste")


def test_from_the_grid_to_the_certificate(officer, course, tmp_path):
    page = officer(1280)
    page.goto(reverse("meetings:course", args=[course.series_id]))
    page.get_by_label("1 青木 一郎 第1回").focus()
    for key in ("1", "1", "0"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("出欠を4件保存しました").wait_for()
    assert [row.came for row in PartAttendance.objects.order_by("enrolment__number", "session__number")] == [
        True,
        True,
        False,
        True,
    ]
    for part in range(1, 5):
        page.get_by_role("button", name=f"第{part}回: 未入力の人を全員出席にする").click()
        page.get_by_text("保存しました").wait_for()
    values = Attendance.objects.filter(superseded_at=None).order_by("channel__session__number")
    assert [(int(row.value), row.state) for row in values] == [(4, "final"), (5, "final"), (5, "final"), (5, "final")]
    page.get_by_role("button", name="直前の入力を取り消す").click()
    page.get_by_text("直前の入力を取り消しました").wait_for()
    page.get_by_role("button", name="第4回: 未入力の人を全員出席にする").click()
    page.get_by_text("保存しました").wait_for()
    page.get_by_role("link", name="修了証", exact=True).click()
    page.get_by_role("button", name="選んだ人に修了証を交付").click()
    page.get_by_text("修了証を4人に交付しました").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="全員分の修了証を印刷（PDF）").click()
    download.value.save_as(tmp_path / "all.pdf")
    assert len(pypdfium2.PdfDocument(tmp_path / "all.pdf")) == 4
