"""Planning: every action once as meant and once refused; what is copied, what stays; nothing is half done."""

import io
import zipfile
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.events import actions
from zaitaku.programme.events.actions import SpeakerEntry
from zaitaku.programme.events.actions.handouts import HandoutRefused
from zaitaku.programme.events.choices import Admission, Audience, ChannelKind, SeriesKind, SessionStatus
from zaitaku.programme.events.models import Channel, Handout, Series, Session

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def owner():
    return core.organisation(name="高齢者支援課")


@pytest.fixture
def series(owner):
    return events.series(owner=owner, fiscal_year=2026, title="在宅療養講演会", contact="窓口", planned_sessions=3)


@pytest.fixture
def session(series):
    return events.session(series=series, status=SessionStatus.PLANNED, held_on=date(2026, 12, 5), starts=time(14))


@pytest.fixture
def hall(session):
    return events.channel(session=session, label="本会場", admission=Admission.FIRST_COME, capacity=60)


def told(action):
    return AuditEntry.objects.filter(action=action)


def test_a_series_changes_and_the_chain_says_what(by, series):
    actions.change_series(series=series, title="講演会", fee_yen=0, is_public=True, by=by)
    entry = told("events.change_series").get()
    assert entry.details == {
        "before": {"title": "在宅療養講演会", "fee_yen": None, "is_public": False},
        "after": {"title": "講演会", "fee_yen": 0, "is_public": True},
    }
    actions.change_series(series=series, title="講演会", by=by)
    assert told("events.change_series").count() == 1


@pytest.mark.parametrize("wrong", [{"contact": "  "}, {"audience": Audience.MEMBERS}])
def test_what_is_public_says_whom_to_ask_and_is_for_the_public(by, series, wrong):
    with pytest.raises(actions.EventRefused):
        actions.change_series(series=series, is_public=True, **wrong, by=by)
    assert not Series.objects.get(pk=series.pk).is_public


def test_a_series_is_removed_only_while_it_is_empty(by, series, session):
    with pytest.raises(actions.EventRefused, match="開催回"):
        actions.remove_series(series=series, by=by)
    assert not told("events.remove_series").exists()
    actions.remove_session(session=session, by=by)
    actions.remove_series(series=series, by=by)
    assert not Series.objects.exists()
    assert told("events.remove_series").get().details == {"code": series.code, "fiscal_year": 2026}


def test_a_session_goes_with_its_empty_channels_and_stays_with_anything_else(by, hall, session):
    row = events.attendance(channel=hall, value=3)
    with pytest.raises(actions.EventRefused, match="参加者数の記録"):
        actions.remove_session(session=session, by=by)
    assert Channel.objects.filter(pk=hall.pk).exists()
    row.delete()
    kept = events.handout(session=session)
    with pytest.raises(actions.EventRefused, match="配布資料"):
        actions.remove_session(session=session, by=by)
    assert Channel.objects.filter(pk=hall.pk).exists()
    actions.remove_handout(handout=kept, by=by)
    actions.remove_session(session=Session.objects.get(pk=session.pk), by=by)
    assert not Session.objects.exists()


def test_the_area_comes_from_the_place(by, owner, session):
    area = core.area(kind=AreaKind.LIVING_AREA, parent=owner.area)
    place = core.organisation(area=area)
    actions.change_session(session=session, place=place, by=by)
    session.refresh_from_db()
    assert session.area == area
    other = core.area(kind=AreaKind.LIVING_AREA, parent=owner.area)
    actions.change_session(session=session, place=core.organisation(area=area), area=other, by=by)
    session.refresh_from_db()
    assert session.area == other
    made = actions.add_session(series=session.series, place=core.organisation(area=owner.area), by=by)
    assert made.area is None


