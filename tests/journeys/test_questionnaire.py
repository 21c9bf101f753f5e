"""Questionnaires in a real browser: sheets keyed in, a resident answers on a phone, everybody reads the results."""

from datetime import date

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests.factories import core, events, questions
from tests.factories.meetings import visits
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.events.choices import QuestionKind
from zaitaku.programme.events.models import AnswerTag, CheckIn, Invitation, Response

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    caches["posts"].clear()
    return core.organisation(name="地域医療課")


@pytest.fixture
def collection(owner):
    series = events.series(owner=owner, title="在宅療養講演会")
    session = events.session(series=series, held_on=date(2023, 12, 1), title="一人暮らしの在宅療養")
    for label in ("本会場", "Zoom"):
        events.channel(session=session, label=label)
    ways = questions.scale("区報", "ホームページ", "ちらし", "その他", owner=owner, title="知った方法")
    asked = [
        questions.question(owner, code="talk", text="家族や専門職と話し合いたいと思いましたか"),
        questions.question(owner, QuestionKind.MULTIPLE, code="how", text="何でお知りになりましたか", scale=ways),
        questions.question(owner, QuestionKind.NUMBER, code="age", text="年齢をお書きください"),
        questions.question(owner, QuestionKind.TEXT, code="wish", text="ご意見・ご感想"),
    ]
    form = questions.questionnaire(
        *asked, series=series, title="在宅療養講演会アンケート", introduction="今後の参考にします。"
    )
    return questions.collection(form, session)


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_fits_and_axe_finds_nothing(page_at, sign_in, look, owner, collection, width):
    hall, zoom = collection.session.channels.all()
    asked = {item.question.code: item.question for item in collection.questionnaire.items.all()}
    for at in range(12):
        said = {
            asked["talk"]: 1 + at % 4,
            asked["how"]: [1, 3],
            asked["age"]: 60 + at,
            asked["wish"]: "分かりやすい話でした。",
        }
        questions.response(collection, zoom if at % 3 else hall, said, way="paper" if at < 3 else "qr", number=at + 1)
    events.attendance(channel=hall, value=3)
    came = CheckIn.objects.create(channel=hall, key="c1", at=events.NOW, by=events.recorder(), name="豊玉 春子")
    link = Invitation.objects.create(collection=collection, check_in=came, key="the-link", sent_at=events.NOW)
    tagged = Response.objects.filter(collection=collection, answers__question=asked["wish"])[0]
    AnswerTag.objects.create(answer=tagged.answers.get(question=asked["wish"]), tag="会場")
    questions.response(collection, hall, {asked["talk"]: 1})
    round_ = visits.round_(series=collection.session.series)
    visits.visit(trainee=visits.trainee(round=round_, email="a@example.jp"), slot=visits.slot(round=round_))
    named = {"about": f"meetings.trainee:{round_.trainees.get().pk}", "name": "病院職員1", "email": "a@example.jp"}
    Invitation.objects.create(collection=collection, channel=zoom, key="named-link", **named)
    new = questions.questionnaire(asked["talk"], asked["wish"], series=collection.questionnaire.series, title="次回用")
    free = questions.question(owner, code="free")
    pk = collection.pk
    places = {
        "library": reverse("events:questions"),
        "question": reverse("events:change_question", args=[free.pk]),
        "used": reverse("events:change_question", args=[asked["talk"].pk]),
        "scales": reverse("events:scales"),
        "scale": reverse("events:change_scale", args=[free.scale_id]),
        "questionnaires": reverse("events:questionnaires", args=[new.series_id]),
        "builder": reverse("events:questionnaire", args=[new.pk]),
        "preview": reverse("events:preview_questionnaire", args=[new.pk]),
        "collections": reverse("events:collections", args=[collection.session_id]),
        "collection": reverse("events:collection", args=[pk]),
        "visits": reverse("meetings:visit_questionnaires", args=[round_.pk]),
        "paper": reverse("events:paper", args=[pk]),
        "unanswered": reverse("events:unanswered", args=[pk]),
        "sent": reverse("events:sent_answers", args=[pk]),
        "shares": reverse("events:answers", args=[collection.session_id]),
        "poster": reverse("events:poster", args=[pk]),
        "results": reverse("events:results", args=[collection.questionnaire_id]),
        "texts": reverse("events:texts", args=[collection.questionnaire_id]),
        "link": reverse("events:answer", args=[link.key]),
        "venue": reverse("events:answer_at_venue", args=[collection.key]),
        "thanks": reverse("events:answer_thanks", args=[collection.key]),
    }
    page = page_at(width)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    for name, address in places.items():
        page.goto(address)
        look(page, name)


