"""Single responses counted for figures: how many answered a question, and how many gave an answer that counts."""

from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q
from django.utils import timezone

from zaitaku.programme.events.choices import CollectionStatus
from zaitaku.programme.events.models import Collection, Item, Question, Response


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one collection asks it."""

    collection: Collection
    question: Question

    def is_open(self, as_of: date) -> bool:
        """Whether answers were still coming in on that day."""
        closed = self.collection.closed_at
        is_closed = self.collection.status == CollectionStatus.CLOSED
        return not is_closed or closed is None or timezone.localdate(closed) > as_of


@dataclass(frozen=True, slots=True)
class Counting:
    """What an indicator counts: a question's code, and the answers by label or position; None: as the question says."""

    code: str
    labels: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()

    def condition(self, questions: Several[Question]) -> Q:
        """On the joined answers `hit`."""
        if self.labels or self.positions:
            named = Q(hit__option__label__in=self.labels) | Q(hit__option__position__in=self.positions)
            return Q(hit__question__in=[question.pk for question in questions]) & named
        found = Q(pk__in=[])
        for question in questions:
            found |= Q(hit__question=question.pk, hit__option__position__in=question.counted)
        return found

    def says_what_counts(self, questions: Several[Question]) -> bool:
        return bool(self.labels or self.positions) or any(question.counted for question in questions)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one channel: `counted` of `answered`; `responses` came in, those without an answer to the question too."""

    channel: str
    counted: int
    answered: int
    responses: int


ByQuestion = dict[tuple[int, str], list[Asked]]  # session id, question code


def asked(sessions: Several[int], codes: Several[str], as_of: date) -> ByQuestion:
    """What the sessions' questionnaires ask, where a collection had begun by then. Two queries."""
    begun = [
        collection
        for collection in Collection.objects.filter(session__in=sessions).order_by("pk")
        if timezone.localdate(collection.opened_at) <= as_of
    ]
    by_questionnaire: dict[int, list[Question]] = {}
    wanted = {collection.questionnaire_id for collection in begun}
    for item in Item.objects.filter(questionnaire__in=wanted, question__code__in=codes).select_related("question"):
        by_questionnaire.setdefault(item.questionnaire_id, []).append(item.question)
    found: ByQuestion = {}
    for collection in begun:
        for question in by_questionnaire.get(collection.questionnaire_id, []):
            found.setdefault((collection.session_id, question.code), []).append(Asked(collection, question))
    return found


Line = dict[str, Any]  # of one collection and channel: label, responses, and above_… and below_… per counting


def tallies(found: ByQuestion, wanted: Sequence[Counting], as_of: date) -> list[dict[int, tuple[Tally, ...]]]:
    """For each of `wanted`: session id → a tally per channel that answered, in the channels' order. One query.

    A response counts from the day it was received; one that chose several counted answers counts once.
    """
    lines = _lines(found, wanted, as_of)
    made = []
    for at, counting in enumerate(wanted):
        by_session: dict[int, dict[str, Tally]] = {}
        for line in lines:
            if any(one.collection.pk == line["collection"] for one in found.get((line["session"], counting.code), [])):
                channels = by_session.setdefault(line["session"], {})
                before = channels.get(line["label"], Tally(line["label"], 0, 0, 0))
                channels[line["label"]] = Tally(
                    before.channel,
                    before.counted + line[f"above_{at}"],
                    before.answered + line[f"below_{at}"],
                    before.responses + line["responses"],
                )
        made.append({session: tuple(channels.values()) for session, channels in by_session.items()})
    return made


def _lines(found: ByQuestion, wanted: Sequence[Counting], as_of: date) -> list[Line]:
    questions = {one.question.pk: one.question for several in found.values() for one in several}
    counts = {}
    for at, counting in enumerate(wanted):
        own = [question for question in questions.values() if question.code == counting.code]
        counts[f"above_{at}"] = Count("pk", distinct=True, filter=counting.condition(own))
        counts[f"below_{at}"] = Count("pk", distinct=True, filter=Q(hit__question__in=[one.pk for one in own]))
    rows: Iterable[Any] = (
        Response.objects.filter(collection__in={one.collection.pk for several in found.values() for one in several})
        .filter(discarded_at=None, received_on__lte=as_of)
        .annotate(hit=FilteredRelation("answers", condition=Q(answers__question__in=list(questions))))
        .values("collection", session=F("collection__session"), label=F("channel__label"))
        .annotate(responses=Count("pk", distinct=True), **counts)
        .order_by("collection__session", "channel__position", "channel", "collection")
    )
    return list(rows) if questions else []
