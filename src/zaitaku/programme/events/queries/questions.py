"""The library of questions and scales, questionnaires made of it, and whether anybody used them yet."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.models import (
    AnswerShare,
    Collection,
    Item,
    Option,
    Question,
    Questionnaire,
    Response,
    Scale,
    Series,
)
from zaitaku.programme.indicators.models import Indicator

SHARE = "events.answer_share"  # the figure function that counts answers
Row = TypeVar("Row", Question, Scale)
_COLLECTED = Collection.objects.filter(questionnaire__items__question=OuterRef("pk"))
_RECORDED = AnswerShare.objects.filter(question=OuterRef("pk"))


def library(organisations: QuerySet[Organisation], text: str = "") -> QuerySet[Question]:
    """Questions of the organisations with `is_used`: somebody was asked them, or answers were recorded."""
    found = Question.objects.filter(owner__in=organisations).select_related("owner", "scale")
    if text:
        found = found.filter(Q(text__icontains=text) | Q(code__icontains=text) | Q(definition__icontains=text))
    return found.annotate(is_used=Exists(_COLLECTED) | Exists(_RECORDED)).order_by("owner", "code", "pk")


def scales(organisations: QuerySet[Organisation]) -> QuerySet[Scale]:
    """Scales with their options and how many questions take them. Two queries."""
    found = Scale.objects.filter(owner__in=organisations).select_related("owner").prefetch_related("options")
    return found.annotate(taken=Count("questions")).order_by("owner", "code", "pk")


def is_used(question: Question) -> bool:
    collected = Collection.objects.filter(questionnaire__items__question=question)
    return collected.exists() or AnswerShare.objects.filter(question=question).exists()


def is_scale_used(scale: Scale) -> bool:
    """By a question that was asked already."""
    collected = Collection.objects.filter(questionnaire__items__question__scale=scale)
    return collected.exists() or AnswerShare.objects.filter(question__scale=scale).exists()


def definition_of(labels: Sequence[str]) -> str:
    """とても思った、思った合算: which answers count, in the words of the papers."""
    return "、".join(labels) + ("合算" if len(labels) > 1 else "")


def indicators_on(codes: Iterable[str], organisations: QuerySet[Organisation]) -> QuerySet[Indicator]:
    """Figures that count the answers to questions with these codes."""
    found = Indicator.objects.filter(function=SHARE, params__question__in=list(codes), owner__in=organisations)
    return found.order_by("code")


def other_definitions(questionnaire: Questionnaire) -> dict[str, list[tuple[str, str]]]:
    """Question code → label of a figure of the series and the answers that it counts instead of the question's."""
    series = questionnaire.series
    found: dict[str, list[tuple[str, str]]] = {}
    for one in Indicator.objects.filter(function=SHARE, params__series=series.code, area=series.owner.area_id):
        if one.params.get("counts"):
            named = definition_of(counted_labels(one.params["counts"]))
            found.setdefault(one.params["question"], []).append((one.label, named))
    return found


def counted_labels(counts: Iterable[str | int]) -> list[str]:
    """The answers that a figure names itself: by label, or by position in the scale."""
    return [one if isinstance(one, str) else _("answer %(position)s") % {"position": one} for one in counts]


def items(questionnaire: Questionnaire) -> list[Item]:
    """In order, each question with its scale and options. Two queries."""
    options = Prefetch("question__scale__options", Option.objects.order_by("position"))
    found = questionnaire.items.select_related("question__scale", "question__owner").prefetch_related(options)
    return list(found.order_by("position"))


def is_locked(questionnaire: Questionnaire) -> bool:
    """Once somebody answered, another copy is changed; discarded sheets count, for they may come back."""
    return Response.objects.filter(collection__questionnaire=questionnaire).exists()


def questionnaires(series: Series) -> QuerySet[Questionnaire]:
    """Of a series, with `questions`, `asked` (collections) and `answers`."""
    live = Q(collections__responses__discarded_at=None, collections__responses__isnull=False)
    return series.questionnaires.annotate(
        questions=Count("items", distinct=True),
        asked=Count("collections", distinct=True),
        answers=Count("collections__responses", distinct=True, filter=live),
    ).order_by("pk")


def sources(organisations: QuerySet[Organisation], series: Series) -> QuerySet[Questionnaire]:
    """What a questionnaire may be copied from: earlier years of the same series first, then all others."""
    found = Questionnaire.objects.filter(series__owner__in=organisations).select_related("series")
    same = Q(series__code=series.code, series__owner=series.owner_id)
    return found.annotate(is_same=Count("pk", filter=same)).order_by("-is_same", "-series__fiscal_year", "-pk")
