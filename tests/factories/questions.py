"""Scales, questionnaires, collections and responses, for tests."""

from datetime import date
from itertools import count
from typing import Any

from tests.factories import events
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import AnswerWay, QuestionKind
from zaitaku.programme.events.models import (
    Answer,
    Channel,
    Collection,
    Item,
    Option,
    Question,
    Questionnaire,
    Response,
    Scale,
    Session,
)

AGREEMENT = ("とても思った", "思った", "あまり思わなかった", "思わなかった")
_next = count(1).__next__


def scale(*labels: str, **kw: Any) -> Scale:
    made = Scale.objects.create(**({"code": f"scale-{_next()}", "title": "程度"} | kw))
    for position, label in enumerate(labels or AGREEMENT, start=1):
        Option.objects.create(scale=made, position=position, label=label)
    return made


def question(owner: Organisation, kind: QuestionKind = QuestionKind.SINGLE, **kw: Any) -> Question:
    """A choice has the scale of agreement with its first two answers counted, unless said otherwise."""
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE) and "scale" not in kw:
        kw["scale"] = scale(owner=owner)
        kw.setdefault("counted", [1, 2])
        kw.setdefault("definition", "とても思った、思った合算")
    return events.question(owner=owner, kind=kind, **kw)


def questionnaire(*questions: Question, **kw: Any) -> Questionnaire:
    if "series" not in kw:
        kw["series"] = events.series()
    made = Questionnaire.objects.create(**({"title": "アンケート"} | kw))
    for position, one in enumerate(questions, start=1):
        Item.objects.create(questionnaire=made, question=one, position=position)
    return made


def collection(questionnaire: Questionnaire, session: Session | None = None, **kw: Any) -> Collection:
    session = session or events.session(series=questionnaire.series)
    defaults = {"key": f"key{_next()}", "opened_at": events.NOW}
    return Collection.objects.create(questionnaire=questionnaire, session=session, **(defaults | kw))


def response(collection: Collection, channel: Channel, given: dict[Question, Any], **kw: Any) -> Response:
    """`given`: question → position, list of positions, number or text; None is no answer."""
    defaults = {"way": AnswerWay.LINK, "key": f"response{_next()}", "received_on": date(2023, 12, 1)}
    made = Response.objects.create(collection=collection, channel=channel, **(defaults | kw))
    for one, value in given.items():
        for said in value if isinstance(value, list | tuple) else [] if value is None else [value]:
            row: dict[str, Any] = {"text": said} if isinstance(said, str) else {"number": said}
            if one.scale is not None:
                row = {"option": one.scale.options.get(position=said)}
            Answer.objects.create(response=made, question=one, **row)
    return made
