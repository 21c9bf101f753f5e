"""Indicators as the pages list them, and what their parameters can be chosen from."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from zaitaku.core.areas.models import Area, Organisation, below
from zaitaku.programme.events.models import Question, Series
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.indicators.queries import indicators_of
from zaitaku.programme.materials.models import Edition, Movement, Title
from zaitaku.programme.returns.models import Breakdown, Element, Form

Choices = list[tuple[str, str]]


def listed_indicators(area: Area, asked: Mapping[str, Any]) -> QuerySet[Indicator]:
    """Narrowed by `q` (code or name), `owner` and `function`; each with `uses`, the places in plans that name it."""
    found = indicators_of(area).annotate(uses=Count("plan_indicators"))
    if text := asked.get("q"):
        found = found.filter(Q(code__icontains=text) | Q(label__icontains=text))
    for name in ("owner", "function"):
        if value := asked.get(name):
            found = found.filter(**{name: value})
    return found


def choices_of(param: str, area: Area) -> Choices | None:
    """Value and words of everything in the area that the parameter can name; None where it names no record."""
    make = _CHOICES.get(param)
    return None if make is None else make(Organisation.objects.filter(below("area", Area.objects.filter(pk=area.pk))))


def _of(model: Any, words: str) -> Callable[[QuerySet[Organisation]], Choices]:
    """Codes in use by the organisations, each once with its newest words."""

    def choices(owners: QuerySet[Organisation]) -> Choices:
        rows = model.objects.filter(owner__in=owners).order_by("code", "-pk").values_list("code", words)
        found: dict[str, str] = {}
        for code, text in rows:
            found.setdefault(code, f"{text}（{code}）")
        return list(found.items())

    return choices


def _elements(owners: QuerySet[Organisation]) -> Choices:
    rows = Element.objects.filter(form__owner__in=owners).order_by("form__title", "position", "pk")
    found: dict[str, list[str]] = {}
    for code, label, form in rows.values_list("code", "label", "form__title"):
        found.setdefault(code, []).append(f"{form}：{label}")
    return [(code, f"{'、'.join(labels)}（{code}）") for code, labels in found.items()]


def _organisations(owners: QuerySet[Organisation]) -> Choices:
    return list({code: f"{name}（{code}）" for code, name in owners.values_list("code", "name").order_by("pk")}.items())


def _destinations(owners: QuerySet[Organisation]) -> Choices:
    rows = Movement.objects.filter(title__owner__in=owners).exclude(destination="").order_by("destination")
    return [(name, name) for name in rows.values_list("destination", flat=True).distinct()]


def _editions(owners: QuerySet[Organisation]) -> Choices:
    rows = Edition.objects.filter(title__owner__in=owners).order_by("title", "pk")
    return [(name, f"{name}（{title}）") for name, title in rows.values_list("name", "title__name")]


def _breakdowns(owners: QuerySet[Organisation]) -> Choices:
    rows = Breakdown.objects.filter(form__owner__in=owners).order_by("form", "position")
    return [(code, f"{label}（{form}）") for code, label, form in rows.values_list("code", "label", "form__title")]


_CHOICES: dict[str, Callable[[QuerySet[Organisation]], Choices]] = {
    "series": _of(Series, "title"),
    "question": _of(Question, "text"),
    "title": _of(Title, "name"),
    "form": _of(Form, "title"),
    "element": _elements,
    "numerator": _elements,
    "denominator": _elements,
    "owner": _organisations,
    "organisations": _organisations,
    "destination": _destinations,
    "breakdown": _breakdowns,
    "edition": _editions,
}
