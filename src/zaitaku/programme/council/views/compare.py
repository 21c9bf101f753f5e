"""Two frozen papers side by side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zaitaku.core.accounts.access import Permission, StaffRequest, areas_for, page
from zaitaku.programme.council.choices import PaperStatus
from zaitaku.programme.council.forms import TwoPapers
from zaitaku.programme.council.models import Paper
from zaitaku.programme.council.queries import compare_papers, frozen_content
from zaitaku.programme.council.queries.changes import lines_of


@require_safe
@page(Permission.VIEW_PROGRAMME)
def compare(request: StaffRequest) -> HttpResponse:
    areas = areas_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate())
    papers = Paper.objects.filter(status=PaperStatus.FROZEN, version__plan__area__in=areas)
    form = TwoPapers(request.GET or None, papers=papers)
    context: dict[str, object] = {"form": form, "count": papers.count()}
    if form.is_valid():
        before, after = form.cleaned_data["before"], form.cleaned_data["after"]
        first, second = frozen_content(before), frozen_content(after)
        changes = compare_papers(first, second)
        context |= {
            "before": before,
            "after": after,
            "changes": changes,
            "lines": lines_of(changes, first.cover, second.cover),
        }
    return render(request, "council/compare.html", context, status=422 if form.errors else 200)
