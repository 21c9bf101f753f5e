"""What those in charge do with answers: keyed in, discarded, tagged, exported; and what everybody else sees."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import core, events, questions
from tests.factories.indicators import indicator
from tests.programme.events.asking import KEY, arrived, given_out, one_of_each
from zaitaku.core.accounts.choices import Role
from zaitaku.core.records.actions import Entry
from zaitaku.programme.events.actions import record_answer_share
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import CollectionStatus
from zaitaku.programme.events.models import (
    Answer,
    Collection,
    Invitation,
    Response,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return core.organisation(name="地域医療課")


@pytest.fixture
def officer(owner, client):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    return client


@pytest.fixture
def asked(owner):
    return one_of_each(owner)


@pytest.fixture
def collection(owner, asked):
    return given_out(owner, asked)


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
