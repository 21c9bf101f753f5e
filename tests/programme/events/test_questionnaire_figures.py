"""Shares counted from single responses, against a loop over them; and the states on the way."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from tests.factories import core, events, questions
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import State, percent
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import check_params, compute, records
from zaitaku.programme.events.choices import CollectionStatus, QuestionKind
from zaitaku.programme.events.models import Response
from zaitaku.programme.events.queries import results
from zaitaku.programme.indicators.figures import BadParams

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)
CLOSED = {"status": CollectionStatus.CLOSED, "closed_at": datetime(2023, 12, 20, 12, tzinfo=ZoneInfo("Asia/Tokyo"))}


@pytest.fixture(autouse=True)
def threshold(settings):
    """Counting is looked at with few answers; what is kept back has tests of its own."""
    settings.DISCLOSURE_THRESHOLD = 0


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def run(owner):
    return events.series(owner=owner, code="lecture")


@pytest.fixture
def talk(owner):
    return questions.question(owner, code="talk", text="話し合いたいと思ったか")


def share(owner, **params):
    params = {"series": "lecture", "question": "talk"} | params
    return indicator(owner=owner, function="events.answer_share", params=params)


def figure(one, as_of=COVER):
    return compute([one], year=YEAR, as_of=as_of)[one.code]


def fill(collection, channel, question, *answers, **kw):
    for answer in answers:
        questions.response(collection, channel, {question: answer}, **kw)


def test_the_share_is_counted_per_channel_and_pooled_and_final_once_closed(owner, run, talk):
    session = events.session(series=run, title="一人暮らし", held_on=date(2023, 11, 30))
    hall, zoom = (events.channel(session=session, label=label) for label in ("本会場", "Zoom"))
    collection = questions.collection(questions.questionnaire(talk, series=run), session)
    fill(collection, hall, talk, 1, 1, 2, 3, None)
    fill(collection, zoom, talk, 2, 4)
    fill(collection, zoom, talk, 1, 1, 1, discarded_at=events.NOW)
    one = share(owner)
    so_far = figure(one)
    assert (so_far.value, so_far.state, so_far.numerator, so_far.denominator) == (67, State.TALLYING, 4, 6)
    assert (so_far.part("第1回", "本会場").value, so_far.part("第1回").note) == (75, "一人暮らし")
    for name, value in CLOSED.items():
        setattr(collection, name, value)
    collection.save()
    final = figure(one)
    assert (final.value, final.state, final.records) == (67, State.FINAL, 2)
    assert figure(share(owner, base="all")).denominator == 7
    assert figure(one, date(2023, 12, 19)).state is State.TALLYING
    rows = records(one, year=YEAR, as_of=COVER)
    assert [(row.what, row.value) for row in rows] == [("第1回 本会場", "75％"), ("第1回 Zoom", "50％")]
    assert all("session=" in row.edit_url and row.state is State.FINAL for row in rows)


def test_an_indicator_may_keep_a_definition_of_its_own(owner, run, talk):
    collection = questions.collection(questions.questionnaire(talk, series=run), **CLOSED)
    hall = events.channel(session=collection.session)
    fill(collection, hall, talk, 1, 2, 3, 4)
    assert figure(share(owner, counts=["とても思った"])).value == 25
    assert figure(share(owner, counts=[1, 2, 3])).value == 75
    assert figure(share(owner, counts=["とても思った", 4])).value == 50
    silent = questions.question(owner, code="silent", counted=[], scale=talk.scale)
    other = questions.collection(questions.questionnaire(silent, series=run))
    fill(other, events.channel(session=other.session), silent, 1)
    unknown = figure(share(owner, question="silent"))
    assert (unknown.value, unknown.state) == (None, State.TO_FOLLOW)


@pytest.mark.parametrize("params", [{"base": "some"}, {"counts": []}, {"counts": "とても思った"}, {"counts": [1.5]}])
def test_wrong_parameters_are_refused(params):
    with pytest.raises(BadParams):
        check_params("events.answer_share", {"series": "lecture", "question": "talk"} | params)


def test_ticking_two_counted_answers_counts_once(owner, run):
    several = questions.question(owner, QuestionKind.MULTIPLE, code="talk")
    collection = questions.collection(questions.questionnaire(several, series=run), **CLOSED)
    fill(collection, events.channel(session=collection.session), several, [1, 2], [2, 3], [3, 4], [4])
    whole = figure(share(owner))
    assert (whole.value, whole.numerator, whole.denominator) == (50, 2, 4)


def test_responses_count_from_the_day_they_were_received(owner, run, talk):
    collection = questions.collection(questions.questionnaire(talk, series=run))
    hall = events.channel(session=collection.session)
    fill(collection, hall, talk, 1, 1, received_on=date(2023, 12, 2))
    fill(collection, hall, talk, 4, 4, received_on=date(2024, 1, 5))
    one = share(owner)
    assert figure(one).denominator == 2
    assert figure(one, date(2024, 1, 5)).value == 50
    early = figure(one, date(2023, 12, 1))
    assert (early.value, early.state, early.denominator) == (None, State.TALLYING, None)
    assert figure(one, date(2023, 11, 30)).state is State.TO_FOLLOW  # not opened yet


def test_a_recorded_share_holds_until_the_first_response_came(owner, run, talk):
    first = events.session(series=run)
    events.answer_share(question=talk, session=first, value=96, numerator=96, denominator=100)
    collection = questions.collection(questions.questionnaire(talk, series=run), first)
    one = share(owner)
    assert figure(one).value == 96
    assert len(records(one, year=YEAR, as_of=COVER)) == 1
    fill(collection, events.channel(session=first), talk, 4)
    assert (figure(one).value, figure(one).state) == (0, State.TALLYING)


def test_recorded_and_counted_sessions_are_pooled_and_a_closed_one_without_answers_is_left_out(owner, run, talk):
    form = questions.questionnaire(talk, series=run)
    events.answer_share(question=talk, session=events.session(series=run), value=90, numerator=9, denominator=10)
    counted = questions.collection(form, **CLOSED)
    fill(counted, events.channel(session=counted.session), talk, 1, 4)
    empty = questions.collection(form, **CLOSED)
    fill(empty, events.channel(session=empty.session), talk, None)
    whole = figure(share(owner))
    assert (whole.numerator, whole.denominator, whole.state) == (10, 12, State.FINAL)
    assert whole.part("第3回").state is State.NOT_APPLICABLE


def test_the_number_of_queries_does_not_grow(owner, run, talk, django_assert_num_queries):
    ones = [share(owner), share(owner, counts=[1]), share(owner, base="all")]
    form = questions.questionnaire(talk, series=run)
    for _session in range(4):
        collection = questions.collection(form)
        for _channel in range(3):
            fill(collection, events.channel(session=collection.session), talk, 1, 3)
    compute(ones, year=YEAR, as_of=COVER)
    with django_assert_num_queries(6):
        compute(ones, year=YEAR, as_of=COVER)


answers = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.one_of(st.none(), st.integers(1, 4)),
        st.sampled_from([date(2023, 12, 1), date(2024, 1, 9)]),
        st.booleans(),
    ),
    max_size=12,
)


def test_a_small_channel_and_its_neighbour_are_kept_back_after_pooling(owner, run, talk, settings):
    settings.DISCLOSURE_THRESHOLD = 3
    form = questions.questionnaire(talk, series=run)
    first, second = (questions.collection(form, **CLOSED) for _number in range(2))
    for collection, counts in ((first, (6, 4, 1)), (second, (5,))):
        for label, count in zip(("本会場", "Zoom", "後日上映会"), counts, strict=False):
            fill(collection, events.channel(session=collection.session, label=label), talk, *[1] * count)
    one = share(owner)
    whole = figure(one)
    assert (whole.value, whole.denominator, whole.state) == (100, 16, State.FINAL)
    hall, zoom, later = whole.part("第1回").parts
    assert (whole.part("第1回").denominator, hall.denominator, whole.part("第2回").denominator) == (11, 6, 5)
    for part in (zoom, later):
        assert (part.value, part.numerator, part.denominator, part.state) == (None, None, None, State.SUPPRESSED)
    rows = {row.what: (row.value, row.detail, row.state) for row in records(one, year=YEAR, as_of=COVER)}
    assert rows["第1回 本会場"] == ("100％", f"{talk.text}（6/6）", State.FINAL)
    assert rows["第1回 Zoom"] == rows["第1回 後日上映会"] == ("", talk.text, State.SUPPRESSED)
    first.status = CollectionStatus.OPEN
    first.save()
    assert figure(one).part("第1回", "Zoom").state is State.TALLYING  # open, and without a number
    assert figure(one).part("第1回", "Zoom").value is None


def test_a_recorded_fraction_is_kept_back_and_a_share_without_one_stays(owner, run, talk, settings):
    settings.DISCLOSURE_THRESHOLD = 10
    for fraction in ((1, 2), (90, 100)):
        above, below = fraction
        session = events.session(series=run)
        events.answer_share(
            question=talk, session=session, value=100 * above // below, numerator=above, denominator=below
        )
    one = share(owner)
    assert (figure(one).value, [part.state for part in figure(one).parts]) == (89, [State.SUPPRESSED] * 2)
    assert [(row.value, row.state) for row in records(one, year=YEAR, as_of=COVER)] == [("", State.SUPPRESSED)] * 2
    events.answer_share(question=talk, session=events.session(series=run), value=96)
    assert [part.value for part in figure(one).parts] == [None, 90, 96]  # no common share to subtract from
    assert [row.value for row in records(one, year=YEAR, as_of=COVER)] == ["", "90％", "96％"]


def test_the_figure_says_which_answers_count(owner, run, talk):
    collection = questions.collection(questions.questionnaire(talk, series=run), **CLOSED)
    fill(collection, events.channel(session=collection.session), talk, 1, 4)
    assert figure(share(owner)).note == "とても思った、思った合算"
    assert figure(share(owner, counts=["とても思った"])).note == "とても思った"
    assert figure(share(owner, counts=["とても思った", 4])).note == "とても思った、選択肢4合算"


def test_page_and_figure_say_the_same(owner, run, talk):
    form = questions.questionnaire(talk, series=run)
    for counts in ((1, 1, 2, 3, None), (2, 4, 4)):
        collection = questions.collection(form, **CLOSED)
        hall, zoom = (events.channel(session=collection.session, label=label) for label in ("本会場", "Zoom"))
        fill(collection, hall, talk, *counts)
        fill(collection, zoom, talk, 1, 3)
    whole = figure(share(owner))
    for line in results.results(form)[0].lines:
        part = whole.part(*line.path[1:])
        assert (part.numerator, part.denominator) == (line.cell.counted, line.cell.answered)
        assert part.value == line.cell.share(line.cell.counted, decimals=0)


def test_a_collection_opened_before_its_session_says_nothing_yet(owner, run, talk):
    session = events.session(series=run, status="planned", held_on=date(2024, 2, 1))
    questions.collection(questions.questionnaire(talk, series=run), session)
    one = figure(share(owner))
    assert (one.state, one.parts) == (State.TO_FOLLOW, ())


@trying(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers, st.sets(st.integers(1, 4), min_size=1), st.sampled_from(["answered", "all"]))
def test_the_figure_is_what_a_loop_over_the_responses_says(owner, talk, given, counts, base):
    series = events.series(owner=owner)
    collection = questions.collection(questions.questionnaire(talk, series=series))
    channels = [events.channel(session=collection.session, label=label) for label in ("a", "b")]
    for channel, answer, day, is_discarded in given:
        gone = events.NOW if is_discarded else None
        fill(collection, channels[channel], talk, answer, received_on=day, discarded_at=gone)
    above = below = 0
    for response in Response.objects.filter(collection=collection):
        if response.discarded_at is None and response.received_on <= COVER:
            chosen = [answer.option.position for answer in response.answers.all()]
            below += bool(chosen) or base == "all"
            above += any(position in counts for position in chosen)
    found = figure(share(owner, series=series.code, counts=sorted(counts), base=base))
    expected = percent(Decimal(above), Decimal(below), 0) if below else None
    assert (found.value, found.state) == (expected, State.TALLYING)
