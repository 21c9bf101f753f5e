"""Pages of questionnaires: who sees what, what is refused, and that nothing typed is lost."""

import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests.factories import core, events, questions
from tests.factories.indicators import indicator
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.core.records.actions import Entry
from zaitaku.programme.events.actions import record_answer_share
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import CollectionStatus, QuestionKind
from zaitaku.programme.events.models import (
    Answer,
    CheckIn,
    Collection,
    Invitation,
    Question,
    Questionnaire,
    Response,
    Scale,
)

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef" * 2


@pytest.fixture
def owner():
    return core.organisation(name="地域医療課")


@pytest.fixture
def officer(owner, client):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    return client


@pytest.fixture
def asked(owner):
    """talk (single), how (several), age (number), wish (text)."""
    kinds = {
        "talk": QuestionKind.SINGLE,
        "how": QuestionKind.MULTIPLE,
        "age": QuestionKind.NUMBER,
        "wish": QuestionKind.TEXT,
    }
    return {code: questions.question(owner, kind, code=code, text=f"{code}について") for code, kind in kinds.items()}


@pytest.fixture
def collection(owner, asked):
    series = events.series(owner=owner, title="在宅療養講演会")
    session = events.session(series=series, held_on=date(2023, 12, 1))
    for label in ("本会場", "Zoom"):
        events.channel(session=session, label=label)
    return questions.collection(questions.questionnaire(*asked.values(), series=series), session)


def arrived(channel, **kw):
    values = {"key": f"arrival{CheckIn.objects.count()}", "at": events.NOW, "by": events.recorder()}
    return CheckIn.objects.create(channel=channel, **(values | kw))


def answers(asked, **kw):
    """A complete form, with `kw` instead."""
    options = list(asked["talk"].scale.options.order_by("position"))
    several = list(asked["how"].scale.options.order_by("position"))
    filled = {
        "key": KEY,
        f"q{asked['talk'].pk}": options[0].pk,
        f"q{asked['how'].pk}": [several[0].pk, several[1].pk],
        f"q{asked['age'].pk}": "７２",
        f"q{asked['wish'].pk}": "また開いてほしい。\n近くの会場で。",
    }
    return filled | kw


def test_the_library_is_filled_searched_and_what_was_asked_is_copied(officer, owner, collection, asked):
    page = officer.post(
        reverse("events:add_scale"),
        {"owner": owner.pk, "code": "agree", "title": "程度", "options": "とても思った\n思った\n思わなかった"},
    )
    assert page.status_code == 302
    scale = Scale.objects.get(code="agree")
    data = {"owner": owner.pk, "code": "new", "text": "参加してよかったか", "kind": "single", "scale": scale.pk}
    page = officer.post(reverse("events:add_question"), data | {"decimals": 1})
    made = Question.objects.get(code="new")
    address = reverse("events:change_question", args=[made.pk])
    assert page["Location"] == address
    change = {"text": made.text, "kind": "single", "scale": scale.pk, "counted": ["1", "2"], "decimals": 1}
    assert officer.post(address, change).status_code == 302
    made.refresh_from_db()
    assert (made.counted, made.definition) == ([1, 2], "とても思った、思った合算")
    officer.post(address, change | {"counted": ["1"], "definition": made.definition})
    made.refresh_from_db()
    assert made.definition == "とても思った"
    found = officer.get(reverse("events:questions"), {"q": "よかった"}).content.decode()
    assert "参加してよかったか" in found
    assert "talkについて" not in found
    used = reverse("events:change_question", args=[asked["talk"].pk])
    assert officer.post(used, change).status_code == 422
    assert "使用済み" in officer.get(used).content.decode()
    page = officer.post(reverse("events:copy_question", args=[asked["talk"].pk]))
    copy = Question.objects.get(code="talk-2")
    assert page["Location"] == reverse("events:change_question", args=[copy.pk])
    assert officer.post(reverse("events:remove_question", args=[copy.pk])).status_code == 302
    assert not Question.objects.filter(code="talk-2").exists()
    page = officer.post(
        reverse("events:change_scale", args=[asked["talk"].scale_id]), {"title": "x", "options": "a\nb"}
    )
    assert page.status_code == 422
    assert "複写" in page.content.decode()


