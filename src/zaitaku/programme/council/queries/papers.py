"""Lists of papers and of the marks still open in them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from zaitaku.core.accounts.access import Permission, areas_for
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.programme.council.choices import MarkFilter, PaperStatus
from zaitaku.programme.council.models import OpenMark, Paper
from zaitaku.programme.council.queries.frozen import (
    PaperContent,
    UnreadableContent,
    content_from_json,
    digest_of,
)


def papers_for(areas: QuerySet[Area]) -> QuerySet[Paper]:
    """Papers of these areas, newest first, each with `open_count` and `mark_count`."""
    return (
        Paper.objects.filter(version__plan__area__in=areas)
        .select_related("version__plan__area", "frozen_by")
        .defer("content")
        .annotate(mark_count=Count("open_marks"), open_count=Count("open_marks", filter=Q(open_marks__filled_at=None)))
        .order_by("-fiscal_year", "-as_of", "-pk")  # the model's own order gets lost by counting
    )


def papers_seen_by(papers: QuerySet[Paper], person: Person, *, on: date) -> QuerySet[Paper]:
    """Drafts are for those who confirm figures in their area; others find the papers that were handed out."""
    confirming = areas_for(person, Permission.CONFIRM, on=on)
    return papers.filter(Q(status=PaperStatus.FROZEN) | Q(version__plan__area__in=confirming))


def frozen_content(paper: Paper) -> PaperContent:
    """What was frozen, to be printed in any format without looking at anything else.

    Raises UnreadableContent when it is not what was frozen any more.
    """
    if paper.content is None:
        raise ValueError(f"paper {paper.pk} is not frozen")
    if digest_of(paper.content) != paper.digest:
        raise UnreadableContent(f"paper {paper.pk} was changed after it was frozen")
    return content_from_json(paper.content, digest=paper.digest)


def open_marks(areas: QuerySet[Area]) -> QuerySet[OpenMark]:
    """Marks printed in frozen papers of these areas, those due first."""
    return (
        OpenMark.objects.filter(paper__version__plan__area__in=areas)
        .select_related("paper__version__plan__area", "owner")
        .defer("paper__content")
    )


def marks_shown(
    marks: QuerySet[OpenMark], *, shown: str, on: date, owners: QuerySet[Organisation] | None = None
) -> QuerySet[OpenMark]:
    """Those of a filter (`MarkFilter`; anything else shows all) and, when given, of these owners."""
    if owners is not None:
        marks = marks.filter(owner__in=owners)
    if shown == MarkFilter.OPEN:
        return marks.filter(filled_at=None)
    if shown == MarkFilter.OVERDUE:
        return marks.filter(filled_at=None, due__lt=on)
    return marks.filter(filled_at__isnull=False) if shown == MarkFilter.FILLED else marks
