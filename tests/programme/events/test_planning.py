"""Numbers, order, what a session says otherwise than its series, why it was called off, and the copy of a year."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from tests.programme.events import signing_up
from zaitaku.analysis.period import fiscal_year_of
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events import actions, published
from zaitaku.programme.events.choices import Admission, ChannelKind, SessionStatus, Tool
from zaitaku.programme.events.models import Channel, Item, Questionnaire, Session

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def owner():
    return core.organisation(name="高齢者支援課")


@pytest.fixture
def series(owner):
    return events.series(owner=owner, fiscal_year=2026, title="在宅療養講演会", contact="窓口", fee_yen=500)


@pytest.fixture
def session(series):
    return events.session(series=series, status=SessionStatus.PLANNED, held_on=date(2026, 12, 5))


@pytest.fixture
def officer(client, owner):
    one = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    client.force_login(one)
    return one


def labels(session):
    return list(session.channels.order_by("position").values_list("label", flat=True))


def test_a_number_is_changed_and_never_given_twice(by, series, session):
    other = events.session(series=series)
    with pytest.raises(actions.EventRefused, match="2"):
        actions.change_session(session=session, number=2, by=by)
    actions.change_session(session=Session.objects.get(pk=session.pk), number=7, by=by)
    assert list(series.sessions.order_by("number").values_list("pk", flat=True)) == [other.pk, session.pk]
    assert AuditEntry.objects.get(action="events.change_session").details["after"] == {"number": 7}
    assert actions.add_session(series=series, by=by).number == 8


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 6)), max_size=6))
def test_channels_stand_where_they_are_put(by, session, moves):
    """Against a plain list."""
    Channel.objects.all().delete()
    made = [events.channel(session=session, label=label) for label in "abcd"]
    expected = list("abcd")
    for which, place in moves:
        label = made[which].label
        channel = Channel.objects.get(pk=made[which].pk)
        if place != channel.position:
            expected.remove(label)
            expected.insert(place - 1, label)
        actions.change_channel(channel=channel, position=place, by=by)
        assert labels(session) == expected
    assert sorted(session.channels.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_a_new_channel_is_the_last_or_where_one_says(by, session):
    for label in ("本会場", "Zoom"):
        actions.add_channel(session=session, kind=ChannelKind.ONLINE, label=label, by=by)
    actions.add_channel(session=session, position=2, kind=ChannelKind.SIMULTANEOUS, label="図書館", by=by)
    assert labels(session) == ["本会場", "図書館", "Zoom"]


def test_a_channel_is_copied_with_what_it_says_for_itself(client, officer, session):
    model = events.channel(
        session=session, label="図書館", kind=ChannelKind.SIMULTANEOUS, capacity=30, admission="first_come",
        venue="視聴覚室", join_url="https://zoom.example/1", status="cancelled",
    )  # fmt: skip
    address = reverse("events:add_channel", args=[session.pk])
    said = client.get(address, {"from": model.pk}).context["page_form"].initial
    assert (said["label"], said["capacity"], said["venue"]) == ("図書館", 30, "視聴覚室")
    assert not {"join_url", "status"} & set(said)
    elsewhere = events.channel(label="よそ")
    for nonsense in (elsewhere.pk, "x", "9" * 50, ""):
        assert client.get(address, {"from": nonsense}).context["page_form"].initial == {}


def test_a_session_may_say_otherwise_than_its_series(by, series, session):
    assert (session.fee, session.contact_words, session.audience_words) == (500, "窓口", "区民")
    actions.change_session(session=session, fee_yen=0, contact="会場", audience_text="家族の方", by=by)
    session.refresh_from_db()
    assert (session.fee, session.contact_words, session.audience_words) == (0, "会場", "家族の方")
    actions.change_series(series=series, is_public=True, by=by)
    told = published.session(key=session.pk, now=NOW)
    assert (told.fee_yen, told.contact, told.audience_words) == (0, "会場", "家族の方")
    row = published.open_data_row(told, url="")
    assert (row.fee_yen, row.fee_words, row.contact_name, row.notes) == (0, "無料", "会場", "対象：家族の方")


def test_why_a_session_was_called_off_is_kept_and_shown_until_it_is_planned_again(client, officer, session):
    address = reverse("events:session", args=[session.pk])
    assert client.post(reverse("events:cancel", args=[session.pk]), {"reason": "台風の接近"}).status_code == 302
    assert "台風の接近" in client.get(address).content.decode()
    assert client.post(reverse("events:plan_again", args=[session.pk]), {"reason": "晴れ"}).status_code == 302
    session.refresh_from_db()
    assert session.called_off_because == ""
    assert "台風の接近" not in client.get(address).content.decode()


def test_a_copy_leaves_out_what_was_called_off_and_numbers_anew(by, series):
    gone = events.session(series=series, number=1, status=SessionStatus.CANCELLED)
    events.channel(session=gone)
    kept = events.session(
        series=series, number=3, has_acp_content=True, fee_yen=0, contact="会場", audience_text="家族"
    )
    events.channel(session=kept, label="図書館", status=SessionStatus.CANCELLED)
    events.channel(
        session=kept,
        label="本会場",
        admission=Admission.LOTTERY,
        capacity=10,
        closes_at=NOW,
        kind=ChannelKind.MAIN_HALL,
    )
    copy = actions.copy_series_to_year(series=series, fiscal_year=2027, by=by)
    new = copy.sessions.get()
    assert (new.number, new.has_acp_content, new.fee_yen, new.contact, new.audience_text) == (
        1,
        True,
        0,
        "会場",
        "家族",
    )
    way = new.channels.get()
    assert (way.label, way.position, way.admission, way.closes_at) == ("本会場", 1, Admission.LOTTERY, None)


@pytest.mark.parametrize("wanted", [True, False])
def test_questionnaires_go_along_when_one_asks_for_it(client, officer, owner, series, wanted):
    asked = Questionnaire.objects.create(series=series, title="参加者アンケート")
    Item.objects.create(questionnaire=asked, question=events.question(owner=owner), position=1, is_required=True)
    data = {"fiscal_year": "2027"} | ({"questionnaires": "on"} if wanted else {})
    assert client.post(reverse("events:copy", args=[series.pk]), data).status_code == 302
    found = Questionnaire.objects.filter(series__fiscal_year=2027)
    assert [one.items.get().is_required for one in found] == ([True] if wanted else [])


def test_a_copied_lottery_asks_for_its_closing_time(client, officer, series, session):
    events.channel(session=session, admission=Admission.LOTTERY, capacity=10, closes_at=NOW)
    page = client.post(reverse("events:copy", args=[series.pk]), {"fiscal_year": "2027"}, follow=True)
    assert "抽選の締切" in page.content.decode()
    copied = Session.objects.get(series__fiscal_year=2027)
    assert "抽選の締切" in client.get(reverse("events:session", args=[copied.pk])).content.decode()
    assert "抽選の締切" not in client.get(reverse("events:session", args=[session.pk])).content.decode()


def test_every_kind_says_which_pages_it_has(series):
    series.kind = "committee"
    assert series.offers == {Tool.AGENDA, Tool.OPEN_MINUTES, Tool.ISSUES}
    assert "agenda" in series.offers


def main_buttons(client, session):
    """Words of the primary buttons of the page's content."""
    page = lxml.html.fromstring(client.get(reverse("events:session", args=[session.pk])).content)
    return [one.text_content().strip() for one in page.xpath("//main//*[contains(@class, 'button-primary')]")]