def test_every_change_a_calendar_should_know_raises_the_revision(by, session):
    revisions = [session.revision]
    for act in (
        lambda: actions.change_session(session=session, starts=time(13), by=by),
        lambda: actions.add_channel(session=session, kind=ChannelKind.ONLINE, label="Zoom", by=by),
        lambda: actions.change_channel(channel=session.channels.get(), venue="会議室", by=by),
        lambda: actions.remove_channel(channel=session.channels.get(), by=by),
        lambda: actions.name_speakers(session=session, speakers=[SpeakerEntry("練馬花子")], by=by),
        lambda: actions.cancel_session(session=session, reason="台風", by=by),
        lambda: actions.plan_session_again(session=session, reason="誤り", by=by),
        lambda: actions.change_series(series=session.series, title="新しい名称", by=by),
    ):
        act()
        session.refresh_from_db()
        revisions.append(session.revision)
    assert revisions == list(range(9))
    actions.change_session(session=session, starts=time(13), by=by)
    actions.write_minutes(session=session, minutes="記録", by=by)
    session.refresh_from_db()
    assert session.revision == 8


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": time(15), "ends": time(14)},
        {"ends": time(14)},
        {"held_on": date(2027, 4, 1)},
        {"planned_month": date(2026, 3, 1)},
    ],
)
def test_a_session_with_wrong_times_is_refused_and_stays(by, session, fields):
    with pytest.raises(actions.EventRefused):
        actions.change_session(session=session, **fields, by=by)
    now = Session.objects.get(pk=session.pk)
    assert (now.held_on, now.starts, now.ends, now.planned_month) == (date(2026, 12, 5), time(14), None, None)


def test_names_of_speakers_and_minutes_stay_out_of_the_chain(by, session):
    people = [SpeakerEntry("練馬花子", "医師"), SpeakerEntry("大泉太郎")]
    actions.name_speakers(session=session, speakers=people, by=by)
    actions.name_speakers(session=session, speakers=people, by=by)
    actions.name_speakers(session=session, speakers=people[1:], by=by)
    assert [(one.name, one.position) for one in session.speakers.all()] == [("大泉太郎", 1)]
    actions.write_minutes(session=session, minutes="練馬花子が述べた。", by=by)
    assert told("events.name_speakers").count() == 2
    assert "花子" not in str(list(AuditEntry.objects.values_list("subject_name", "details")))


def test_a_held_session_may_have_a_later_screening_ahead(by, hall, session):
    later = actions.add_channel(
        session=session,
        kind=ChannelKind.LATER_SCREENING,
        label="後日上映会",
        status=SessionStatus.PLANNED,
        held_on=date(2027, 4, 20),
        by=by,
    )
    actions.hold_session(session=session, held_on=None, by=by)
    assert Channel.objects.get(pk=later.pk).own_status == SessionStatus.PLANNED
    assert Channel.objects.get(pk=hall.pk).own_status == SessionStatus.HELD


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"capacity": 11}, "12"),
        ({"label": "Zoom"}, "Zoom"),
        ({"starts": time(15), "ends": time(15)}, "終了"),
        ({"held_on": date(2027, 4, 1)}, "年度"),
        ({"admission": Admission.LOTTERY, "closes_at": None}, "抽選"),
        (
            {"opens_at": datetime(2026, 12, 1, 9, tzinfo=TOKYO), "closes_at": datetime(2026, 12, 1, 9, tzinfo=TOKYO)},
            "締切",
        ),
    ],
)
def test_a_channel_that_does_not_fit_is_refused_and_stays(by, hall, session, fields, why):
    events.channel(session=session, label="Zoom")
    Channel.objects.filter(pk=hall.pk).update(taken=12)
    before = Channel.objects.filter(pk=hall.pk).values().get()
    with pytest.raises(actions.EventRefused, match=why):
        actions.change_channel(channel=hall, **fields, by=by)
    assert Channel.objects.filter(pk=hall.pk).values().get() == before


