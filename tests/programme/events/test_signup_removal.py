"""Personal data goes when its time is over, and nothing that is counted changes by it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import core, events
from tests.programme.events.signing_up import DAY, NOW, enter, open_channel
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.jobs import actions as jobs
from zaitaku.core.jobs.choices import JobStatus
from zaitaku.core.jobs.models import Job
from zaitaku.core.jobs.worker import work_once
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.removal import TooEarly, remove_from, remove_now, remove_personal_data
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.models import CheckIn, OnlineReport, Removal, Series, Session, SignUp, SignUpStep
from zaitaku.programme.events.queries.removal import due_series, last_day, removal_day
from zaitaku.programme.events.queries.signup import counts

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=400)


@pytest.fixture
def channel():
    made = open_channel(capacity=3)
    everything = {"kana": "ねりま", "phone": "0311112222", "needs": ["wheelchair"], "needs_text": "車いす2台"}
    person = enter(made, 2, office="光が丘訪問看護", profession="nurse", **everything)
    enter(made, 2)
    by = events.recorder()
    CheckIn.objects.create(channel=made, sign_up=person, key="a", at=NOW, by=by)
    CheckIn.objects.create(channel=made, key="b", at=NOW, by=by, name="飛び込み", email="walk@example.jp")
    OnlineReport.objects.create(channel=made, digest="d", rows=[{"name": "練馬"}], imported_at=NOW, imported_by=by)
    return made


def test_names_contacts_needs_and_letters_go_and_counts_stay(channel):
    series = channel.session.series
    before = counts(channel)
    removed = remove_from(series=series, by=events.recorder(), now=LATER)
    assert removed == {"sign_ups": 2, "letters": 2, "check_ins": 2, "online_reports": 1}
    for one in SignUp.objects.filter(channel=channel):
        left = (one.name, one.kana, one.email, one.phone, one.needs, one.needs_text, one.office)
        assert left == ("", "", "", "", [], "", "")
        assert one.removed_at == LATER
    assert SignUp.objects.filter(profession="nurse").count() == 1, "what is counted stays"
    assert not CheckIn.objects.exclude(name="", email="", office="").exists()
    assert OnlineReport.objects.get().rows == []
    assert not Letter.objects.exists()
    assert counts(channel) == before
    assert SignUpStep.objects.filter(kind="removed").count() == 2
    assert dict(Removal.objects.values_list("what", "rows")) == removed
    assert AuditEntry.objects.get(action="events.remove_personal_data").details == {"rows": removed}


def test_a_second_removal_finds_nothing_and_records_nothing(channel):
    series = channel.session.series
    remove_from(series=series, by=events.recorder(), now=LATER)
    assert remove_from(series=series, by=events.recorder(), now=LATER) == {}
    assert Removal.objects.filter(what="sign_ups").count() == 1


def test_letters_and_entries_of_another_series_stay(channel):
    other = enter(open_channel())
    remove_from(series=channel.session.series, by=events.recorder(), now=LATER)
    other.refresh_from_db()
    assert other.name
    assert Letter.objects.filter(about=f"events.sign_up:{other.pk}").count() == 1


def test_the_link_leads_nowhere_after_the_removal(client, channel):
    made = SignUp.objects.filter(channel=channel).first()
    assert client.get(f"/events/my/{made.key}/").status_code == 200
    remove_from(series=channel.session.series, by=events.recorder(), now=LATER)
    for page in ("", "change/", "cancel/", "event.ics"):
        assert client.get(f"/events/my/{made.key}/{page}").status_code == 404


def test_the_time_runs_from_the_last_day_of_any_channel(channel):
    series = channel.session.series
    assert last_day(series) == DAY
    assert removal_day(series) == DAY + timedelta(days=181)
    events.channel(session=channel.session, held_on=DAY + timedelta(days=30))
    assert last_day(series) == DAY + timedelta(days=30)
    called_off = events.session(series=series, status=SessionStatus.CANCELLED, held_on=DAY + timedelta(days=90))
    events.channel(session=called_off)
    assert last_day(series) == DAY + timedelta(days=30)
    events.session(series=series, status=SessionStatus.PLANNED, planned_month=date(2027, 2, 1))
    assert last_day(series) == date(2027, 2, 28)
    events.session(series=series, status=SessionStatus.PLANNED)
    assert last_day(series) == date(2027, 3, 31)


def test_the_nightly_task_takes_the_series_whose_time_is_over(channel, monkeypatch):
    series = channel.session.series
    assert series not in due_series(removal_day(series) - timedelta(days=1))
    assert series in due_series(removal_day(series))
    series.keeps_days = 1
    series.save()
    channel.session.held_on = timezone.localdate() - timedelta(days=2)
    channel.session.save()
    young = enter(open_channel(day=timezone.localdate() + timedelta(days=9)), now=timezone.now())
    told = []

    class Hand:
        def progress(self, done, of):
            told.append((done, of))

    assert remove_personal_data(Hand()) == {"rows": 7}
    assert told
    assert SignUp.objects.filter(channel=channel, removed_at=None).count() == 0
    young.refresh_from_db()
    assert young.name
    assert AuditEntry.objects.get(action="events.remove_personal_data").by.is_system


def stumbles(*, series, now):
    """Another part of the product that cannot remove what it holds of one series."""
    SignUp.objects.filter(channel__session__series=series).update(office="half removed")
    if series.title == "壊れた催し":
        raise RuntimeError("cannot be removed")
    return {}


def test_one_series_that_fails_keeps_no_other_from_being_removed(client, settings):
    settings.PERSONAL_DATA = ["tests.programme.events.test_signup_removal.stumbles", *settings.PERSONAL_DATA]
    settings.TASKS = {"remove": "zaitaku.programme.events.actions.removal.remove_personal_data"}
    over = timezone.localdate() - timedelta(days=300)
    broken, whole = (enter(open_channel(), office="訪問看護") for _ in range(2))
    Session.objects.update(held_on=over)
    Series.objects.filter(pk=broken.channel.session.series_id).update(title="壊れた催し")
    jobs.ask(task="remove", params={}, by=core.person(), max_attempts=1)
    assert work_once(worker="w")
    left = dict(SignUp.objects.values_list("pk", "office"))
    assert left == {broken.pk: "訪問看護", whole.pk: ""}, "nothing of the failing one is half done"
    job = Job.objects.get()
    assert job.status == JobStatus.FAILED
    assert job.error == f"NotAllRemoved: 1 / 2 (series {broken.channel.session.series_id})"
    for sign_up, is_late in ((broken, True), (whole, False)):
        series = Series.objects.get(sessions__channels=sign_up.channel_id)
        client.force_login(core.person(organisation=series.owner))
        page = client.get(f"/events/{series.pk}/personal-data/").content.decode()
        assert ("削除の期日を過ぎています" in page) == is_late


def test_before_the_last_day_nobody_removes(channel):
    with pytest.raises(TooEarly):
        remove_now(series=channel.session.series, by=events.recorder(), now=datetime(2026, 11, 2, tzinfo=UTC))
    assert SignUp.objects.filter(removed_at=None).count() == 2


def test_the_page_says_what_goes_when_and_removes_after_a_tick(client, channel):
    session = channel.session
    session.held_on = timezone.localdate() - timedelta(days=3)
    session.save()
    address = f"/events/{session.series_id}/personal-data/"
    client.force_login(core.person(organisation=session.series.owner))
    assert "今すぐ削除する" in client.get(address).content.decode()
    assert client.post(address).status_code == 422
    assert SignUp.objects.filter(removed_at=None).count() == 2
    page = client.post(address, {"sure": "on"}, follow=True).content.decode()
    assert "7件の個人情報を削除しました" in page
    listed = client.get(f"/events/channels/{channel.pk}/sign-ups/").content.decode()
    assert "（削除済み）" in listed
    client.force_login(core.person())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("left", [{"name": "練馬"}, {"needs": ["wheelchair"]}, {"needs_text": "酸素"}])
def test_the_database_takes_no_half_removed_entry(channel, left):
    empty = {"name": "", "kana": "", "email": "", "phone": "", "needs": [], "needs_text": "", "office": ""}
    row = SignUp.objects.filter(phone="0311112222")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**(empty | left), removed_at=LATER)
    assert row.update(**empty, removed_at=LATER) == 1
