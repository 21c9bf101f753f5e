"""The list of papers, a frozen paper and its files."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zaitaku.core.accounts.access import Permission, StaffRequest, allowed, areas_for, page
from zaitaku.programme.council.actions import CannotMakePaper, create_paper
from zaitaku.programme.council.choices import PaperStatus
from zaitaku.programme.council.forms import NewPaper, PaperFilter
from zaitaku.programme.council.models import Paper
from zaitaku.programme.council.queries import frozen_content, papers_for, papers_seen_by
from zaitaku.programme.council.queries.formats import FORMATS, file_name
from zaitaku.programme.council.queries.phrases import LABEL
from zaitaku.programme.plans.models import Plan
from zaitaku.programme.plans.queries import plan_for, version_in_force
from zaitaku.reports.document import Document
from zaitaku.reports.html import fragment

PER_PAGE = 20


@require_safe
@page(Permission.VIEW_PROGRAMME)
def papers(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    found = papers_for(areas_for(request.user, Permission.VIEW_PROGRAMME, on=today))
    found = papers_seen_by(found, request.user, on=today)
    years = sorted(set(found.order_by().values_list("fiscal_year", flat=True)), reverse=True)
    form = PaperFilter(request.GET or None, years=years)
    if form.is_valid():
        if form.cleaned_data["year"]:
            found = found.filter(fiscal_year=form.cleaned_data["year"])
        if form.cleaned_data["status"]:
            found = found.filter(status=form.cleaned_data["status"])
    context = {
        "filter": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_write": allowed(request.user, Permission.WRITE_PAPER, on=today),
        "frozen_count": found.filter(status=PaperStatus.FROZEN).count(),
    }
    return render(request, "council/papers.html", context)


@page(Permission.WRITE_PAPER)
def new_paper(request: StaffRequest) -> HttpResponse:
    """A draft for the year's plan in the version in force on the day."""
    area = areas_for(request.user, Permission.WRITE_PAPER, on=timezone.localdate()).order_by("pk").first()
    if area is None:
        raise Http404
    plans = Plan.objects.filter(area=area)
    years = sorted({year for plan in plans for year in range(plan.first_year, plan.last_year + 1)}, reverse=True)
    form = NewPaper(request.POST or None, years=years, initial={"label": LABEL})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        plan = plan_for(area, asked["fiscal_year"])
        version = version_in_force(plan, asked["as_of"]) if plan else None
        try:
            if version is None:
                raise CannotMakePaper(_("No version of the plan is in force on that day. Adopt one first."))
            paper = create_paper(version=version, by=request.user, at=timezone.now(), **asked)
        except CannotMakePaper as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft was made. It follows the records until it is frozen."))
            return redirect("workspace:paper", pk=paper.pk)
    status = 422 if form.errors else 200
    return render(request, "council/new_paper.html", {"form": form, "has_plan": bool(years)}, status=status)


@require_safe
@page(Permission.VIEW_PROGRAMME)
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    """A frozen paper as it was handed out; a draft is shown where its figures can be computed."""
    found = visible_paper(request, pk)
    if not found.is_frozen:
        return redirect("workspace:paper", pk=pk)
    content = frozen_content(found)
    marks = found.open_marks.select_related("owner").order_by("due", "pk")
    context = {
        "paper": found,
        "content": content,
        "fragment": mark_safe(fragment(content.document)),  # noqa: S308 - the renderer escapes every word
        "formats": FORMATS.values(),
        "marks": marks,
        "others": papers_for(areas_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate()))
        .filter(status=PaperStatus.FROZEN)
        .exclude(pk=pk)[:20],
    }
    return render(request, "council/paper.html", context)


@require_safe
@page(Permission.VIEW_PROGRAMME)
def download(request: StaffRequest, pk: int, suffix: str) -> HttpResponse:
    found = visible_paper(request, pk)
    if not found.is_frozen:
        return redirect("workspace:paper_download", pk=pk, suffix=suffix)
    return file_response(frozen_content(found).document, suffix)


def visible_paper(request: StaffRequest, pk: int, permission: Permission = Permission.VIEW_PROGRAMME) -> Paper:
    """Raises Http404 for papers of areas outside the person's reach, and for drafts that are not for the person."""
    today = timezone.localdate()
    areas = areas_for(request.user, permission, on=today)
    papers = Paper.objects.select_related("version__plan__area", "frozen_by").filter(version__plan__area__in=areas)
    return get_object_or_404(papers_seen_by(papers, request.user, on=today), pk=pk)


def file_response(document: Document, suffix: str) -> HttpResponse:
    if suffix not in FORMATS:
        raise Http404(suffix)
    made = FORMATS[suffix]
    name = content_disposition_header(True, file_name(document, suffix)) or "attachment"
    return HttpResponse(made.render(document), content_type=made.content_type, headers={"Content-Disposition": name})