@pytest.mark.parametrize("options", ["一つだけ", "a\na", "\n".join(map(str, range(10))), "a\n" + "い" * 101, ""])
def test_a_scale_needs_two_to_nine_different_answers(officer, owner, options):
    data = {"owner": owner.pk, "code": "bad", "title": "程度", "options": options}
    page = officer.post(reverse("events:add_scale"), data)
    assert "エラー" in page.content.decode()
    assert not Scale.objects.filter(code="bad").exists()


def test_a_questionnaire_is_copied_from_last_year_ordered_and_printed(officer, owner, collection, asked):
    old = collection.questionnaire
    series = events.series(owner=owner, code=old.series.code, fiscal_year=2024)
    address = reverse("events:questionnaires", args=[series.pk])
    assert officer.post(address, {"title": "", "source": ""}).status_code == 422
    assert officer.post(address, {"title": "", "source": old.pk}).status_code == 302
    made = Questionnaire.objects.get(series=series)
    order = lambda: list(made.items.order_by("position").values_list("question__code", flat=True))  # noqa: E731
    assert order() == ["talk", "how", "age", "wish"]
    item = made.items.get(question=asked["age"])
    step = reverse("events:change_item", args=[item.pk])
    page = officer.post(step, {"step": "up"})
    assert page["Location"].endswith(f"#up-{item.pk}")
    assert order() == ["talk", "age", "how", "wish"]
    officer.post(step, {"step": "require"})
    officer.post(reverse("events:change_item", args=[made.items.get(question=asked["how"]).pk]), {"step": "remove"})
    item.refresh_from_db()
    assert (order(), item.is_required) == (["talk", "age", "wish"], True)
    officer.post(reverse("events:add_item", args=[made.pk]), {"question": asked["how"].pk})
    assert order() == ["talk", "age", "wish", "how"]
    shown = officer.get(reverse("events:preview_questionnaire", args=[made.pk])).content.decode()
    assert "ageについて" in shown
    assert officer.get(reverse("events:paper_form", args=[made.pk])).content.startswith(b"%PDF-")
    assert officer.post(reverse("events:remove_questionnaire", args=[made.pk])).status_code == 302
    assert not Questionnaire.objects.filter(pk=made.pk).exists()


def test_once_answered_a_questionnaire_is_locked_and_its_copy_is_not(officer, collection, asked):
    one = collection.questionnaire
    questions.response(collection, collection.session.channels.first(), {asked["talk"]: 1})
    before = list(one.items.values_list("question", "position", "is_required"))
    for name, pk, data in (
        ("questionnaire", one.pk, {"title": "別の題"}),
        ("add_item", one.pk, {"question": questions.question(one.series.owner).pk}),
        ("change_item", one.items.first().pk, {"step": "remove"}),
        ("change_item", one.items.first().pk, {"step": "down"}),
        ("change_item", one.items.first().pk, {"step": "require"}),
        ("remove_questionnaire", one.pk, {}),
    ):
        officer.post(reverse(f"events:{name}", args=[pk]), data)
    one.refresh_from_db()
    assert (one.title, list(one.items.values_list("question", "position", "is_required"))) == ("アンケート", before)
    officer.post(reverse("events:copy_questionnaire", args=[one.pk]))
    copy = Questionnaire.objects.latest("pk")
    officer.post(reverse("events:change_item", args=[copy.items.first().pk]), {"step": "remove"})
    assert (copy.items.count(), copy.series) == (3, one.series)


