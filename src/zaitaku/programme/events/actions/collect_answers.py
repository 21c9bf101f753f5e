"""Responses: sent by link or from the venue, keyed in from paper, discarded, tagged. Nothing leads to a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.mail.actions import withdraw
from zaitaku.programme.events.actions.collecting import about
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import AnswerWay, CollectionStatus, QuestionKind
from zaitaku.programme.events.models import (
    Answer,
    AnswerTag,
    Channel,
    Collection,
    Invitation,
    Item,
    Question,
    Questionnaire,
    Response,
)
from zaitaku.programme.events.queries import collecting as queries
from zaitaku.programme.events.queries import questions as library

MOST_RESPONSES = 20_000  # of one collection: a venue's address cannot be used to fill the disk
MOST_TAGS = 10
LARGEST_NUMBER = Decimal(10) ** 9


class Closed(EventRefused):
    """Answers are no longer taken."""


class AlreadyAnswered(EventRefused):
    """The personal link was used before."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to one question: ids of chosen options, a number, or a text; nothing at all is no answer."""

    question: int
    options: tuple[int, ...] = ()
    number: Decimal | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.options and self.number is None and not self.text.strip()


@transaction.atomic
def receive(
    *, collection: Collection, channel: Channel, way: AnswerWay, key: str, answers: Sequence[Given], now: datetime
) -> Response:
    """From the venue, without a name. The same key again gives the response that it made before.

    Raises Closed, EventRefused (an answer that the questionnaire does not know, a required one missing).
    """
    locked, before = _begun(collection, key)
    if before is not None:
        return before
    _check_takes(locked, now)
    if way == AnswerWay.QR and not locked.takes_qr:
        raise Closed(_("Answers are no longer taken. Thank you for your interest."))
    return _kept(locked, channel, key, answers, timezone.localdate(now), way=way)


@transaction.atomic
def receive_by_link(*, invitation: Invitation, key: str, answers: Sequence[Given], now: datetime) -> Response:
    """Through a personal link, which then knows that it was used, and not by which response.

    Raises AlreadyAnswered, Closed, EventRefused.
    """
    locked, before = _begun(invitation.collection, key)
    if before is not None:
        return before
    link = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if link.is_answered:
        raise AlreadyAnswered(_("This link was used already. Thank you for your answers."))
    _check_takes(locked, now)
    made = _kept(locked, invitation.place, key, answers, timezone.localdate(now), way=AnswerWay.LINK)
    link.is_answered = True
    link.save(update_fields=["is_answered"])
    withdraw(about=about(link))  # a reminder on its way would come too late
    return made


@transaction.atomic
def enter_sheet(
    *,
    collection: Collection,
    channel: Channel,
    key: str,
    answers: Sequence[Given],
    received_on: date,
    by: Person,
    now: datetime,
) -> Response:
    """A sheet of paper with the next running number; what is required online may be empty here.

    Raises Closed, EventRefused.
    """
    locked, before = _begun(collection, key)
    if before is not None:
        return before
    if locked.status != CollectionStatus.OPEN:
        raise Closed(_("The collection is closed. Open it again to enter more sheets."))
    if queries.stage(locked, timezone.localdate(now)) is queries.Stage.EARLY:
        raise EventRefused(_("%(session)s has not taken place yet.") % {"session": locked.session})
    if received_on > timezone.localdate(now):
        raise EventRefused(_("The sheet cannot have been received on a day to come. Correct the date."))
    number = (locked.responses.aggregate(last=Max("number"))["last"] or 0) + 1
    made = _kept(locked, channel, key, answers, received_on, way=AnswerWay.PAPER, number=number, by=by)
    record(by=by, action="events.enter_sheet", subject=locked, details={"number": number, "channel": channel.label})
    return made


@transaction.atomic
def discard_response(*, response: Response, by: Person, now: datetime) -> Response:
    """It counts no more; what it says stays. Raises Closed."""
    return _set_discarded(response, now, by, "events.discard_response")


@transaction.atomic
def restore_response(*, response: Response, by: Person) -> Response:
    """It counts again. Raises Closed."""
    return _set_discarded(response, None, by, "events.restore_response")


@transaction.atomic
def tag_answer(*, answer: Answer, tags: Sequence[str], by: Person) -> list[str]:
    """These tags and no others. The chain names the collection and the tags, never the text. Raises EventRefused."""
    wanted = list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    if len(wanted) > MOST_TAGS:
        raise EventRefused(_("A text has at most %(most)s tags.") % {"most": MOST_TAGS})
    if any(len(tag) > 40 for tag in wanted):
        raise EventRefused(_("A tag has at most 40 characters."))
    before = list(answer.tags.values_list("tag", flat=True))
    if sorted(before) != sorted(wanted):
        answer.tags.exclude(tag__in=wanted).delete()
        AnswerTag.objects.bulk_create(AnswerTag(answer=answer, tag=tag) for tag in wanted if tag not in before)
        details = {"answer": answer.pk, "before": sorted(before), "after": sorted(wanted)}
        record(by=by, action="events.tag_answer", subject=answer.response.collection, details=details)
    return wanted


