"""Titles and movements as pages list them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet, Sum

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Movement, Title


def listed_titles(organisations: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Title]:
    """Titles of the organisations narrowed by `q` and `owner`, with running totals `issued` and `distributed`.

    Parts of a known total are left out, or they would count twice.
    """
    found = Title.objects.filter(owner__in=organisations).select_related("owner")
    if text := asked.get("q"):
        found = found.filter(Q(name__icontains=text) | Q(code__icontains=text))
    if asked.get("owner"):
        found = found.filter(owner=asked["owner"])
    return found.annotate(
        **{
            kind.value: Sum(
                "movements__value",
                filter=Q(movements__kind=kind, movements__superseded_at=None, movements__within=None),
            )
            for kind in (MovementKind.ISSUED, MovementKind.DISTRIBUTED)
        }
    ).order_by("name", "pk")


def wholes_of(title: Title) -> QuerySet[Movement]:
    """Movements that another one may be part of."""
    return title.movements.filter(superseded_at=None, within=None).order_by("-end", "pk")


def chain(movement: Movement) -> list[Movement]:
    """The movement and those it replaced, the newest first."""
    rows = {row.pk: row for row in movement.title.movements.select_related("recorded_by", "place")}
    found: list[Movement] = []
    step: Movement | None = rows.get(movement.pk)
    while step is not None and step not in found:
        found.append(step)
        step = rows.get(step.replaces_id) if step.replaces_id else None
    return found
