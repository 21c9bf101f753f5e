"""After accompanied visits: a questionnaire for staff, one for teams; links for visits that took place alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, events, questions
from tests.factories.meetings import visits
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.actions.collect_answers import Given, receive_by_link
from zaitaku.programme.events.actions.removal import remove_from
from zaitaku.programme.events.models import Collection, Invitation
from zaitaku.programme.events.queries.collecting import unanswered
from zaitaku.programme.meetings.actions.visit_questionnaires import ask
from zaitaku.programme.meetings.choices import Audience, VisitStatus
from zaitaku.programme.meetings.models import Visit
from zaitaku.programme.meetings.queries.visit_questionnaires import asked, went

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return visits.round_(owner=core.organisation())


@pytest.fixture
def officer(one, client):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=one.series.owner))
    return client


@pytest.fixture
def channel(one):
    return events.channel(session=events.session(series=one.series, status="planned", title="振り返り研修"))


def sheet(one, title):
    return questions.questionnaire(questions.question(one.series.owner), series=one.series, title=title)


@pytest.fixture(autouse=True)
def placed(one):
    """あおば took two people along and was to take a third; ひかり one without an address; みどり none."""
    slots = [
        visits.slot(round=one, team=team, email=email)
        for team, email in (
            ("あおば", ""),
            ("あおば", "aoba@example.jp"),
            ("あおば", "aoba@example.jp"),
            ("ひかり", ""),
            ("みどり", "midori@example.jp"),
        )
    ]
    for at, (slot, status) in enumerate(zip(slots, ("done", "done", "planned", "done", "cancelled"), strict=True)):
        trainee = visits.trainee(round=one, email=f"t{at}@example.jp" * (at != 1))
        visits.visit(trainee=trainee, slot=slot, status=VisitStatus(status))


def test_only_visits_that_took_place_are_asked_about_and_a_team_once(one):
    assert [person.email for person in went(one, Audience.STAFF)] == ["t0@example.jp", "", "t3@example.jp"]
    assert [(person.name, person.email) for person in went(one, Audience.TEAM)] == [
        ("あおば", "aoba@example.jp"),
        ("ひかり", ""),
    ]


def test_two_questionnaires_with_links_who_has_not_answered_and_results(one, officer, channel):
    address = reverse("meetings:visit_questionnaires", args=[one.pk])
    staff, team = sheet(one, "病院職員向け"), sheet(one, "訪問チーム向け")
    assert (
        reverse("meetings:visit_questionnaires", args=[one.pk])
        in officer.get(reverse("meetings:round", args=[one.pk])).content.decode()
    )
    for audience, form in ((Audience.STAFF, staff), (Audience.TEAM, team)):
        sent = {f"{audience}-questionnaire": form.pk, f"{audience}-channel": channel.pk, "audience": audience}
        page = officer.post(address, sent, follow=True)
        assert page.status_code == 200
        assert form.title in page.content.decode()
    assert Invitation.objects.count() == Letter.objects.count() == 3
    collection = asked(one, Audience.STAFF).get()
    assert (collection.questionnaire, collection.takes_qr, collection.invited) == (staff, False, 2)
    link = collection.invitations.get(email="t0@example.jp")
    question = staff.items.get().question
    option = question.scale.options.get(position=1).pk
    receive_by_link(invitation=link, key="a" * 32, answers=[Given(question.pk, (option,))], now=timezone.now())
    assert [left.address for left in unanswered(collection)] == ["t3@example.jp"]
    assert "t3@example.jp" in officer.get(reverse("events:unanswered", args=[collection.pk])).content.decode()
    assert (asked(one, Audience.STAFF).get().answered, asked(one, Audience.TEAM).get().answered) == (1, 0)
    collection.status, collection.closed_at = "closed", events.NOW
    collection.save()
    results = officer.get(reverse("events:results", args=[staff.pk])).context["results"]
    assert results[0][0].whole.cell.counted == 1
    remove_from(series=one.series, by=core.person(), now=timezone.now())
    assert not Invitation.objects.exclude(name="", email="").exists()
    assert not Letter.objects.exists()


def test_who_went_later_gets_a_link_and_nobody_a_second_one(one, channel):
    form, by, now = sheet(one, "病院職員向け"), core.person(), timezone.now()
    told = {"round_": one, "questionnaire": form, "channel": channel, "by": by, "now": now}
    assert ask(audience=Audience.STAFF, **told) == 2
    assert ask(audience=Audience.STAFF, **told) == 0
    Visit.objects.filter(trainee__number=3).update(status=VisitStatus.DONE)
    assert ask(audience=Audience.STAFF, **told) == 1
    with pytest.raises(RecordRefused, match="別の方"):
        ask(audience=Audience.TEAM, **told)
    with pytest.raises(RecordRefused):
        ask(audience=Audience.TEAM, **told | {"channel": events.channel()})
    assert Collection.objects.count() == 1


def test_nobody_to_write_to_is_said(one, officer, channel):
    one.slots.update(email="")
    form = sheet(one, "訪問チーム向け")
    sent = {"team-questionnaire": form.pk, "team-channel": channel.pk, "audience": "team"}
    page = officer.post(reverse("meetings:visit_questionnaires", args=[one.pk]), sent)
    assert page.status_code == 422
    assert "メールアドレスのある方がいません" in page.content.decode()
    assert not Collection.objects.exists()