def test_one_button_says_what_comes_next(client, officer, series):
    today = timezone.localdate()
    series.fiscal_year = fiscal_year_of(today)
    series.save()
    session = events.session(series=series, status=SessionStatus.PLANNED, planned_month=today.replace(day=1))
    assert main_buttons(client, session) == ["参加方法を追加"]
    events.channel(session=session, admission=Admission.FIRST_COME)
    assert main_buttons(client, session) == ["日時と会場を決める"]
    for day, said in (
        (today + timedelta(days=1), "申込者を確認する"),
        (today, "受付を開く"),
        (today - timedelta(days=1), "開催済みにする"),
    ):
        Session.objects.filter(pk=session.pk).update(held_on=day)
        assert main_buttons(client, session) == [said]
    Session.objects.filter(pk=session.pk).update(status=SessionStatus.HELD)
    assert main_buttons(client, session) == ["保存する"]


def test_a_kind_with_an_agenda_has_one_place_for_minutes(client, officer, series, session):
    address, minutes = reverse("events:session", args=[session.pk]), reverse("events:minutes", args=[session.pk])
    assert minutes in client.get(address).content.decode()
    series.kind = "committee"
    series.save()
    assert minutes not in client.get(address).content.decode()
    Session.objects.filter(pk=session.pk).update(minutes="以前の記録")
    page = client.get(address).content.decode()
    assert minutes in page
    assert "以前の記録" in page


