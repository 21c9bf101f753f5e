"""Questionnaires of a series: made from the library, ordered, copied. Locked once somebody has answered."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.actions.questions import WITH_SCALE
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.models import Item, Question, Questionnaire, Series
from zaitaku.programme.events.queries import questions as queries

MOST_ITEMS = 40


@transaction.atomic
def create_questionnaire(*, series: Series, title: str, introduction: str = "", by: Person) -> Questionnaire:
    made = Questionnaire.objects.create(series=series, title=title, introduction=introduction)
    record(by=by, action="events.create_questionnaire", subject=made, details={"series": series.pk})
    return made


@transaction.atomic
def copy_questionnaire(*, questionnaire: Questionnaire, series: Series, title: str = "", by: Person) -> Questionnaire:
    """The same questions for another series (last year's for this year's), or again for the same one."""
    made = create_questionnaire(
        series=series, title=title or questionnaire.title, introduction=questionnaire.introduction, by=by
    )
    Item.objects.bulk_create(
        Item(questionnaire=made, question_id=item.question_id, position=item.position, is_required=item.is_required)
        for item in questionnaire.items.order_by("position")
    )
    record(by=by, action="events.copy_questionnaire", subject=made, details={"from": questionnaire.pk})
    return made


@transaction.atomic
def change_questionnaire(*, questionnaire: Questionnaire, title: str, introduction: str, by: Person) -> Questionnaire:
    """Raises EventRefused once somebody has answered."""
    _lock(questionnaire)
    fields = {"title": title, "introduction": introduction}
    rows.change(questionnaire, fields, by=by, action="events.change_questionnaire")
    return questionnaire


@transaction.atomic
def remove_questionnaire(*, questionnaire: Questionnaire, by: Person) -> None:
    """Raises EventRefused where a session collects with it."""
    if questionnaire.collections.exists():
        raise EventRefused(_("“%(what)s” was given out at a session and stays.") % {"what": questionnaire})
    rows.remove(questionnaire, by=by, action="events.remove_questionnaire", details={"title": questionnaire.title})


@transaction.atomic
def add_item(*, questionnaire: Questionnaire, question: Question, is_required: bool = False, by: Person) -> Item:
    """As the last one. Raises EventRefused: locked, there already, too many, or a choice without a scale."""
    _lock(questionnaire)
    if question.kind in WITH_SCALE and question.scale_id is None:
        raise EventRefused(
            _("“%(question)s” has no answers to choose from. Give it a scale first.") % {"question": question}
        )
    if questionnaire.items.count() >= MOST_ITEMS:
        raise EventRefused(_("A questionnaire has at most %(most)s questions.") % {"most": MOST_ITEMS})
    last = questionnaire.items.aggregate(last=Max("position"))["last"] or 0
    item = Item(questionnaire=questionnaire, question=question, position=last + 1, is_required=is_required)
    refusal = _("“%(question)s” is asked here already.") % {"question": question}
    details = {"question": question.pk, "position": item.position}
    rows.create(item, refusal=refusal, by=by, action="events.add_item", details=details)
    return item


@transaction.atomic
def move_item(*, item: Item, up: bool, by: Person) -> bool:
    """Change places with its neighbour; False at the end. Raises EventRefused where it is locked."""
    _lock(item.questionnaire)
    order = list(item.questionnaire.items.order_by("position"))
    at = order.index(item)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return False
    order[at], order[to] = order[to], order[at]
    _number(order)
    details = {"question": item.question_id, "from": at + 1, "to": to + 1}
    record(by=by, action="events.move_item", subject=item.questionnaire, details=details)
    return True


@transaction.atomic
def require_item(*, item: Item, is_required: bool, by: Person) -> Item:
    """Raises EventRefused where it is locked."""
    _lock(item.questionnaire)
    rows.change(item, {"is_required": is_required}, by=by, action="events.require_item")
    return item


@transaction.atomic
def remove_item(*, item: Item, by: Person) -> None:
    """The question stays in the library. Raises EventRefused where it is locked."""
    questionnaire = item.questionnaire
    _lock(questionnaire)
    rows.remove(item, by=by, action="events.remove_item", details={"question": item.question_id})
    _number(list(questionnaire.items.order_by("position")))


def _number(order: list[Item]) -> None:
    """1, 2, 3 … over numbers that are surely free, for no two items may have one number even in between."""
    free = max((item.position for item in order), default=0) + len(order)
    for start in (free, 0):
        for position, item in enumerate(order, start=start + 1):
            item.position = position
        for item in order:
            item.save(update_fields=["position"])


def _lock(questionnaire: Questionnaire) -> None:
    """Nobody answers while it changes: answering locks the collection too. Raises EventRefused when somebody did."""
    list(questionnaire.collections.select_for_update())
    if queries.is_locked(questionnaire):
        raise EventRefused(
            _("“%(what)s” has answers and stays as it is. Copy it and change the copy.") % {"what": questionnaire}
        )
