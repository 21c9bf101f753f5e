"""A questionnaire of one question of each kind, given out after a session with two channels, for tests of its pages."""

from datetime import date
from typing import Any

from tests.factories import events, questions
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import QuestionKind
from zaitaku.programme.events.models import Channel, CheckIn, Collection, Question

KEY = "0123456789abcdef" * 2


def one_of_each(owner: Organisation) -> dict[str, Question]:
    """talk (single), how (several), age (number), wish (text)."""
    kinds = {
        "talk": QuestionKind.SINGLE,
        "how": QuestionKind.MULTIPLE,
        "age": QuestionKind.NUMBER,
        "wish": QuestionKind.TEXT,
    }
    return {code: questions.question(owner, kind, code=code, text=f"{code}について") for code, kind in kinds.items()}


def given_out(owner: Organisation, asked: dict[str, Question]) -> Collection:
    series = events.series(owner=owner, title="在宅療養講演会")
    session = events.session(series=series, held_on=date(2023, 12, 1))
    for label in ("本会場", "Zoom"):
        events.channel(session=session, label=label)
    return questions.collection(questions.questionnaire(*asked.values(), series=series), session)


def arrived(channel: Channel, **kw: Any) -> CheckIn:
    values = {"key": f"arrival{CheckIn.objects.count()}", "at": events.NOW, "by": events.recorder()}
    return CheckIn.objects.create(channel=channel, **(values | kw))
