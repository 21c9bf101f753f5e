"""Titles and movements as pages list them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Movement, Title

# What the running total of a title counts: everything since its counting began, a total of unknown beginning as a
# whole; parts of a known total are counted there already.
RUNNING = Q(within=None) & (
    Q(title__counted_since=None)
    | Q(start__gte=F("title__counted_since"))
    | Q(start=None, end__gte=F("title__counted_since"))
)


def listed_titles(organisations: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Title]:
    """Titles of the organisations narrowed by `q` and `owner`, with running totals `issued` and `distributed`."""
    found = Title.objects.filter(owner__in=organisations).select_related("owner")
    if text := asked.get("q"):
        found = found.filter(Q(name__icontains=text) | Q(code__icontains=text))
    if asked.get("owner"):
        found = found.filter(owner=asked["owner"])
    totals = {kind.value: _running(kind) for kind in (MovementKind.ISSUED, MovementKind.DISTRIBUTED)}
    return found.annotate(**totals).order_by("name", "pk")


def _running(kind: MovementKind) -> Subquery:
    rows = Movement.objects.filter(RUNNING, title=OuterRef("pk"), kind=kind, superseded_at=None)
    return Subquery(rows.order_by().values("title").annotate(copies=Sum("value")).values("copies"))


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
