"""Pages of events: entering, pasting, undoing; who may reach what; nothing typed breaks or half-saves anything."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from zaitaku.core.accounts.choices import Role
from zaitaku.core.records.models import Recorded
from zaitaku.programme.events.choices import SeriesKind, SessionStatus
from zaitaku.programme.events.models import AnswerShare, Attendance, Question, Series, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def run(owner):
    return events.lectures(owner)


@pytest.fixture
def officer(client, owner):
    one = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    client.force_login(one)
    return one


def third(run):
    return run.sessions.get(number=3)


def grid(session, **values):
    """The grid as the browser sends it back, with some values changed: label → fields."""
    data = {}
    for channel in session.channels.all():
        row: Recorded | None = channel.attendance.filter(superseded_at=None).first()
        new = values.get(channel.label, {})
        now = {"value": "", "state": "", "mark": "", "as_of": "", "seen": ""}
        if row is not None:
            now = {
                "value": "" if row.value is None else f"{row.value:.0f}",
                "state": row.state,
                "mark": row.mark,
                "as_of": row.as_of or "",
                "seen": row.pk,
            }
        data |= {f"c{channel.pk}-{name}": value for name, value in (now | new).items()}
    return data


def save(client, session, **values):
    return client.post(reverse("events:session", args=[session.pk]), grid(session, **values), follow=True)


def current(session):
    rows = Attendance.objects.filter(channel__session=session, superseded_at=None).order_by("channel__position")
    return [row.value for row in rows]


def test_the_later_screening_comes_in_and_only_it_is_recorded_anew(client, officer, run):
    before = Attendance.objects.count()
    page = save(client, third(run), 後日上映会={"value": "４１", "state": "final", "as_of": "R6.1.20"})
    assert page.status_code == 200
    assert current(third(run)) == [105, 32, 37, 41]
    assert Attendance.objects.count() == before + 1
    row = Attendance.objects.get(superseded_at=None, channel__label="後日上映会", channel__session=third(run))
    assert (row.as_of, row.recorded_by) == (date(2024, 1, 20), officer)


def test_one_wrong_line_saves_none_and_says_which(client, officer, run):
    page = save(client, third(run), 本会場={"value": "106"}, Zoom={"value": "-3"})
    assert page.status_code == 422
    assert "Zoom" in page.content.decode()
    assert "106" in page.content.decode()
    assert current(third(run)) == [105, 32, 37, None]
    assert save(client, third(run), Zoom={"value": "abc"}).status_code == 422
    assert save(client, third(run), Zoom={"value": ""}).status_code == 422
    assert save(client, third(run), Zoom={"value": "", "state": ""}).status_code == 422
    assert current(third(run)) == [105, 32, 37, None]


def test_an_unchanged_grid_records_nothing(client, officer, run):
    before = Attendance.objects.count()
    save(client, third(run))
    assert Attendance.objects.count() == before


def test_the_second_of_two_officers_sees_the_first_ones_value_before_it_is_replaced(client, officer, run):
    late = grid(third(run), Zoom={"value": "40"})
    save(client, third(run), Zoom={"value": "39"})
    page = client.post(reverse("events:session", args=[third(run).pk]), late)
    assert page.status_code == 422
    assert "39" in page.content.decode()
    assert current(third(run))[2] == 39
    lines = page.context["lines"]
    again = {form.add_prefix(name): form[name].value() or "" for _channel, form in lines for name in form.fields}
    assert client.post(reverse("events:session", args=[third(run).pk]), again).status_code == 302
    assert current(third(run))[2] == 40


def test_history_shows_every_row_and_undo_brings_the_last_one_back(client, officer, run):
    save(client, third(run), Zoom={"value": "73"})
    zoom = third(run).channels.get(label="Zoom")
    page = client.get(reverse("events:history", args=[zoom.pk])).content.decode()
    assert "73" in page
    assert "37" in page
    row = zoom.attendance.get(superseded_at=None)
    client.post(reverse("events:undo", args=[zoom.pk]), {"seen": row.pk})
    assert current(third(run))[2] == 37
    client.post(reverse("events:undo", args=[zoom.pk]), {"seen": row.pk})
    client.post(reverse("events:undo", args=[zoom.pk]), {"seen": "x"})
    assert current(third(run))[2] == 37


def paste(client, run, block, step="look", **more):
    return client.post(reverse("events:paste", args=[run.pk]), {"block": block, "step": step} | more)


def test_a_pasted_block_is_shown_first_and_saved_on_the_second_step(client, officer, run):
    block = "回\t会場\t人数\r\n第３回\tｚｏｏｍ\t38人\r\n\r\n3\t後日上映会\t41\r\n1\t本会場\t集計中\r\n"
    page = paste(client, run, block)
    assert [line.problem for line in page.context["lines"]] == ["", "", ""]
    assert current(third(run)) == [105, 32, 37, None]
    done = paste(client, run, block, "save", seen=page.context["seen"], as_of="2024-01-31")
    assert done.status_code == 302
    assert current(third(run)) == [105, 32, 38, 41]
    assert current(run.sessions.get(number=1))[0] is None


@pytest.mark.parametrize(
    ("block", "line", "named"),
    [
        ("3\tZoom\t38\n9\tZoom\t1", 2, "9"),
        ("3\tZoom\t38\n3\t中庭\t1", 2, "中庭"),
        ("3\tZoom\t38\n3\t本会場\t多数", 2, "多数"),
        ("3\tZoom\t38\n3\t本会場\t1.5", 2, "1.5"),
        ("3\tZoom\t38\n3\t本会場\t-1", 2, "-1"),
        ("3\tZoom\t38\n3\t本会場", 2, ""),
        ("3\tZoom\t38\n3\tZoom\t39", 2, ""),
        ("3\tZoom\t38\n3\t本会場\t" + "9" * 17, 2, "9"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_saved(client, officer, run, block, line, named):
    page = paste(client, run, block, "save", seen=paste(client, run, block).context["seen"])
    assert page.status_code == 200
    bad = [one for one in page.context["lines"] if one.problem]
    assert [one.line for one in bad] == [line]
    assert named in bad[0].problem
    assert current(third(run)) == [105, 32, 37, None]


def test_a_value_changed_since_the_preview_is_not_pasted_over(client, officer, run):
    block = "3\t本会場\t1\n3\tZoom\t38"
    seen = paste(client, run, block).context["seen"]
    save(client, third(run), Zoom={"value": "39"})
    page = paste(client, run, block, "save", seen=seen)
    assert page.context["problem"]
    assert current(third(run)) == [105, 32, 39, None]
    assert paste(client, run, block, "save", seen=page.context["seen"]).status_code == 302


HALL = {"kind": "main_hall", "label": "本会場", "admission": "open", "largest_group": "4"}


def test_from_an_empty_list_to_a_session_with_channels(client, officer, owner):
    assert "まだ" in client.get(reverse("events:series_list")).content.decode()
    form = {"title": "講座", "code": "course", "kind": "course", "fiscal_year": "2023", "owner": owner.pk}
    form |= {"audience": "residents", "keeps_days": "180"}
    assert client.post(reverse("events:add"), form).status_code == 302
    assert client.post(reverse("events:add"), form).status_code == 200
    series = Series.objects.get()
    new = {"number": "1", "title": "第一部", "held_on": "令和5年6月1日", "planned_month": "", "venue": "区役所"}
    client.post(reverse("events:add_session", args=[series.pk]), new)
    session = Session.objects.get()
    client.post(reverse("events:add_channel", args=[session.pk]), HALL)
    client.post(reverse("events:hold", args=[session.pk]), {"held_on": ""})
    save(client, session, 本会場={"value": "1,234"})
    session.refresh_from_db()
    assert (session.status, session.held_on, current(session)) == (SessionStatus.HELD, date(2023, 6, 1), [1234])
    change = {"title": "第一部", "held_on": "R7.6.1", "planned_month": "", "venue": ""}
    assert client.post(reverse("events:change_session", args=[session.pk]), change).status_code == 422
    client.post(reverse("events:copy", args=[series.pk]), {"fiscal_year": "2024"})
    client.post(reverse("events:copy", args=[series.pk]), {"fiscal_year": "x"})
    assert list(Series.objects.values_list("fiscal_year", flat=True)) == [2024, 2023]
    copied = Session.objects.get(series__fiscal_year=2024)
    client.post(reverse("events:cancel", args=[copied.pk]), {"reason": "台風"})
    copied.refresh_from_db()
    assert copied.status == SessionStatus.CANCELLED


def test_answers_are_entered_per_channel_and_a_fraction_gives_its_percentage(client, officer, owner, run):
    client.post(
        reverse("events:add_question"),
        {"code": "talk", "text": "話し合いたい", "kind": "single", "decimals": "1", "owner": owner.pk},
    )
    question = Question.objects.get()
    session = third(run)
    zoom = session.channels.get(label="Zoom")
    url = reverse("events:answers", args=[session.pk])
    assert client.get(url).status_code == 200
    good = {f"q{question.pk}-0-value": "96", f"q{question.pk}-{zoom.pk}-numerator": "8"}
    assert client.post(url, good).status_code == 422
    assert not AnswerShare.objects.exists()
    assert client.post(url, good | {f"q{question.pk}-{zoom.pk}-denominator": "18"}).status_code == 302
    values = AnswerShare.objects.order_by("value").values_list("value", "channel")
    assert list(values) == [(Decimal("44.4"), zoom.pk), (Decimal(96), None)]
    assert client.post(url, {f"q{question.pk}-0-value": "101"}).status_code == 422


def test_the_list_is_searched_filtered_and_paged(client, officer, owner, run):
    for number in range(60):
        events.series(owner=owner, title=f"サロン{number}", fiscal_year=2022, kind="salon")
    url = reverse("events:series_list")
    assert client.get(url).context["listed"].paginator.count == 61
    for query, count in (
        ("q=在宅", 1),
        ("year=2022", 60),
        ("kind=salon", 60),
        (f"owner={owner.pk}", 61),
        ("q=無い", 0),
    ):
        assert client.get(f"{url}?{query}").context["listed"].paginator.count == count
    assert len(client.get(f"{url}?page=2").context["listed"].object_list) == 11
    for odd in ("year=abc", "owner=99999999999999999999", "kind=無い", "page=-1", "owner=%E4%BB%AE"):
        assert client.get(f"{url}?{odd}").status_code == 200


def test_a_list_of_any_length_takes_the_same_number_of_queries(client, officer, owner, django_assert_max_num_queries):
    for _number in range(40):
        events.lectures(owner, code=f"l{_number}")
    with django_assert_max_num_queries(25):
        client.get(reverse("events:series_list"))
    with django_assert_max_num_queries(25):
        client.get(reverse("events:series", args=[Series.objects.first().pk]))


READS = ["series_list", "series", "session", "history"]
WRITES = ["add", "add_question", "copy", "paste", "add_session", "change_session", "hold", "cancel", "add_channel"]
WRITES += ["answers", "undo"]
RECORDING = (Role.PROGRAMME_OFFICER, Role.SECTION_OFFICER, Role.PARTNER)


def address(name, run):
    session = third(run)
    arguments = {
        "session": session.pk,
        "change_session": session.pk,
        "hold": session.pk,
        "cancel": session.pk,
        "add_channel": session.pk,
        "answers": session.pk,
        "history": session.channels.first().pk,
        "undo": session.channels.first().pk,
    }
    if name in ("series_list", "add", "add_question"):
        return reverse(f"events:{name}")
    return reverse(f"events:{name}", args=[arguments.get(name, run.pk)])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", READS + WRITES)
def test_every_role_reaches_exactly_its_own(client, owner, run, role, name):
    url = address(name, run)
    method = client.post if name in ("copy", "undo") else client.get
    has_object = name not in ("series_list", "add", "add_question")
    client.force_login(core.person(role=role, organisation=owner))
    expected = 200 if name in READS else 403
    if name in WRITES and role in RECORDING:
        expected = 302 if name in ("copy", "undo") else 200
    if role is Role.ADMINISTRATOR:
        expected = 403
    assert method(url).status_code == expected
    client.force_login(core.person(role=role))
    if has_object:
        assert method(url).status_code == (404 if expected != 403 else 403)
    client.logout()
    assert method(url).status_code == 302


def test_a_reader_cannot_post_to_the_grid(client, owner, run):
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=owner))
    page = client.get(reverse("events:session", args=[third(run).pk]))
    assert '<input type="text"' not in page.content.decode()
    assert save(client, third(run), Zoom={"value": "1"}).status_code == 404
    assert current(third(run))[2] == 37


junk = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["-1", "1e9", "９" * 40, "NaN", "\x00", "R5.2.30", "final", "x" * 5000, "\ud800", "0", "1,2,3"]),
    st.integers().map(str),
)
FUZZED = ["add", "add_question", "copy", "paste", "add_session", "change_session", "hold", "cancel", "add_channel"]
FUZZED += ["answers", "undo", "session"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FUZZED), data=st.data())
def test_nothing_typed_breaks_a_form_or_saves_half_of_it(client, officer, owner, run, name, data):
    question = Question.objects.first() or events.question(owner=owner)
    session = third(run)
    prefixes = [f"c{channel.pk}-" for channel in session.channels.all()] + [f"q{question.pk}-0-", ""]
    names = ["value", "state", "mark", "as_of", "seen", "numerator", "denominator", "title", "code", "kind", "label"]
    names += ["fiscal_year", "planned_sessions", "owner", "number", "held_on", "planned_month", "venue", "reason"]
    names += ["text", "definition", "decimals", "block", "step"]
    fields = st.dictionaries(st.sampled_from([p + n for p in prefixes for n in names]), junk, max_size=8)
    sent = {key: value.encode("utf-8", "replace").decode() for key, value in data.draw(fields).items()}
    rows = {row.pk: (row.value, row.state) for row in Attendance.objects.all()}
    response = client.post(address(name, run), sent)
    assert response.status_code < 500
    after = {row.pk: (row.value, row.state) for row in Attendance.objects.all()}
    assert rows.items() <= after.items()
    if response.status_code == 422:
        assert after == rows


@pytest.mark.parametrize(("kind", "is_read"), [(SeriesKind.CASE_MEETING, False), (SeriesKind.COMMITTEE, True)])
def test_minutes_of_a_case_meeting_are_read_by_those_who_record_for_it(client, kind, is_read):
    """They may name people; a committee's minutes are its members'."""
    meeting = events.session(series=events.series(kind=kind), minutes="練馬花子が述べた。")
    owner = meeting.series.owner
    for role, may in ((Role.PROGRAMME_OFFICER, True), (Role.COUNCIL_MEMBER, is_read)):
        client.force_login(core.person(role=role, organisation=owner))
        page = client.get(f"/events/sessions/{meeting.pk}/")
        assert page.status_code == 200
        assert ("練馬花子" in page.content.decode()) == may
