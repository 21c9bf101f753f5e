"""Scales and questions of the library. What was asked already is not changed but copied."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.db import models, transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import QuestionKind
from zaitaku.programme.events.models import Item, Option, Question, Scale
from zaitaku.programme.events.queries import questions as queries

WITH_SCALE = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
MOST_OPTIONS = 9  # paper is keyed in with one digit per answer


class QuestionFields(TypedDict, total=False):
    """What a question may say; what is not given stays as it is (or empty). `counted` holds positions of the scale."""

    text: str
    kind: str
    scale: Scale | None
    counted: Sequence[int]
    definition: str
    decimals: int


@transaction.atomic
def create_scale(*, owner: Organisation, code: str, title: str, options: Sequence[str], by: Person) -> Scale:
    """Raises EventRefused where the owner has the code already, or the options are not 2 to 9 different ones."""
    _check_options(options)
    scale = Scale(owner=owner, code=code, title=title)
    refusal = _("%(owner)s already has a scale “%(code)s”. Choose another code.") % {"owner": owner, "code": code}
    details = {"title": title, "options": list(options)}
    rows.create(scale, refusal=refusal, by=by, action="events.create_scale", details=details)
    _write_options(scale, options)
    return scale


@transaction.atomic
def change_scale(*, scale: Scale, title: str, options: Sequence[str], by: Person) -> Scale:
    """Raises EventRefused where somebody was asked with it already (its title may still change)."""
    before = list(scale.options.order_by("position").values_list("label", flat=True))
    if before == list(options) and scale.title == title:
        return scale
    if before != list(options):
        if queries.is_scale_used(scale):
            raise EventRefused(
                _("“%(scale)s” was used in a questionnaire; its answers stay as they are. Copy it and change the copy.")
                % {"scale": scale}
            )
        _check_options(options)
        scale.options.all().delete()
        _write_options(scale, options)
        for question in scale.questions.all():
            # The order may be another one: which answers count is to be said again.
            question.counted, question.definition = [], ""
            question.save(update_fields=["counted", "definition"])
    old, scale.title = scale.title, title
    scale.save(update_fields=["title"])
    details = {"before": {"title": old, "options": before}, "after": {"title": title, "options": list(options)}}
    record(by=by, action="events.change_scale", subject=scale, details=details)
    return scale


@transaction.atomic
def copy_scale(*, scale: Scale, owner: Organisation, by: Person) -> Scale:
    """With a code of its own, so that it can be changed."""
    options = list(scale.options.order_by("position").values_list("label", flat=True))
    code = _free_code(scale.code, Scale.objects.filter(owner=owner))
    return create_scale(owner=owner, code=code, title=scale.title, options=options, by=by)


@transaction.atomic
def create_question(*, owner: Organisation, code: str, by: Person, **fields: Unpack[QuestionFields]) -> Question:
    """Raises EventRefused where the owner has the code already, or the answers that count are none of the scale."""
    question = Question(owner=owner, code=code, **_filled(fields))
    _check_question(question)
    refusal = _("%(owner)s already has a question “%(code)s”.") % {"owner": owner, "code": code}
    rows.create(question, refusal=refusal, by=by, action="events.create_question", details={"text": question.text})
    return question


@transaction.atomic
def change_question(*, question: Question, by: Person, **fields: Unpack[QuestionFields]) -> Question:
    """Raises EventRefused where it was asked already."""
    if queries.is_used(question):
        raise EventRefused(
            _("“%(question)s” was asked already and stays as it is. Copy it and change the copy.")
            % {"question": question}
        )
    for name, value in fields.items():
        setattr(question, name, value)
    if question.kind not in WITH_SCALE:
        question.scale, question.counted, question.definition = None, [], ""
    if Question.objects.get(pk=question.pk).scale_id != question.scale_id and "counted" not in fields:
        question.counted, question.definition = [], ""
    question.counted = sorted(question.counted)
    if question.counted and not question.definition and question.scale is not None:
        question.definition = definition(question.scale, question.counted)
    _check_question(question)
    after = {name: getattr(question, name) for name in ("text", "kind", "scale", "counted", "definition", "decimals")}
    rows.change(question, after, by=by, action="events.change_question")
    return question


@transaction.atomic
def copy_question(*, question: Question, owner: Organisation, by: Person) -> Question:
    """The same question under a code of its own, so that it can be changed."""
    copied = ("text", "kind", "scale", "counted", "definition", "decimals")
    fields: Any = {name: getattr(question, name) for name in copied}
    code = _free_code(question.code, Question.objects.filter(owner=owner))
    return create_question(owner=owner, code=code, by=by, **fields)


@transaction.atomic
def remove_question(*, question: Question, by: Person) -> None:
    """Raises EventRefused where a questionnaire has it, or answers were recorded."""
    if Item.objects.filter(question=question).exists() or queries.is_used(question):
        raise EventRefused(_("“%(question)s” stands in a questionnaire and stays.") % {"question": question})
    rows.remove(question, by=by, action="events.remove_question", details={"text": question.text})


def definition(scale: Scale, counted: Sequence[int]) -> str:
    labels = scale.options.filter(position__in=counted).order_by("position").values_list("label", flat=True)
    return queries.definition_of(list(labels))


def _filled(fields: QuestionFields) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": QuestionKind.SINGLE, "definition": "", **fields}
    found["counted"] = sorted(found.get("counted", ()))
    if found["counted"] and not found["definition"] and found.get("scale") is not None:
        found["definition"] = definition(found["scale"], found["counted"])
    return found


def _check_question(question: Question) -> None:
    """Raises EventRefused for a scale that does not fit the kind, and for answers that the scale does not have."""
    if question.scale is not None and question.kind not in WITH_SCALE:
        raise EventRefused(_("A number or a free text has no scale. Leave the scale empty."))
    positions = set(question.scale.options.values_list("position", flat=True)) if question.scale else set()
    if not positions.issuperset(question.counted):
        raise EventRefused(_("An answer that counts is none of the scale. Choose among its answers."))


def _check_options(options: Sequence[str]) -> None:
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise EventRefused(
            _("A scale has 2 to %(most)s answers; these are %(count)s.") % {"most": MOST_OPTIONS, "count": len(options)}
        )
    for label in options:
        if not label.strip() or len(label) > 100:
            raise EventRefused(_("“%(label)s” is empty or longer than 100 characters.") % {"label": label[:40]})
        if list(options).count(label) > 1:
            raise EventRefused(_("“%(label)s” stands there twice.") % {"label": label[:40]})


def _write_options(scale: Scale, options: Sequence[str]) -> None:
    Option.objects.bulk_create(
        Option(scale=scale, position=position, label=label) for position, label in enumerate(options, start=1)
    )


def _free_code(code: str, taken: models.QuerySet[Any]) -> str:
    """code-2, code-3 …, the first that nobody has."""
    used = set(taken.values_list("code", flat=True))
    stem = code[:36]
    return next(found for number in range(2, len(used) + 3) if (found := f"{stem}-{number}") not in used)