def test_the_database_itself_refuses_fewer_seats_than_are_taken(hall):
    Channel.objects.filter(pk=hall.pk).update(taken=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.filter(pk=hall.pk).update(capacity=11)


def test_a_change_does_not_undo_what_a_sign_up_did_meanwhile(by, hall):
    seen = Channel.objects.get(pk=hall.pk)
    Channel.objects.filter(pk=hall.pk).update(taken=5, waiting=1, last_number=6)
    actions.change_channel(channel=seen, venue="会議室", by=by)
    hall.refresh_from_db()
    assert (hall.taken, hall.waiting, hall.last_number, hall.venue) == (5, 1, 6, "会議室")


def test_another_year_takes_over_the_plan_and_nothing_that_happened(by, series, session, hall):
    actions.change_series(series=series, is_public=True, fee_yen=500, asks_area=True, keeps_days=90, by=by)
    actions.change_session(
        session=session, venue="ホール", address="練馬1-17-1", access="徒歩1分", ends=time(16), by=by
    )
    actions.name_speakers(session=session, speakers=[SpeakerEntry("練馬花子")], by=by)
    Channel.objects.filter(pk=hall.pk).update(taken=40, waiting=2, last_number=42, join_url="https://zoom.example/1")
    events.session(series=series, status=SessionStatus.CANCELLED)
    copy = actions.copy_series_to_year(series=series, fiscal_year=2027, by=by)
    assert (copy.fee_yen, copy.asks_area, copy.keeps_days, copy.contact) == (500, True, 90, "窓口")
    assert not copy.is_public
    new = copy.sessions.get()
    assert (new.held_on, new.planned_month, new.status) == (None, date(2027, 12, 1), SessionStatus.PLANNED)
    assert (new.venue, new.address, new.access, new.starts) == ("ホール", "練馬1-17-1", "徒歩1分", time(14))
    assert not new.speakers.exists()
    way = new.channels.get()
    assert (way.label, way.admission, way.capacity) == ("本会場", Admission.FIRST_COME, 60)
    assert (way.taken, way.waiting, way.last_number, way.join_url) == (0, 0, 0, "")


def test_a_whole_programme_is_copied_or_nothing_of_it(by, owner, series, session):
    cafe = events.series(owner=owner, fiscal_year=2026, kind=SeriesKind.CAFE)
    made = actions.copy_programme(series=[series], fiscal_year=2027, by=by)
    assert [one.title for one in made] == [series.title]
    with pytest.raises(actions.EventRefused), transaction.atomic():
        actions.copy_programme(series=[cafe, series], fiscal_year=2027, by=by)
    assert Series.objects.filter(fiscal_year=2027).count() == 1


def office(*parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("資料.pdf", b"%PDF-1.7", "application/pdf"),
        ("図.PNG", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("写真.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("写真.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("表.xlsx", office("xl/workbook.xml"), "spreadsheetml.sheet"),
        ("文.docx", office("word/document.xml"), "wordprocessingml.document"),
        ("話.pptx", office("ppt/presentation.xml"), "presentationml.presentation"),
    ],
)
def test_files_are_taken_by_their_content(by, session, name, content, media):
    made = actions.add_handout(session=session, title="", file_name=name, content=content, is_public=False, by=by)
    assert made.media_type.endswith(media)
    assert (made.title, bytes(Handout.objects.get().content)) == (name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("資料.pdf", b"<html><script>"),
        ("資料.pdf", b"\x89PNG\r\n\x1a\n"),
        ("表.xlsx", office("word/document.xml")),
        ("表.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin")),
        ("表.xlsx", b"PK\x03\x04 broken"),
        ("古い.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("空.pdf", b""),
        ("ページ.svg", b"<svg onload='x'/>"),
        ("大きい.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024)),
    ],
)
def test_a_file_that_is_something_else_is_refused(by, session, name, content):
    with pytest.raises(HandoutRefused):
        actions.add_handout(session=session, title="", file_name=name, content=content, is_public=True, by=by)
    assert not Handout.objects.exists()


@given(st.binary(max_size=300), st.sampled_from([".pdf", ".docx", ".png", ".jpg", ".xlsx", ""]))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_taken_or_refused(session, content, ending):
    from zaitaku.programme.events.actions.handouts import KINDS, kind_of

    for start in (b"", b"PK\x03\x04", b"%PDF-"):
        try:
            found = kind_of(start + content, f"x{ending}")
        except HandoutRefused:
            continue
        assert KINDS[found][0] == ending


# --- the pages


@pytest.fixture
def officer(client, owner):
    one = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    client.force_login(one)
    return one


def plan(client, name, pk, **data):
    return client.post(reverse(f"events:{name}", args=[pk]), data)


def test_the_page_of_a_series_sets_the_plan_against_what_became_of_it(client, officer, series, hall):
    events.session(series=series)
    events.session(series=series)
    events.session(series=series, status=SessionStatus.CANCELLED)
    page = client.get(reverse("events:series", args=[series.pk])).content.decode()
    assert "3回の計画のうち 実施 2回" in page
    assert "1回中止" in page
    assert "0/60" in page


def test_a_channel_is_planned_and_changed_on_its_page(client, officer, session):
    form = {
        "kind": "simultaneous", "label": "図書館", "status": "planned", "held_on": "R8.12.6", "starts": "午後2時",
        "ends": "16:00", "admission": "first_come", "capacity": "３０人", "largest_group": "2",
        "has_waiting_list": "on",
        "opens_at": "R8.11.1 9:00", "closes_at": "2026-12-04 17:00", "join_url": "", "venue": "視聴覚室",
    }  # fmt: skip
    assert plan(client, "add_channel", session.pk, **form).status_code == 302
    made = Channel.objects.get()
    assert (made.capacity, made.starts, made.held_on) == (30, time(14), date(2026, 12, 6))
    assert made.opens_at == datetime(2026, 11, 1, 9, tzinfo=TOKYO)
    page = client.get(reverse("events:change_channel", args=[made.pk])).content.decode()
    assert 'value="R8.12.4 17:00"' in page
    wrong = plan(client, "change_channel", made.pk, **(form | {"join_url": "javascript:alert(1)", "starts": "25時"}))
    assert wrong.status_code == 422
    assert set(wrong.context["page_form"].errors) == {"join_url", "starts"}
    assert plan(client, "change_channel", made.pk, **(form | {"label": "光が丘図書館"})).status_code == 302
    made.refresh_from_db()
    assert made.label == "光が丘図書館"
    assert plan(client, "remove_channel", made.pk).status_code == 302
    assert not Channel.objects.exists()


def test_places_of_another_municipality_cannot_be_chosen(client, officer, session):
    elsewhere = core.organisation()
    answer = plan(client, "change_session", session.pk, title="x", place=elsewhere.pk)
    assert answer.status_code == 422
    assert answer.context["page_form"].errors["place"]
    here = core.organisation(area=core.area(kind=AreaKind.LIVING_AREA, parent=session.series.owner.area))
    assert plan(client, "change_session", session.pk, title="x", place=here.pk).status_code == 302
    session.refresh_from_db()
    assert (session.place, session.area) == (here, here.area)


def test_speakers_are_written_down_line_by_line(client, officer, session):
    lines = {"s-TOTAL_FORMS": "3", "s-INITIAL_FORMS": "0", "s-0-name": "練馬花子", "s-0-affiliation": "医師"}
    assert plan(client, "speakers", session.pk, **lines).status_code == 302
    assert session.speakers.get().affiliation == "医師"
    assert plan(client, "speakers", session.pk, **(lines | {"s-1-affiliation": "看護師"})).status_code == 422
    assert plan(client, "speakers", session.pk).status_code == 422
    assert session.speakers.count() == 1


def test_a_handout_is_uploaded_and_downloaded_by_those_who_may(client, officer, session):
    file = io.BytesIO(b"%PDF-1.7 slides")
    file.name = "スライド.pdf"
    assert plan(client, "handouts", session.pk, file=file, title="", is_public="on").status_code == 302
    made = Handout.objects.get()
    answer = client.get(reverse("events:handout", args=[made.pk]))
    assert answer.content == b"%PDF-1.7 slides"
    assert "attachment" in answer.headers["Content-Disposition"]
    client.force_login(core.person())
    for name in ("handout", "change_handout", "remove_handout"):
        assert client.get(reverse(f"events:{name}", args=[made.pk])).status_code == 404
    lie = io.BytesIO(b"MZ program")
    lie.name = "スライド.pdf"
    client.force_login(officer)
    answer = plan(client, "handouts", session.pk, file=lie, title="")
    assert answer.status_code == 422
    assert Handout.objects.count() == 1


def test_last_years_programme_is_previewed_and_copied(client, officer, series, hall, owner):
    there = events.series(owner=owner, fiscal_year=2026, code="cafe", title="カフェ")
    events.series(owner=owner, fiscal_year=2027, code="cafe")
    events.series(fiscal_year=2026, title="よその課")
    address = reverse("events:programme")
    page = client.get(address, {"source": "2026", "target": "2027"})
    found = [(line.series.title, line.sessions, line.channels, line.is_there) for line in page.context["lines"]]
    assert found == [("カフェ", 0, 0, True), ("在宅療養講演会", 1, 1, False)]
    years = {"source": "2026", "target": "2027"}
    assert client.post(address, years).context["page_form"].errors["series"]
    assert client.post(address, years | {"series": there.pk}).context["page_form"].errors["series"]
    assert client.post(address, years | {"series": series.pk}).status_code == 302
    assert Series.objects.filter(fiscal_year=2027, title="在宅療養講演会").exists()


def test_a_public_session_says_what_its_open_data_lacks(client, officer, series, session):
    address = reverse("events:session", args=[session.pk])
    assert client.get(address).context["gaps"] == []
    Series.objects.filter(pk=series.pk).update(is_public=True)
    assert "イベント名_カナ" in client.get(address).context["gaps"]
