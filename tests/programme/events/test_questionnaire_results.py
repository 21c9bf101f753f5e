"""Results against a loop over the responses; few queries however many there are; letters and locks."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events, questions
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions import collect_answers, collecting, questionnaires
from zaitaku.programme.events.actions import questions as library
from zaitaku.programme.events.actions.collect_answers import AlreadyAnswered, Closed, Given
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.removal import remove_from
from zaitaku.programme.events.choices import AnswerWay, QuestionKind, SessionStatus
from zaitaku.programme.events.models import Answer, CheckIn, Collection, Invitation, Response
from zaitaku.programme.events.queries import collecting as collection_queries
from zaitaku.programme.events.queries import results as queries
from zaitaku.programme.events.queries.removal import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def talk(owner):
    return questions.question(owner, code="talk")


def held(form, *labels):
    session = events.session(series=form.series)
    return session, [events.channel(session=session, label=label) for label in labels]


given_answers = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(st.none(), st.integers(1, 4)),
        st.lists(st.integers(1, 4), unique=True),
        st.one_of(st.none(), st.integers(0, 99)),
        st.booleans(),
    ),
    max_size=15,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_answers)
def test_every_cell_is_what_a_loop_says(owner, given):
    asked = [
        questions.question(owner),
        questions.question(owner, QuestionKind.MULTIPLE),
        questions.question(owner, QuestionKind.NUMBER),
    ]
    form = questions.questionnaire(*asked, series=events.series(owner=owner))
    places = []
    for _session in range(2):
        session, channels = held(form, "本会場", "Zoom")
        collection = questions.collection(form, session)
        places += [(collection, channel) for channel in channels]
    for place, one, several, number, is_gone in given:
        said = dict(zip(asked, (one, several, number), strict=True))
        questions.response(*places[place], said, discarded_at=events.NOW if is_gone else None)
    found = queries.results(form)
    for result, question in zip(found, asked, strict=True):
        for line in result.lines:
            here = [
                response
                for response in Response.objects.filter(discarded_at=None, collection__questionnaire=form)
                if ("全体", response.collection.session.label, response.channel.label)[: line.level] == line.path
            ]
            answers = [[a for a in response.answers.all() if a.question == question] for response in here]
            filled = [several for several in answers if several]
            assert (line.cell.responses, line.cell.answered) == (len(here), len(filled))
            for position in range(1, 5):
                chose = [1 for several in filled for a in several if a.option and a.option.position == position]
                assert line.cell.options.get(position, 0) == len(chose)
            hits = [1 for several in filled if any(a.option and a.option.position in (1, 2) for a in several)]
            assert line.cell.counted == len(hits)
            numbers = [a.number for several in filled for a in several if a.number is not None]
            assert (line.cell.lowest, line.cell.highest) == (min(numbers, default=None), max(numbers, default=None))
            assert line.cell.total == sum(numbers)


def test_ten_thousand_responses_take_no_more_queries_than_ten(owner, django_assert_max_num_queries):
    asked = [questions.question(owner, QuestionKind.MULTIPLE if at == 0 else QuestionKind.SINGLE) for at in range(20)]
    form = questions.questionnaire(*asked, series=events.series(owner=owner))
    for _session in range(4):
        session, channels = held(form, "本会場", "Zoom")
        collection = questions.collection(form, session)
        Response.objects.bulk_create(
            Response(
                collection=collection,
                channel=channels[at % 2],
                way=AnswerWay.QR,
                key=f"{session.pk}-{at}",
                received_on=date(2023, 12, 1),
            )
            for at in range(2500)
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_answer (response_id, question_id, option_id, text)"
            " SELECT r.id, q.id, o.id, '' FROM events_response r CROSS JOIN events_question q"
            " JOIN events_option o ON o.scale_id = q.scale_id AND o.position = 1 + (r.id + q.id) % 4"
        )
        cursor.execute("ANALYZE")  # else PostgreSQL may choose a plan that takes minutes
    with django_assert_max_num_queries(8):
        found = queries.results(form)
    assert found[0].whole.cell.answered == 10_000
    assert sum(found[7].whole.cell.options.values()) == 10_000


def test_what_is_published_hides_a_small_channel_with_a_neighbour(owner, talk):
    form = questions.questionnaire(talk, series=events.series(owner=owner))
    session, (hall, zoom, later) = held(form, "本会場", "Zoom", "後日上映会")
    collection = questions.collection(form, session, status="closed", closed_at=events.NOW)
    for channel, count in ((hall, 6), (zoom, 4), (later, 1)):
        for _one in range(count):
            questions.response(collection, channel, {talk: 1})
    lines = queries.published_results(form, 3)[0].lines
    assert [(line.label, line.is_withheld, line.cell.answered) for line in lines] == [
        ("全体", False, 11),
        ("第1回", False, 11),
        ("本会場", False, 6),
        ("Zoom", True, 0),
        ("後日上映会", True, 0),
    ]
    assert not any(line.is_withheld for line in queries.published_results(form, 0)[0].lines)
    Collection.objects.update(status="open", closed_at=None)
    assert [line.cell.responses for line in queries.published_results(form, 3)[0].lines] == [0]


def test_links_reminders_and_the_letters_that_are_withdrawn(owner, talk, by):
    form = questions.questionnaire(talk, series=events.series(owner=owner, contact="地域医療課 03-0000-0000"))
    session, (hall,) = held(form, "本会場")
    now = timezone.now()
    with pytest.raises(EventRefused, match="過去"):
        collecting.open_collection(
            questionnaire=form, session=session, closes_on=timezone.localdate(now) - timedelta(1), by=by, now=now
        )
    collection = collecting.open_collection(questionnaire=form, session=session, by=by, now=now)
    with pytest.raises(EventRefused, match="すでに"):
        collecting.open_collection(questionnaire=form, session=session, by=by, now=now)
    for number in range(3):
        CheckIn.objects.create(
            channel=hall, key=f"c{number}", at=now, by=by, email=f"c{number}@example.jp" * (number < 2)
        )
    assert collecting.send_invitations(collection=collection, by=by, now=now) == 2
    assert collecting.send_invitations(collection=collection, by=by, now=now) == 0
    assert collecting.remind(collection=collection, by=by, now=now) == 0
    first = Invitation.objects.earliest("pk")
    answer = [Given(talk.pk, options=(talk.scale.options.get(position=1).pk,))]
    made = collect_answers.receive_by_link(invitation=first, key="a" * 32, answers=answer, now=now)
    assert collect_answers.receive_by_link(invitation=first, key="a" * 32, answers=answer, now=now) == made
    with pytest.raises(AlreadyAnswered):
        collect_answers.receive_by_link(invitation=first, key="b" * 32, answers=answer, now=now)
    tomorrow = now + timedelta(days=1)
    assert collecting.remind(collection=collection, by=by, now=tomorrow) == 1
    assert Letter.objects.count() == 2  # the one whose link was used is withdrawn
    assert all("03-0000-0000" in letter.body for letter in Letter.objects.all())
    collecting.close_collection(collection=collection, by=by, now=tomorrow)
    collecting.close_collection(collection=collection, by=by, now=tomorrow)
    assert not Letter.objects.exists()  # none had been sent
    assert AuditEntry.objects.filter(action="events.close_collection").count() == 1
    for act in (collecting.send_invitations, collecting.remind):
        with pytest.raises(EventRefused, match="締め切"):
            act(collection=collection, by=by, now=tomorrow)
    assert "c0" not in str(list(AuditEntry.objects.values_list("subject_name", "details")))


def test_letters_go_with_the_personal_data_and_answers_stay(owner, talk, by):
    form = questions.questionnaire(talk, series=events.series(owner=owner))
    session, (hall,) = held(form, "本会場")
    collection = questions.collection(form, session)
    now = timezone.now()
    CheckIn.objects.create(channel=hall, key="c", at=now, by=by, email="c@example.jp")
    collecting.send_invitations(collection=collection, by=by, now=now)
    Letter.objects.update(sent_at=now)
    questions.response(collection, hall, {talk: 1})
    link = Invitation.objects.get().key
    CheckIn.objects.create(channel=hall, key="d", at=now, by=by, email="nobody at home")
    assert collecting.send_invitations(collection=collection, by=by, now=now) == 0  # no address to write to
    assert Invitation.objects.count() == 1
    remove_from(series=form.series, by=by, now=now)
    assert not Letter.objects.exists()
    assert Invitation.objects.get().key != link
    assert Response.objects.count() == 1


def test_a_session_called_off_and_one_without_questions_collect_nothing(owner, talk, by):
    series = events.series(owner=owner)
    form, empty = questions.questionnaire(talk, series=series), questions.questionnaire(series=series)
    cancelled = events.session(series=series, status=SessionStatus.CANCELLED)
    now = timezone.now()
    for one, session in ((form, cancelled), (empty, events.session(series=series)), (form, events.session())):
        with pytest.raises(EventRefused):
            collecting.open_collection(questionnaire=one, session=session, by=by, now=now)
    assert not Collection.objects.exists()


def said(question):
    return [Given(question.pk, options=(question.scale.options.get(position=1).pk,))]


def by_qr(collection, channel, question, key, now=None):
    return collect_answers.receive(
        collection=collection,
        channel=channel,
        way=AnswerWay.QR,
        key=key * 32,
        answers=said(question),
        now=now or timezone.now(),
    )


def test_a_collection_is_opened_before_its_session_and_takes_answers_from_its_day_on(owner, talk, by):
    now = timezone.now()
    form = questions.questionnaire(talk, series=events.series(owner=owner))
    day = timezone.localdate(now) + timedelta(days=3)
    session = events.session(series=form.series, status=SessionStatus.PLANNED, held_on=day)
    hall = events.channel(session=session)
    collection = collecting.open_collection(questionnaire=form, session=session, by=by, now=now)
    with pytest.raises(Closed):
        by_qr(collection, hall, talk, "a", now)
    with pytest.raises(EventRefused, match="まだ開催"):
        collecting.send_invitations(collection=collection, by=by, now=now)
    with pytest.raises(EventRefused, match="まだ開催"):
        collect_answers.enter_sheet(
            collection=collection,
            channel=hall,
            key="b" * 32,
            answers=said(talk),
            received_on=timezone.localdate(now),
            by=by,
            now=now,
        )
    assert by_qr(collection, hall, talk, "a", now + timedelta(days=3)).pk


def test_without_the_code_links_and_paper_still_count_and_sent_answers_can_be_discarded(owner, talk, by):
    now = timezone.now()
    form = questions.questionnaire(talk, series=events.series(owner=owner))
    session, (hall,) = held(form, "本会場")
    collection = collecting.open_collection(questionnaire=form, session=session, takes_qr=False, by=by, now=now)
    with pytest.raises(Closed):
        by_qr(collection, hall, talk, "a")
    collecting.take_by_qr(collection=collection, takes_qr=True, by=by)
    sent = by_qr(collection, hall, talk, "a")
    collect_answers.discard_response(response=sent, by=by, now=now)
    assert queries.results(form)[0].whole.cell.responses == 0
    collecting.take_by_qr(collection=collection, takes_qr=False, by=by)
    collect_answers.enter_sheet(
        collection=collection,
        channel=hall,
        key="c" * 32,
        answers=said(talk),
        received_on=timezone.localdate(now),
        by=by,
        now=now,
    )
    CheckIn.objects.create(channel=hall, key="c", at=now, by=by, email="c@example.jp")
    collecting.send_invitations(collection=collection, by=by, now=now)
    collect_answers.receive_by_link(invitation=Invitation.objects.get(), key="d" * 32, answers=said(talk), now=now)
    assert queries.results(form)[0].whole.cell.responses == 2
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions.count("events.change_collection") == 2
    assert "events.discard_response" in actions


def test_answers_by_link_show_from_the_threshold_on_while_names_grow_fewer(owner, talk):
    form = questions.questionnaire(talk, series=events.series(owner=owner))
    session, (hall,) = held(form, "本会場")
    collection = questions.collection(form, session)
    questions.response(collection, hall, {talk: 1}, way=AnswerWay.QR)
    for count in (1, 2):
        questions.response(collection, hall, {talk: 4})
        few = queries.few_by_link(form, 3)
        assert few == [collection.pk]
        assert queries.results(form, few=few)[0].whole.cell.answered == 1
        assert queries.responses(form, few).count() == 1, count
    questions.response(collection, hall, {talk: 4})
    assert queries.few_by_link(form, 3) == []
    assert queries.results(form)[0].whole.cell.answered == 4
    Collection.objects.update(status="closed", closed_at=events.NOW)
    assert queries.few_by_link(form, 10) == []


def test_the_public_learns_no_single_number(owner):
    age = questions.question(owner, QuestionKind.NUMBER, code="age")
    form = questions.questionnaire(age, series=events.series(owner=owner))
    session, (hall,) = held(form, "本会場")
    collection = questions.collection(form, session, status="closed", closed_at=events.NOW)
    for number in (61, 72, 98):
        questions.response(collection, hall, {age: number})
    assert (queries.results(form)[0].whole.cell.lowest, queries.results(form)[0].whole.cell.highest) == (61, 98)
    for line in queries.published_results(form, 3)[0].lines:
        assert (line.cell.mean, line.cell.lowest, line.cell.highest) == (77, None, None)


def test_people_named_by_others_get_links_once_and_leave_with_the_personal_data(owner, talk, by):
    now = timezone.now()
    form = questions.questionnaire(talk, series=events.series(owner=owner))
    session, (hall,) = held(form, "本会場")
    collection = collecting.open_collection(questionnaire=form, session=session, takes_qr=False, by=by, now=now)
    people = [collecting.Invited(f"meetings.trainee:{at}", f"豊玉 {at}", f"t{at}@example.jp") for at in range(2)]
    for sent in (2, 0):
        assert sent == collecting.invite_named(collection=collection, channel=hall, people=people, by=by, now=now)
    with pytest.raises(EventRefused):
        collecting.invite_named(collection=collection, channel=events.channel(), people=people, by=by, now=now)
    first = Invitation.objects.earliest("pk")
    made = collect_answers.receive_by_link(invitation=first, key="a" * 32, answers=said(talk), now=now)
    assert made.channel == hall
    assert [link.name for link in collection_queries.unanswered(collection)] == ["豊玉 1"]
    assert collecting.remind(collection=collection, by=by, now=now + timedelta(days=1)) == 1
    assert kept(form.series)["invitations"] == 2
    assert remove_from(series=form.series, by=by, now=now)["invitations"] == 2
    assert kept(form.series)["invitations"] == 0
    assert not Letter.objects.exists()
    assert not Invitation.objects.exclude(name="", email="").exists()
    assert Invitation.objects.get(pk=first.pk).key != first.key
    assert Response.objects.count() == 1


def test_a_tag_is_renamed_and_merged(owner, by):
    wish = questions.question(owner, QuestionKind.TEXT, code="wish")
    form = questions.questionnaire(wish, series=events.series(owner=owner))
    session, (hall,) = held(form, "本会場")
    collection = questions.collection(form, session)
    answers = [questions.response(collection, hall, {wish: "話"}).answers.get() for _number in range(3)]
    for answer, tags in zip(answers, (["感謝"], ["お礼"], ["感謝", "お礼", "会場"]), strict=True):
        collect_answers.tag_answer(answer=answer, tags=tags, by=by)
    assert collect_answers.rename_tag(questionnaire=form, tag="お礼", to=" 感謝 ", by=by) == 2
    assert collect_answers.rename_tag(questionnaire=form, tag="お礼", to="感謝", by=by) == 0
    assert queries.tags_of(form) == [("感謝", 3), ("会場", 1)]
    for name in ("", " ", "あ" * 41):
        with pytest.raises(EventRefused):
            collect_answers.rename_tag(questionnaire=form, tag="感謝", to=name, by=by)


def test_answers_that_do_not_fit_their_question_are_refused_whole(owner, talk):
    wish = questions.question(owner, QuestionKind.TEXT, code="wish")
    age = questions.question(owner, QuestionKind.NUMBER, code="age")
    form = questions.questionnaire(talk, wish, age, series=events.series(owner=owner))
    session, (hall,) = held(form, "本会場")
    collection = questions.collection(form, session)
    ids = [option.pk for option in talk.scale.options.all()]
    other = questions.question(owner).scale.options.first().pk
    wrong = [
        [Given(talk.pk, options=(ids[0], ids[1]))],
        [Given(talk.pk, options=(other,))],
        [Given(talk.pk, text="とても")],
        [Given(wish.pk, options=(ids[0],))],
        [Given(age.pk, text="七十")],
        [Given(questions.question(owner).pk, options=(ids[0],))],
        [Given(wish.pk, text="よい"), Given(wish.pk, text="よい")],
        [Given(wish.pk, text="  ")],
        [],
    ]
    for number, answers in enumerate(wrong):
        with pytest.raises(EventRefused):
            collect_answers.receive(
                collection=collection,
                channel=hall,
                way=AnswerWay.QR,
                key=f"{number:032x}",
                answers=[Given(wish.pk, text="先の回答"), *answers] if len(answers) == 1 and number < 6 else answers,
                now=timezone.now(),
            )
    with pytest.raises(EventRefused):
        collect_answers.receive(
            collection=collection,
            channel=events.channel(),
            way=AnswerWay.QR,
            key="f" * 32,
            answers=[Given(wish.pk, text="よい")],
            now=timezone.now(),
        )
    assert not Response.objects.exists()
    assert not Answer.objects.exists()


def test_a_key_of_another_collection_and_a_closed_one_are_refused(owner, talk, by):
    form = questions.questionnaire(talk, series=events.series(owner=owner))
    session, (hall,) = held(form, "本会場")
    here, there = questions.collection(form, session), questions.collection(form)
    answer = [Given(talk.pk, options=(talk.scale.options.get(position=1).pk,))]
    questions.response(there, events.channel(session=there.session), {talk: 1}, key="a" * 32)
    now = timezone.now()
    with pytest.raises(EventRefused, match="開き直"):
        collect_answers.receive(collection=here, channel=hall, way=AnswerWay.QR, key="a" * 32, answers=answer, now=now)
    with pytest.raises(EventRefused, match="未来"):
        collect_answers.enter_sheet(
            collection=here,
            channel=hall,
            key="c" * 32,
            answers=answer,
            received_on=timezone.localdate(now) + timedelta(days=2),
            by=by,
            now=now,
        )
    collecting.close_collection(collection=here, by=by, now=now)
    with pytest.raises(Closed):
        collect_answers.receive(collection=here, channel=hall, way=AnswerWay.QR, key="b" * 32, answers=answer, now=now)
    assert here.responses.count() == 0


def test_a_changed_scale_is_to_be_counted_again_and_an_asked_one_stays(owner, by):
    scale = library.create_scale(owner=owner, code="s", title="程度", options=["よい", "わるい"], by=by)
    question = library.create_question(owner=owner, code="q", text="どうか", scale=scale, counted=[1], by=by)
    assert question.definition == "よい"
    library.change_scale(scale=scale, title="程度", options=["わるい", "よい"], by=by)
    question.refresh_from_db()
    assert (question.counted, question.definition) == ([], "")
    with pytest.raises(EventRefused, match="選択肢"):
        library.change_question(question=question, counted=[3], by=by)
    question.refresh_from_db()
    form = questions.questionnaire(question, series=events.series(owner=owner))
    questions.collection(form)
    for act in (
        lambda: library.change_scale(scale=scale, title="程度", options=["よい", "わるい"], by=by),
        lambda: library.change_question(question=question, text="ほかの文", by=by),
        lambda: library.remove_question(question=question, by=by),
    ):
        with pytest.raises(EventRefused):
            act()
    copy = library.copy_question(question=question, owner=owner, by=by)
    assert (copy.code, copy.text) == ("q-2", "どうか")
    assert library.copy_scale(scale=scale, owner=owner, by=by).options.count() == 2


def test_a_choice_without_a_scale_and_a_question_twice_are_not_asked(owner, talk, by):
    form = questions.questionnaire(talk, series=events.series(owner=owner))
    for one in (talk, events.question(owner=owner)):
        with pytest.raises(EventRefused):
            questionnaires.add_item(questionnaire=form, question=one, by=by)
    assert form.items.count() == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["up", "down", "remove", "add"])), max_size=10))
def test_whatever_is_moved_the_numbers_run_on_and_no_question_is_lost(owner, by, steps):
    asked = [questions.question(owner, QuestionKind.TEXT) for _number in range(4)]
    form = questions.questionnaire(*asked, series=events.series(owner=owner))
    order = list(asked)
    for at, step in steps:
        items = list(form.items.order_by("position"))
        if step == "add":
            new = questions.question(owner, QuestionKind.TEXT)
            questionnaires.add_item(questionnaire=form, question=new, by=by)
            order.append(new)
        elif at < len(items):
            if step == "remove":
                questionnaires.remove_item(item=items[at], by=by)
                order.pop(at)
            else:
                questionnaires.move_item(item=items[at], up=step == "up", by=by)
                to = at - 1 if step == "up" else at + 1
                if 0 <= to < len(order):
                    order[at], order[to] = order[to], order[at]
    found = list(form.items.order_by("position"))
    assert [item.question for item in found] == order
    assert [item.position for item in found] == list(range(1, len(order) + 1))
