"""The pages of a course: the grid, enrolling, certificates, Excel."""

import io
from datetime import date

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, events
from tests.factories.meetings import courses
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.events.models import CheckIn, SignUp
from zaitaku.programme.meetings.models import Course, Enrolment, PartAttendance

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    one = courses.course(code="care-managers", owner=core.organisation(name="高齢者支援課"))
    for _number in range(3):
        courses.enrolment(course=one)
    return one


@pytest.fixture
def officer(client, course):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=course.series.owner))
    return client


def at(course, name="course"):
    return reverse(f"meetings:{name}", args=[course.series_id])


def cell(course, person, part):
    parts = course.series.sessions.get(number=part)
    return f"c{course.enrolments.get(number=person).pk}-{parts.pk}"


def grid(client, course, **instead):
    """What the page would send, with some cells changed: c1_2 is participant 1, part 2."""
    page = client.get(at(course))
    data = {"seen": page.context["seen"]}
    for line, cells in page.context["rows"]:
        for one, typed in cells:
            data[f"c{line.enrolment.pk}-{one.part.session.pk}"] = typed
    for name, value in instead.items():
        person, _, part = name[1:].partition("_")
        data[cell(course, int(person), int(part))] = value
    return data


def came():
    rows = PartAttendance.objects.order_by("enrolment__number", "session__number")
    return [(row.enrolment.number, row.session.number, row.came) for row in rows]


def test_a_series_is_turned_into_a_course(client):
    series = events.series(planned_sessions=4)
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=series.owner))
    address = reverse("meetings:course", args=[series.pk])
    assert client.get(address).url == reverse("meetings:set_up_course", args=[series.pk])
    assert client.post(address).status_code == 404
    wrong = client.post(
        reverse("meetings:set_up_course", args=[series.pk]),
        {"parts_needed": "5", "certificate_title": "修了証", "issuer": "一\n二\n三\n四"},
    )
    assert "issuer" in wrong.context["page_form"].errors
    data = {"parts_needed": "３", "certificate_title": "修了証", "certificate_text": "", "issuer": "区長"}
    assert client.post(reverse("meetings:set_up_course", args=[series.pk]), data).url == address
    assert Course.objects.get(series=series).parts_needed == 3
    assert "まだ誰も" in client.get(address).content.decode() or client.get(address).status_code == 200


def test_who_came_is_saved_shown_and_taken_back(officer, course):
    officer.post(at(course), grid(officer, course, c1_1="1", c2_1="0"))
    assert came() == [(1, 1, True), (2, 1, False)]
    officer.post(at(course), grid(officer, course, c1_1="0"))
    officer.post(at(course, "undo_register"))
    assert came() == [(1, 1, True), (2, 1, False)]
    officer.post(at(course, "undo_register"))
    assert came() == [(1, 1, True), (2, 1, False)], "only one step is kept"


def test_a_whole_part_at_once_fills_only_what_is_open(officer, course):
    part = course.series.sessions.get(number=2)
    officer.post(at(course), grid(officer, course, c2_2="0") | {"whole": f"{part.pk}:1"})
    assert came() == [(1, 2, True), (2, 2, False), (3, 2, True)]


def test_two_people_at_once_lose_nothing(officer, course):
    first = grid(officer, course, c1_1="1")
    second = grid(officer, course, c1_1="0", c2_1="1")
    officer.post(at(course), first)
    refused = officer.post(at(course), second)
    assert refused.status_code == 422
    assert came() == [(1, 1, True)]
    typed = {
        name: value
        for _line, cells in refused.context["rows"]
        for name, value in [(f"c{_line.enrolment.pk}-{one.part.session.pk}", typed) for one, typed in cells]
    }
    assert typed[cell(course, 2, 1)] == "1", "what was typed is still there"
    officer.post(at(course), typed | {"seen": refused.context["seen"]})
    assert came() == [(1, 1, False), (2, 1, True)], "saving again, having seen it, is meant"


def test_whoever_was_checked_in_came(officer, course):
    session = course.series.sessions.get(number=1)
    channel = session.channels.get()
    first, second, third = course.enrolments.order_by("number")
    signed = SignUp.objects.create(
        channel=channel, number=1, rank=1, key="a", status="confirmed", name="別の表記", created_at=events.NOW,
        changed_at=events.NOW,
    )  # fmt: skip
    first.sign_up = signed
    first.save()
    by = core.person()
    common = {"channel": channel, "at": events.NOW, "by": by}
    CheckIn.objects.create(key="1", sign_up=signed, **common)
    CheckIn.objects.create(key="2", name=second.name.replace(" ", "　"), office=second.office, **common)
    CheckIn.objects.create(key="3", name=third.name, office=third.office, undone_at=events.NOW, **common)
    page = officer.get(at(course)).content.decode()
    assert "受付" in page
    officer.post(at(course), grid(officer, course) | {"arrived": session.pk})
    assert came() == [(1, 1, True), (2, 1, True)], "nobody is said not to have come"
    twin = courses.enrolment(course=course, name=third.name, office=third.office)
    CheckIn.objects.filter(key="3").update(undone_at=None)
    officer.post(at(course), grid(officer, course) | {"arrived": session.pk})
    assert PartAttendance.objects.filter(enrolment__in=[third, twin]).count() == 0, "of two alike nobody is guessed"