def test_a_resident_answers_by_link_once(officer, client, collection, asked, settings):
    hall = collection.session.channels.first()
    arrived(hall, email="a@example.jp", name="豊玉 春子")
    arrived(hall, email="b@example.jp", undone_at=events.NOW)
    arrived(hall)
    officer.post(reverse("events:invite", args=[collection.pk]))
    officer.post(reverse("events:invite", args=[collection.pk]))
    link, letter = Invitation.objects.get(), Letter.objects.get()
    address = reverse("events:answer", args=[link.key])
    assert settings.BASE_URL + address in letter.body
    assert "豊玉" not in letter.body
    assert "豊玉 春子" in officer.get(reverse("events:unanswered", args=[collection.pk])).content.decode()
    client.logout()
    page = client.get(address)
    assert "talkについて" in page.content.decode()
    assert "no-cache" in page["Cache-Control"]
    data = answers(asked)
    assert client.post(address, data)["Location"] == address
    assert client.post(address, data).status_code == 200
    assert client.post(address, answers(asked, key="f" * 32)).status_code == 200
    response = Response.objects.get()
    assert (response.channel, response.way, response.entered_by) == (hall, "link", None)
    assert Answer.objects.get(question=asked["age"]).number == 72
    assert Answer.objects.filter(question=asked["how"]).count() == 2
    link.refresh_from_db()
    assert link.is_answered
    assert "ありがとうございました" in client.get(address).content.decode()
    assert client.get(reverse("events:answer", args=["nobody"])).status_code == 404


def test_what_was_typed_stays_when_something_is_missing(client, collection, asked):
    collection.questionnaire.items.filter(question=asked["talk"]).update(is_required=True)
    address = reverse("events:answer_at_venue", args=[collection.key])
    hall = collection.session.channels.first()
    page = client.post(address, answers(asked, **{f"q{asked['talk'].pk}": "", f"q{asked['age'].pk}": "たぶん七十"}))
    text = page.content.decode()
    assert page.status_code == 422
    for kept in ("近くの会場で。", "たぶん七十", KEY):
        assert kept in text
    assert not Response.objects.exists()
    page = client.post(address, answers(asked, channel=hall.pk))
    assert urlsplit(page["Location"]).path == reverse("events:answer_thanks", args=[collection.key])
    client.post(address, answers(asked, channel=hall.pk))
    assert Response.objects.count() == 1
    assert "別の方" in client.get(page["Location"]).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"talk": "999999"},
        {"talk": "x"},
        {"talk": "１"},
        {"how": ["1", "x"]},
        {"age": "-1"},
        {"age": "1e999"},
        {"age": "1.234"},
        {"age": "NaN"},
        {"wish": "a" * 2001},
        {"wish": "\x07"},
        {"channel": "0"},
        {"channel": "१"},
        {"key": "short"},
        {"key": ""},
    ],
)
def test_what_is_no_answer_is_refused(client, collection, asked, wrong):
    hall = collection.session.channels.first()
    named = {f"q{asked[name].pk}" if name in asked else name: value for name, value in wrong.items()}
    address = reverse("events:answer_at_venue", args=[collection.key])
    page = client.post(address, answers(asked, channel=hall.pk) | named)
    assert page.status_code == 422
    assert "エラー" in page.content.decode() or "開き直し" in page.content.decode()
    assert not Response.objects.exists()


def test_closed_says_so_and_a_reason_opens_it_again(officer, client, collection, asked):
    officer.post(reverse("events:close_collection", args=[collection.pk]))
    address = reverse("events:answer_at_venue", args=[collection.key])
    assert "受付は終了" in client.get(address).content.decode()
    data = answers(asked, channel=collection.session.channels.first().pk)
    assert "受付は終了" in client.post(address, data).content.decode()
    assert not Response.objects.exists()
    reopen = reverse("events:reopen_collection", args=[collection.pk])
    assert officer.post(reopen, {"reason": ""}).status_code == 422
    assert officer.post(reopen, {"reason": "郵送分が届いた", "closes_on": "2001-01-01"}).status_code == 422
    assert officer.post(reopen, {"reason": "郵送分が届いた"}).status_code == 302
    collection.refresh_from_db()
    assert (collection.status, collection.closed_at) == (CollectionStatus.OPEN, None)
    Collection.objects.filter(pk=collection.pk).update(closes_on=date(2023, 12, 10))
    assert "受付は終了" in client.get(address).content.decode()


def test_one_address_cannot_send_without_end(client, collection, asked, settings):
    caches["posts"].clear()
    settings.POSTS_PER_ADDRESS = 3
    address = reverse("events:answer_at_venue", args=[collection.key])
    codes = [client.post(address, {}).status_code for _try in range(5)]
    assert codes == [422, 422, 422, 429, 429]