@pytest.mark.parametrize("width", [1280, 360])
def test_sheets_are_keyed_in_without_waiting_and_a_slip_comes_back(page_at, sign_in, look, owner, collection, width):
    page = page_at(width)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    page.goto(reverse("events:paper", args=[collection.pk]))
    keys = page.keyboard
    for number in range(1, 6):
        keys.type(str(1 + number % 4))  # the cursor moves on by itself
        keys.type("13")
        keys.press("Enter")
        keys.type(str(70 + number))
        keys.press("Enter")
        keys.press("Enter")
    page.locator("#sheets tr").nth(4).wait_for()
    page.locator("[data-number]").filter(has_text="6").wait_for()
    keys.type("2")
    keys.type("19")  # there are four answers
    keys.press("Control+Enter")
    keys.type("3")  # the next sheet is begun meanwhile
    page.get_by_text("この用紙は保存されていません").wait_for()
    look(page, "refused")
    page.locator("[data-number]").filter(has_text="6").wait_for()
    several = page.get_by_label("何でお知りになりましたか")
    assert several.input_value() == "19"
    several.fill("14")
    several.press("Control+Enter")
    page.locator("#sheets tr").nth(5).wait_for()
    page.locator("[data-number]").filter(has_text="7").wait_for()
    assert page.get_by_label("話し合いたい").input_value() == "3"
    page.get_by_label("話し合いたい").press("Control+Enter")
    page.locator("#sheets tr").nth(6).wait_for()
    page.get_by_role("button", name="取り消す（無効） 2", exact=True).click()
    page.get_by_text("用紙2を無効にしました").wait_for()
    rows = Response.objects.order_by("number")
    assert [(row.number, row.discarded_at is None) for row in rows] == [
        (1, True),
        (2, False),
        *((number, True) for number in range(3, 8)),
    ]
    assert [answer.option.position for answer in rows[5].answers.order_by("pk")] == [2, 1, 4]
    page.goto(reverse("events:collection", args=[collection.pk]))
    page.get_by_role("button", name="回答を締め切る").click()
    page.get_by_text("結果が確定しました").wait_for()


def test_a_lost_network_saves_each_sheet_once(page_at, sign_in, owner, collection):
    page = page_at(1280)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    page.goto(reverse("events:paper", args=[collection.pk]))
    page.route("**/paper/", lambda route: route.abort())
    for digit in "12":
        page.get_by_label("話し合いたい").fill(digit)
        page.keyboard.press("Control+Enter")
    page.get_by_text("保存できていません").wait_for()
    assert not Response.objects.exists()
    page.unroute("**/paper/")
    page.locator("#sheets tr").nth(1).wait_for()
    assert list(Response.objects.order_by("number").values_list("answers__option__position", flat=True)) == [1, 2]


@pytest.mark.parametrize("has_script", [True, False])
def test_a_resident_answers_by_link_on_a_phone(page_at, look, collection, has_script):
    hall = collection.session.channels.first()
    came = CheckIn.objects.create(channel=hall, key="c1", at=events.NOW, by=events.recorder(), email="a@example.jp")
    link = Invitation.objects.create(collection=collection, check_in=came, key="the-link")
    collection.questionnaire.items.filter(question__code="talk").update(is_required=True)
    page = page_at(360, java_script_enabled=has_script)
    address = reverse("events:answer", args=[link.key])
    page.goto(address)
    page.get_by_label("ご意見・ご感想").fill("また来たいです。")
    page.get_by_role("button", name="回答を送信する").click()
    page.get_by_role("alert").or_(page.get_by_text("エラー")).first.wait_for()
    if has_script:
        look(page, "mistake")
    assert page.get_by_label("ご意見・ご感想").input_value() == "また来たいです。"
    page.get_by_label("とても思った").check()
    page.get_by_label("ちらし").check()
    page.get_by_label("年齢をお書きください").fill("７２歳")
    page.get_by_role("button", name="回答を送信する").click()
    if page.get_by_role("heading", name="ご回答ありがとうございました").count() == 0:
        page.get_by_label("年齢をお書きください").fill("７２")
        page.get_by_role("button", name="回答を送信する").click()
    page.get_by_role("heading", name="ご回答ありがとうございました").wait_for()
    page.goto(address)
    page.get_by_role("heading", name="ご回答ありがとうございました").wait_for()
    answer = Response.objects.get()
    assert (answer.way, answer.channel, answer.answers.count()) == ("link", hall, 4)


def test_questions_are_ordered_with_the_keyboard_alone(page_at, sign_in, owner, collection):
    form = collection.questionnaire
    page = page_at(1280)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    page.goto(reverse("events:questionnaire", args=[form.pk]))
    down = page.get_by_role("button", name="「家族や専門職と話し合いたいと思いましたか」を下へ")
    down.focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        page.locator(f".items > li:nth-child({place})", has_text="話し合いたい").wait_for()
    assert page.evaluate("document.activeElement.id").startswith("down-")
    assert list(form.items.order_by("position").values_list("question__code", flat=True)) == [
        "how",
        "age",
        "talk",
        "wish",
    ]
