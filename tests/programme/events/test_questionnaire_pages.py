"""Pages of questionnaires: who sees what, what is refused, and that nothing typed is lost."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests.factories import core, events, questions
from tests.programme.events.asking import KEY, arrived, given_out, one_of_each
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.choices import CollectionStatus
from zaitaku.programme.events.models import (
    Answer,
    Collection,
    Invitation,
    Question,
    Questionnaire,
    Response,
    Scale,
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