@transaction.atomic
def rename_tag(*, questionnaire: Questionnaire, tag: str, to: str, by: Person) -> int:
    """On every text of the questionnaire; a tag that is there already is merged with. How many texts had it.

    Raises EventRefused for a name that is empty or longer than 40 characters.
    """
    to = to.strip()
    if not 0 < len(to) <= 40:
        raise EventRefused(_("A tag has 1 to 40 characters."))
    had = AnswerTag.objects.filter(tag=tag, answer__response__collection__questionnaire=questionnaire)
    texts = set(had.values_list("answer", flat=True))
    if to == tag or not texts:
        return 0
    had.filter(answer__in=AnswerTag.objects.filter(tag=to, answer__in=texts).values("answer")).delete()
    had.update(tag=to)
    details = {"before": tag, "after": to, "texts": len(texts)}
    record(by=by, action="events.rename_tag", subject=questionnaire, details=details)
    return len(texts)


def _begun(collection: Collection, key: str) -> tuple[Collection, Response | None]:
    """The locked collection, and the response that the key made before. Raises EventRefused for another's key."""
    locked = Collection.objects.select_for_update().get(pk=collection.pk)
    before = Response.objects.filter(key=key).first()
    if before is not None and before.collection_id != locked.pk:
        raise EventRefused(_("The page is out of date. Open it again."))
    return locked, before


def _check_takes(collection: Collection, now: datetime) -> None:
    if not queries.takes_answers(collection, timezone.localdate(now)):
        raise Closed(_("Answers are no longer taken. Thank you for your interest."))


def _kept(
    collection: Collection,
    channel: Channel,
    key: str,
    answers: Sequence[Given],
    received_on: date,
    *,
    way: AnswerWay,
    number: int | None = None,
    by: Person | None = None,
) -> Response:
    if channel.session_id != collection.session_id:
        raise EventRefused(_("This channel is not one of %(session)s.") % {"session": collection.session})
    if collection.responses.count() >= MOST_RESPONSES:
        raise Closed(_("No more answers can be taken here. Please tell the organiser."))
    items = library.items(collection.questionnaire)
    given = _checked(items, answers, is_paper=way == AnswerWay.PAPER)
    response = Response.objects.create(
        collection=collection,
        channel=channel,
        way=way,
        key=key,
        received_on=received_on,
        number=number,
        entered_by=by,
    )
    Answer.objects.bulk_create(row for one in given for row in _rows(response, one))
    return response


def _rows(response: Response, given: Given) -> list[Answer]:
    if given.options:
        return [Answer(response=response, question_id=given.question, option_id=option) for option in given.options]
    return [Answer(response=response, question_id=given.question, number=given.number, text=given.text)]


def _checked(items: Sequence[Item], answers: Sequence[Given], *, is_paper: bool) -> list[Given]:
    """Those that say something, one for each question. Raises EventRefused naming the question."""
    questions = {item.question_id: item.question for item in items}
    found: dict[int, Given] = {}
    for given in answers:
        question = questions.get(given.question)
        if question is None or given.question in found:
            raise EventRefused(_("An answer belongs to no question of this questionnaire. Open the page again."))
        if not given.is_empty:
            _check_fits(question, given)
            found[given.question] = given
    missing = [item.question.text for item in items if item.is_required and item.question_id not in found]
    if missing and not is_paper:
        raise EventRefused(_("Please answer this question too: %(question)s") % {"question": missing[0]})
    if not found:
        raise EventRefused(_("Nothing was answered. Answer at least one question."))
    return list(found.values())


def _check_fits(question: Question, given: Given) -> None:
    refused = EventRefused(_("“%(question)s”: this is no answer to it.") % {"question": question.text})
    if question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        known = {option.pk for option in question.scale.options.all()} if question.scale else set()
        several = len(given.options) > 1 and question.kind == QuestionKind.SINGLE
        twice = len(set(given.options)) != len(given.options)
        if several or twice or given.number is not None or given.text or not known.issuperset(given.options):
            raise refused
    elif question.kind == QuestionKind.NUMBER:
        number = given.number
        if given.options or given.text or number is None or not number.is_finite():
            raise refused
        if not 0 <= number <= LARGEST_NUMBER or number != round(number, 2):
            raise refused
    elif given.options or given.number is not None or len(given.text) > 2000:
        raise refused


def _set_discarded(response: Response, at: datetime | None, by: Person, action: str) -> Response:
    collection = Collection.objects.select_for_update().get(pk=response.collection_id)
    if collection.status != CollectionStatus.OPEN:
        raise Closed(_("The collection is closed. Open it again first."))
    response = Response.objects.get(pk=response.pk)
    if (response.discarded_at is None) != (at is None):
        response.discarded_at = at
        response.save(update_fields=["discarded_at"])
        details = {"response": response.pk, "number": response.number}
        record(by=by, action=action, subject=collection, details=details)
    return response