def sheet(collection, asked, *cells, **kw):
    """Digits per question in order."""
    fields = {f"q{question.pk}": cell for question, cell in zip(asked.values(), cells, strict=False)}
    hall = collection.session.channels.first()
    return {"key": KEY, "channel": hall.pk, "received_on": "R5.12.1"} | fields | kw


def test_sheets_are_keyed_in_with_running_numbers_discarded_and_brought_back(officer, collection, asked):
    address = reverse("events:paper", args=[collection.pk])
    first = officer.post(address, sheet(collection, asked, "2", "1,3", "70", "よかった"))
    assert "day=2023-12-01" in first["Location"]
    assert officer.post(address, sheet(collection, asked, "2")).status_code == 302  # the same key: the same sheet
    second = officer.post(address, sheet(collection, asked, "", "１２４", key="a" * 32), headers={"X-Sheet": "1"})
    assert second.status_code == 200
    assert re.search(r"<th[^>]*>2</th>.*1,2,4", second.content.decode(), re.DOTALL)
    assert list(Response.objects.values_list("number", "way", "received_on")) == [
        (1, "paper", date(2023, 12, 1)),
        (2, "paper", date(2023, 12, 1)),
    ]
    discard = reverse("events:discard_response", args=[Response.objects.get(number=2).pk])
    officer.post(discard)
    assert Response.objects.filter(discarded_at=None).count() == 1
    officer.post(address, sheet(collection, asked, "1", key="b" * 32))
    assert Response.objects.get(key="b" * 32).number == 3
    officer.post(discard, {"step": "restore"})
    assert Response.objects.filter(discarded_at=None).count() == 3
    officer.post(reverse("events:close_collection", args=[collection.pk]))
    officer.post(discard)
    assert Response.objects.filter(discarded_at=None).count() == 3
    assert officer.post(address, sheet(collection, asked, "1", key="c" * 32)).status_code == 422


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (("5",), "4"),
        (("12",), "1つだけ"),
        (("x",), "番号"),
        (("1", "11"), "2回"),
        (("1", "", "多数"), "数"),
        ((), "1問以上"),
    ],
)
def test_a_sheet_with_a_slip_is_named_and_not_saved(officer, collection, asked, cells, named):
    for headers in ({}, {"X-Sheet": "1"}):
        page = officer.post(
            reverse("events:paper", args=[collection.pk]), sheet(collection, asked, *cells), headers=headers
        )
        assert page.status_code == 422
        assert named in page.content.decode()
    assert not Response.objects.exists()


def test_more_answers_than_people_are_pointed_out(officer, collection, asked):
    hall, zoom = collection.session.channels.all()
    arrived(hall, people=2)
    events.attendance(channel=zoom, value=1)
    for key in range(3):
        questions.response(collection, hall, {asked["talk"]: 1}, way="qr", key=f"qr{key}")
    text = officer.get(reverse("events:collection", args=[collection.pk])).content.decode()
    assert "本会場：参加2人に対し回答が3件" in text
    assert "Zoom：" not in text


def test_texts_are_tagged_and_found_by_tag(officer, collection, asked):
    hall = collection.session.channels.first()
    for text in ("駐車場が狭い", "話が分かりやすい"):
        questions.response(collection, hall, {asked["wish"]: text}, way="qr")
    answer = Answer.objects.get(text="駐車場が狭い")
    tag = reverse("events:tag_answer", args=[answer.pk])
    page = officer.post(tag, {"tags": "会場、交通 会場", "query": "tag="})
    assert page["Location"].endswith(f"#text-{answer.pk}")
    assert sorted(answer.tags.values_list("tag", flat=True)) == ["交通", "会場"]
    officer.post(tag, {"tags": "、".join(f"t{number}" for number in range(11))})
    assert answer.tags.count() == 2
    texts = reverse("events:texts", args=[collection.questionnaire_id])
    found = officer.get(texts, {"tag": "会場"}).content.decode()
    assert "駐車場が狭い" in found
    assert "分かりやすい" not in found
    assert "会場 1" in officer.get(reverse("events:results", args=[collection.questionnaire_id])).content.decode()