def paste(client, series, block, step="look", **more):
    return client.post(reverse("events:paste_sessions", args=[series.pk]), {"block": block, "step": step, **more})


SALON = "日付\t開始\t終了\t会場\t演題\nR8.4.8\t14時\t15:30\tココネリホール\t体操\n2026/4/15\t午後2時\t\t集会室\t\n"


def test_a_year_of_sessions_is_pasted_shown_first_and_added_whole(client, officer, owner, series):
    hall = core.organisation(area=owner.area, name="ココネリホール")
    looked = paste(client, series, SALON, kind="main_hall")
    assert not series.sessions.exists()
    assert [line.problem for line in looked.context["lines"]] == ["", ""]
    assert paste(client, series, SALON, step="save", kind="main_hall").status_code == 302
    first, second = series.sessions.order_by("number")
    assert (first.number, first.held_on, first.starts, first.place) == (1, date(2026, 4, 8), time(14), hall)
    assert (first.venue, first.title, first.ends) == ("", "体操", time(15, 30))
    assert (second.venue, second.place, second.status) == ("集会室", None, SessionStatus.PLANNED)
    assert labels(first) == labels(second) == ["本会場"]
    again = paste(client, series, SALON, step="save", kind="main_hall")
    assert all(line.problem for line in again.context["lines"])
    assert series.sessions.count() == 2


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("2027-04-01\t\t\t会場", "年度の範囲外"),
        ("4月\t\t\t会場", "日"),
        ("\t14:00", "日"),
        ("2026-04-08\t25時", "開始"),
        ("2026-04-08\t15:00\t14:00", "終了"),
        ("2026-04-08\t\t\t会場\t題\t余分", "5"),
        ("R8.4.1\t\t\t会場\nR8.4.1\t\t\t会 場", "同じ日時"),
    ],
)
def test_one_wrong_line_adds_nothing_and_says_why(client, officer, series, line, named):
    page = paste(client, series, f"2026-05-01\t\t\t会場\n{line}", step="save")
    assert named in page.context["lines"][-1].problem
    assert not series.sessions.exists()


def test_lines_without_a_channel(client, officer, series):
    assert paste(client, series, "2026-05-01", step="save").status_code == 302
    assert not Channel.objects.filter(session__series=series).exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    block=st.text(st.sampled_from("令和8年4/１日\t\n：時:半-９x￥\x00会"), max_size=80),
    kind=st.sampled_from(["", "video", "x"]),
)
def test_whatever_is_pasted_is_answered(client, officer, series, block, kind):
    assert paste(client, series, block, step="save", kind=kind).status_code in (200, 302, 422)


def test_whoever_signed_up_reads_why_and_whom_to_ask_about_this_session(client, by):
    channel = signing_up.open_channel()
    entry = signing_up.enter(channel)
    actions.change_session(session=channel.session, contact="会場の窓口", by=by)
    actions.cancel_session(session=channel.session, reason="台風の接近", by=by)
    page = client.get(reverse("events:my_sign_up", args=[entry.key])).content.decode()
    assert "台風の接近" in page
    assert "会場の窓口" in page
    letter = Letter.objects.filter(to=entry.email).order_by("-pk").first()
    assert "台風の接近" in letter.body
    assert "会場の窓口" in letter.body