def test_the_way_is_chosen_where_a_part_has_several(officer, course):
    session = course.series.sessions.get(number=1)
    zoom = events.channel(session=session, kind="online", label="Zoom中継")
    page = officer.get(at(course)).content.decode()
    assert f'value="c{zoom.pk}"' in page
    officer.post(at(course), grid(officer, course, c1_1=f"c{zoom.pk}", c2_1="1", c3_1="0"))
    ways = list(PartAttendance.objects.order_by("enrolment").values_list("came", "channel"))
    assert ways == [(True, zoom.pk), (True, None), (False, None)]
    officer.post(at(course), grid(officer, course, c1_1="1"))
    officer.post(at(course, "undo_register"))
    assert PartAttendance.objects.get(enrolment__number=1).channel == zoom
    for wrong in ("c", "c9" * 30, "c999999", "2"):
        assert officer.post(at(course), grid(officer, course, c1_1=wrong)).status_code == 422
    book = openpyxl.load_workbook(io.BytesIO(officer.get(at(course, "export_register")).content))
    assert [row[6] for row in book.active.iter_rows(min_row=2, max_row=4, values_only=True)] == [
        "Zoom中継",
        "本会場",
        "×",
    ]


def test_what_others_changed_elsewhere_stays(officer, course):
    mine = grid(officer, course, c1_1="1")
    officer.post(at(course), grid(officer, course, c3_3="1"))
    officer.post(at(course), mine)
    assert came() == [(1, 1, True), (3, 3, True)]


@pytest.mark.parametrize(
    "seen", ["", "1", "1|2:1", "x|1:1", "1|1:7", "1,2|1:1", "９|1:1", "1" * 30 + "|1:1", "1|1:1|1:0"]
)
def test_nonsense_is_refused_in_words(officer, course, seen):
    answer = officer.post(at(course), {"seen": seen, "whole": "x:1"})
    assert answer.status_code == 422
    assert came() == []