def test_excel_has_counts_shares_texts_and_responses(officer, collection, asked, settings):
    import io

    from openpyxl import load_workbook

    settings.DISCLOSURE_THRESHOLD = 0
    hall = collection.session.channels.first()
    questions.response(collection, hall, {asked["talk"]: 4, asked["wish"]: "=1+1"}, key="b")
    questions.response(collection, hall, {asked["talk"]: 1, asked["how"]: [1, 2], asked["age"]: 70}, key="a")
    questions.response(collection, hall, {asked["talk"]: 2}, way="paper", number=1)
    made = officer.get(reverse("events:export_results", args=[collection.questionnaire_id]))
    book = load_workbook(io.BytesIO(made.content))
    assert book.sheetnames == ["集計", "該当割合", "自由記述", "回答"]
    shares = [[cell.value for cell in row] for row in book["該当割合"].iter_rows()]
    assert shares[1] == [1, "talkについて", "全体", "計", "とても思った、思った合算", 2, 3, 67, "集計中"]
    answers = [[cell.value for cell in row] for row in book["回答"].iter_rows()]
    # Sheets of paper by their numbers, all others in the order of their random keys; no day and no way.
    assert answers[0][:3] == ["回", "参加方法", "用紙の番号"]
    assert [row[2] for row in answers[1:]] == [1, None, None]
    assert answers[2][3:] == ["とても思った", "とても思った、思った", 70, None]
    assert answers[3][6] == "=1+1"
    assert book["回答"].cell(4, 7).data_type == "s"


def test_only_those_in_charge_see_small_channels_and_texts(client, owner, collection, asked, settings):
    settings.DISCLOSURE_THRESHOLD = 3
    hall, zoom = collection.session.channels.all()
    for position in (1, 1, 2, 4):
        questions.response(collection, hall, {asked["talk"]: position})
    questions.response(collection, zoom, {asked["talk"]: 3, asked["wish"]: "内緒の話"})
    address = reverse("events:results", args=[collection.questionnaire_id])
    member = core.person(role=Role.COUNCIL_MEMBER, organisation=core.organisation(area=owner.area))
    client.force_login(member)
    open_page = client.get(address).content.decode()
    assert "本会場" not in open_page
    Collection.objects.update(status=CollectionStatus.CLOSED, closed_at=events.NOW)
    for query in ({}, {"session": collection.session_id}):
        page = client.get(address, query)
        first = page.context["results"][0][0]
        assert [line.is_withheld for line in first.lines if line.level == 3] == [True, True]
        assert [line.cell.answered for line in first.lines if line.level == 2] == [5]
    for name in ("texts", "export_results"):
        assert client.get(reverse(f"events:{name}", args=[collection.questionnaire_id])).status_code == 403
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    assert not any(line.is_withheld for line in client.get(address).context["results"][0][0].lines)


def test_qr_answers_are_ended_looked_through_and_discarded(officer, client, collection, asked):
    hall = collection.session.channels.first()
    sent = questions.response(collection, hall, {asked["talk"]: 2, asked["wish"]: "何回も送る人"}, way="qr")
    listed = officer.get(reverse("events:sent_answers", args=[collection.pk])).content.decode()
    assert "何回も送る人" in listed
    address = reverse("events:discard_response", args=[sent.pk])
    assert "集計に入りません" in officer.post(address, {"step": "discard"}, follow=True).content.decode()
    assert Response.objects.get().discarded_at is not None
    officer.post(address, {"step": "restore"})
    assert Response.objects.get().discarded_at is None
    linked = questions.response(collection, hall, {asked["talk"]: 2})
    assert officer.post(reverse("events:discard_response", args=[linked.pk])).status_code == 404
    venue = reverse("events:answer_at_venue", args=[collection.key])
    for step, words in (("off", "受け付けていません"), ("on", "参加者専用")):
        page = officer.post(reverse("events:take_by_qr", args=[collection.pk]), {"step": step}, follow=True)
        assert words in page.content.decode()
        assert ("終了しました" in client.get(venue).content.decode()) == (step == "off")


