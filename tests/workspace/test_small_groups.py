"""What one person answered stands neither in the passport of a figure nor in a paper that a council member reads."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import core, events, questions
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.events.choices import CollectionStatus
from zaitaku.programme.events.models import Question, Session

pytestmark = pytest.mark.django_db
COVER = "2023-12-31"


@pytest.fixture
def member(nerima, client: Client):
    """Of 13 answers after the first lecture one came through Zoom, and it was against."""
    session = Session.objects.get(series__code="home-care-lecture", series__owner__area=nerima.area, number=1)
    owner = session.series.owner
    talk = Question.objects.get(owner=owner, code="talk")
    talk.scale, talk.counted = questions.scale(owner=owner), [1, 2]
    talk.save()
    form = questions.questionnaire(talk, series=session.series)
    collection = questions.collection(form, session, status=CollectionStatus.CLOSED, closed_at=events.NOW)
    hall, zoom = session.channels.order_by("position")[:2]
    for channel, position, count in ((hall, 1, 12), (zoom, 4, 1)):
        for _number in range(count):
            questions.response(collection, channel, {talk: position})
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=core.organisation(area=owner.area)))
    return client


def test_the_passport_and_the_paper_keep_it_back(member: Client) -> None:
    passport = member.get(reverse("workspace:figure", args=[2023, "A1.talk"]), {"as_of": COVER})
    session = passport.context["figure"].part("第1回")
    assert (session.value, session.denominator) == (92, 13)
    assert {(part.value, part.denominator, part.state.value) for part in session.parts} == {(None, None, "suppressed")}
    text = passport.content.decode()
    assert "（12/12）" not in text
    assert "（0/1）" not in text
    row = member.get(reverse("workspace:initiative", args=[2023, "A1"]), {"as_of": COVER}).content.decode()
    assert "92％" in row
    assert "0/1" not in row