def test_people_are_pasted_from_excel(officer, course):
    head = "氏名\tふりがな\t職種\t事業所\tメール"
    block = f"{head}\r\n木村 七\tきむら なな\tケアマネジャー\t居宅A\tk@example.jp\r\n\r\n=1+1\t\t\t\t"
    look = officer.post(at(course, "enrol_paste"), {"block": block, "step": "look"})
    assert [line.problem for line in look.context["lines"]] == ["", ""]
    assert Enrolment.objects.count() == 3
    sent = {"block": block, "step": "save", "enrolled_on": "R5.6.1"}
    assert officer.post(at(course, "enrol_paste"), sent).status_code == 302
    made = Enrolment.objects.get(number=4)
    assert made.enrolled_on == date(2023, 6, 1)
    assert (made.name, made.kana, made.profession, made.email) == (
        "木村 七",
        "きむら なな",
        "care_manager",
        "k@example.jp",
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("山田\t\t宇宙飛行士", "宇宙飛行士"),
        ("\tかな", "氏名"),
        ("山田\t\t\t\tnot-an-address", "メール"),
        ("山田\t\t\t\t\t六列目", "5"),
        ("青木　一郎\t\t\t居宅介護支援事業所1", "登録"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(officer, course, line, says):
    answer = officer.post(at(course, "enrol_paste"), {"block": line, "step": "save"})
    (one,) = answer.context["lines"]
    assert says in one.problem
    assert Enrolment.objects.count() == 3


def test_somebody_is_enrolled_changed_and_dropped(officer, course):
    data = {"name": "木村 七", "kana": "", "profession": "nurse", "office": "", "email": ""}
    assert officer.post(at(course, "enrol_one"), data).status_code == 302
    assert "name" in officer.post(at(course, "enrol_one"), data).context["page_form"].errors
    assert officer.post(at(course, "enrol_one"), data | {"allow_same": "on"}).status_code == 302
    one = Enrolment.objects.get(number=4)
    address = reverse("meetings:enrolment", args=[one.pk])
    officer.post(address, data | {"step": "save", "office": "病院", "withdrawn_on": "R5.12.1"})
    one.refresh_from_db()
    assert (one.office, one.withdrawn_on) == ("病院", date(2023, 12, 1))
    assert officer.get(at(course, "enrol_one")).context["page_form"].initial["enrolled_on"] == timezone.localdate()
    wrong = data | {"step": "save", "enrolled_on": "R5.12.2", "withdrawn_on": "R5.12.1"}
    assert officer.post(address, wrong).context["page_form"].errors
    officer.post(address, {"step": "drop"})
    assert not Enrolment.objects.filter(pk=one.pk).exists()


def test_sign_ups_are_taken_over(officer, course):
    channel = course.series.sessions.get(number=1).channels.get()
    made = [
        SignUp.objects.create(
            channel=channel, number=n, rank=n, key=str(n), status="confirmed", name=f"申込 {n}", seats=n,
            created_at=events.NOW, changed_at=events.NOW,
        )
        for n in (1, 2)
    ]  # fmt: skip
    assert officer.post(at(course, "enrol_sign_ups"), {}).status_code == 422
    assert officer.post(at(course, "enrol_sign_ups"), {"sign_up": ["x", "9" * 30, "99"]}).status_code == 422
    assert officer.post(at(course, "enrol_sign_ups"), {"sign_up": [one.pk for one in made]}).status_code == 302
    assert Enrolment.objects.count() == 5


def test_certificates_are_given_and_printed(officer, course):
    course.certificate_text = "所定の回を修了したことを証します。"
    course.save()
    for number in (1, 2):
        courses.said(course.enrolments.get(number=number), "1111")
    page = officer.get(at(course, "certificates"))
    assert [line.enrolment.number for line in page.context["register"].to_certify] == [1, 2]
    assert officer.get(at(course, "certificates_pdf")).status_code == 404
    for nonsense in ("9" * 5000, "9" * 30, "٣", "x"):
        answer = officer.post(at(course, "certificates"), {"number": nonsense, "on": "令和5年12月1日"})
        assert answer.context["page_form"].errors
    officer.post(at(course, "certificates"), {"number": ["1", "2"], "on": "令和5年12月1日"})
    answer = officer.get(at(course, "certificates_pdf"))
    assert answer["Cache-Control"] == "no-store"
    pdf = pypdfium2.PdfDocument(answer.content)
    assert len(pdf) == 2
    assert pdf[0].get_size() == pytest.approx((841.89, 595.28), abs=0.5)
    text = pdf[0].get_textpage().get_text_range().replace("修 了 証", "修了証")  # the letters stand apart
    for words in (
        "第1号",
        "修了証",
        "青木 一郎　様",
        "所定の回を修了した",
        "第4回　令和5年10月13日",
        "令和5年12月1日",
        "高齢者支援課長",
    ):
        assert words in text, words
    one = officer.get(reverse("meetings:certificate_pdf", args=[course.enrolments.get(number=2).pk]))
    assert len(pypdfium2.PdfDocument(one.content)) == 1
    assert "井上" in pypdfium2.PdfDocument(one.content)[0].get_textpage().get_text_range()
    third = course.enrolments.get(number=3)
    assert officer.get(reverse("meetings:certificate_pdf", args=[third.pk])).status_code == 404


def test_excel_holds_texts_and_no_formula(officer, course):
    first = courses.said(course.enrolments.get(number=1), "11-0")
    first.name = '=HYPERLINK("x")'
    first.save()
    answer = officer.get(at(course, "export_register"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][6].startswith("第1回")
    assert rows[1][1] == '=HYPERLINK("x")'
    assert sheet["B2"].data_type == "s"
    assert rows[1][6:11] == ("○", "○", None, "×", 2)
    assert rows[-1][6:10] == (1, 1, 0, 0)


def test_who_is_missing_which_part(officer, course):
    courses.said(course.enrolments.get(number=1), "1011")
    page = officer.get(at(course, "missing_parts")).content.decode()
    assert "青木 一郎" in page
    assert "第2回" in page


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.PROFESSIONAL, Role.ADMINISTRATOR])
def test_names_are_for_those_in_charge(client, course, role):
    client.force_login(core.person(role=role, organisation=course.series.owner))
    for name in ("course", "missing_parts", "certificates", "export_register", "certificates_pdf"):
        assert client.get(at(course, name)).status_code == 403


def test_another_section_finds_nothing(client, course):
    client.force_login(core.person(role=Role.SECTION_OFFICER))
    assert client.get(at(course)).status_code == 404
    one = course.enrolments.first()
    assert client.get(reverse("meetings:enrolment", args=[one.pk])).status_code == 404