def test_before_its_day_the_poster_is_printed_and_the_address_says_from_when(officer, client, collection, settings):
    collection.session.status, collection.session.held_on = "planned", date(2999, 12, 1)
    collection.session.save()
    assert officer.get(reverse("events:poster", args=[collection.pk])).status_code == 200
    assert "受付は" in officer.get(reverse("events:collection", args=[collection.pk])).content.decode()
    answer = client.get(reverse("events:answer_at_venue", args=[collection.key])).content.decode()
    assert "まだ回答を受け付けていません" in answer
    assert "12月1日から" in answer


def test_a_share_is_not_typed_where_answers_are_counted(officer, collection, asked, settings):
    hall = collection.session.channels.first()
    other = questions.question(collection.session.series.owner, code="other", text="ほかの設問")
    address = reverse("events:answers", args=[collection.session_id])
    name = f"q{asked['talk'].pk}-0-value"
    assert name in officer.get(address, {"all": 1}).content.decode()
    questions.response(collection, hall, {asked["age"]: 70}, way="paper", number=1)
    page = officer.get(address, {"all": 1}).content.decode()
    assert name not in page
    assert reverse("events:results", args=[collection.questionnaire_id]) in page
    assert f"q{other.pk}-0-value" in page
    with pytest.raises(EventRefused, match="回答から計算"):
        record_answer_share(
            question=asked["talk"],
            session=collection.session,
            entry=Entry(value=Decimal(50)),
            expected=None,
            by=core.person(),
        )


def test_before_a_copy_the_page_names_the_figures_that_will_not_count_it(officer, owner, collection, asked):
    params = {"series": "lecture", "question": "talk"}
    indicator(owner=owner, label="話し合いたいと思った割合", function="events.answer_share", params=params)
    page = officer.get(reverse("events:change_question", args=[asked["talk"].pk])).content.decode()
    assert "talk-2" in page
    assert "話し合いたいと思った割合" in page


def test_results_name_the_figures_that_count_other_answers(officer, owner, collection, asked):
    params = {"series": collection.session.series.code, "question": "talk", "counts": ["とても思った"]}
    indicator(owner=owner, label="強く思った割合", function="events.answer_share", params=params)
    page = officer.get(reverse("events:results", args=[collection.questionnaire_id])).content.decode()
    assert "指標「強く思った割合」での数え方：とても思った" in page


def test_who_has_not_answered_stands_there_only_while_they_can_be_reminded(officer, collection):
    came = arrived(collection.session.channels.first(), name="豊玉 春子", email="a@example.jp")
    Invitation.objects.create(collection=collection, check_in=came, key="the-link")
    address = reverse("events:unanswered", args=[collection.pk])
    assert "豊玉 春子" in officer.get(address).content.decode()
    Collection.objects.update(status=CollectionStatus.CLOSED, closed_at=events.NOW)
    assert "豊玉 春子" not in officer.get(address).content.decode()


def test_what_belongs_to_others_is_not_found(client, collection, asked):
    questions.response(collection, collection.session.channels.first(), {asked["wish"]: "x"}, number=1, way="paper")
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=core.organisation()))
    one = collection.questionnaire
    pks = {
        "change_question": asked["talk"].pk,
        "copy_question": asked["talk"].pk,
        "change_scale": asked["talk"].scale_id,
        "copy_scale": asked["talk"].scale_id,
        "questionnaires": one.series_id,
        "collections": collection.session_id,
        "change_item": one.items.first().pk,
        "tag_answer": Answer.objects.get().pk,
        "discard_response": Response.objects.get().pk,
    }
    pks |= dict.fromkeys(
        ("questionnaire", "preview_questionnaire", "paper_form", "results", "texts", "change_tag"), one.pk
    )
    names = ("collection", "paper", "unanswered", "poster", "close_collection", "remind", "sent_answers", "take_by_qr")
    pks |= dict.fromkeys(names, collection.pk)
    for name, pk in pks.items():
        address = reverse(f"events:{name}", args=[pk])
        codes = {client.get(address).status_code, client.post(address, {"step": "remove"}).status_code}
        assert codes <= {404, 405}, name
    assert Response.objects.get().discarded_at is None
