"""A place and what the venue adds to its name are told together, wherever it is said where something takes place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import core, events
from tests.programme.events.signing_up import enter, open_channel
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.choices import ChannelKind, SessionStatus
from zaitaku.programme.meetings.queries.minutes import content_of

pytestmark = pytest.mark.django_db
WHERE = "区民ホール 研修室1"


@pytest.fixture
def session():
    today = timezone.localdate()
    series = events.series(fiscal_year=FiscalYear.of(today).year, is_public=True)
    place = core.organisation(name="区民ホール", area=series.owner.area)
    fields = {"place": place, "venue": "研修室1", "address": "練馬1-17-1", "access": "駅前"}
    return events.session(series=series, status=SessionStatus.PLANNED, held_on=today, **fields)


def test_letters_pages_and_calendar_files_name_both(client, session):
    one = enter(open_channel(session=session), now=timezone.now())
    assert f"会場：{WHERE}\n" in Letter.objects.get().body
    for page in (f"/events/sign-up/{one.channel_id}/", f"/events/my/{one.key}/"):
        assert WHERE in client.get(page).content.decode()
    assert WHERE in client.get(f"/events/my/{one.key}/event.ics").content.decode()
    assert WHERE in client.get(f"/public/session/{session.pk}/").content.decode()
    client.force_login(core.person(organisation=session.series.owner))
    for page in (
        "/events/calendar/",
        "/events/sessions/",
        f"/events/{session.series_id}/",
        f"/events/sessions/{session.pk}/",
    ):
        assert WHERE in client.get(page).content.decode(), page
    assert content_of(session).place == WHERE


def test_a_channel_elsewhere_has_neither_the_sessions_place_nor_its_address(session):
    own = open_channel(session=session, label="図書館", venue="図書館 2階")
    online = open_channel(session=session, label="Zoom", kind=ChannelKind.ONLINE)
    for channel, where in ((own, "図書館 2階"), (online, "")):
        assert channel.where == where
        enter(channel, now=timezone.now())
        letter = Letter.objects.latest("pk").body
        assert "練馬1-17-1" not in letter
        assert "駅前" not in letter


def test_the_months_calendar_asks_no_question_for_each_line(client, session, django_assert_max_num_queries):
    client.force_login(core.person(organisation=session.series.owner))
    fields = {"series": session.series, "status": SessionStatus.PLANNED, "place": session.place}
    counts = []
    for _ in range(3):
        for _number in range(5):
            events.session(held_on=session.held_on, **fields)
            shown_later = events.session(held_on=session.held_on - timedelta(days=60), **fields)
            events.channel(session=shown_later, held_on=session.held_on, kind=ChannelKind.LATER_SCREENING)
        with django_assert_max_num_queries(60) as asked:
            assert client.get("/events/calendar/").status_code == 200
        counts.append(len(asked.captured_queries))
    assert counts[1] == counts[2], "the first request also opens the sitting"
