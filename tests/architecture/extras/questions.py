"""A questionnaire with an open collection, a link, a sheet of paper and a free text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories import events, questions
from zaitaku.programme.events.choices import QuestionKind
from zaitaku.programme.events.models import CheckIn, Invitation, Session

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    session = Session.objects.get(series__owner__area=world.nerima.area, series__code="home-care-lecture", number=1)
    owner = session.series.owner
    talk = questions.question(owner, code="asked-talk")
    wish = questions.question(owner, QuestionKind.TEXT, code="asked-wish")
    free = questions.question(owner, code="never-asked")
    form = questions.questionnaire(talk, wish, series=session.series)
    collection = questions.collection(form, session)
    hall = session.channels.order_by("position")[0]
    sheet = questions.response(collection, hall, {talk: 1, wish: "また来たい"}, way="paper", number=1)
    came = CheckIn.objects.create(channel=hall, key="questions-world", at=events.NOW, by=world.officer)
    link = Invitation.objects.create(collection=collection, check_in=came, key="questions-world-link")
    return {
        "questions:pk": free.pk,
        "scales:pk": free.scale_id,
        "questionnaires:pk": form.pk,
        "items:pk": form.items.order_by("position")[0].pk,
        "free-texts:pk": sheet.answers.get(question=wish).pk,
        "collections:pk": collection.pk,
        "responses:pk": sheet.pk,
        "a:key": link.key,
        "q:key": collection.key,
    }
