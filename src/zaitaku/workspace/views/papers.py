"""Draft papers: the page, its files, freezing; what differs from the last frozen one; errata of a frozen one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zaitaku.core.accounts.access import Permission, StaffRequest, areas_for, page
from zaitaku.programme.council import actions
from zaitaku.programme.council.choices import PaperStatus
from zaitaku.programme.council.models import OpenMark, Paper
from zaitaku.programme.council.queries import Draft, compare_papers, frozen_content
from zaitaku.programme.council.queries.changes import lines_of
from zaitaku.programme.council.queries.formats import FORMATS
from zaitaku.programme.council.views.papers import file_response, visible_paper
from zaitaku.reports.html import fragment
from zaitaku.workspace.forms import FreezeForm
from zaitaku.workspace.queries import figures_of
from zaitaku.workspace.queries.drafting import desk_for, draft_for, due_rule, errata_for


@require_safe
@page(Permission.CONFIRM)
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    found = visible_paper(request, pk)
    if found.is_frozen:
        return redirect("council:paper", pk=pk)
    draft = draft_for(found, created=timezone.now())
    context = _context(found, draft) | {
        "fragment": mark_safe(fragment(draft.content.document)),  # noqa: S308 - the renderer escapes every word
        "formats": FORMATS.values(),
        "last": _last_frozen(found),
    }
    return render(request, "workspace/papers/paper.html", context)


@require_safe
@page(Permission.CONFIRM)
def download(request: StaffRequest, pk: int, suffix: str) -> HttpResponse:
    found = visible_paper(request, pk)
    if found.is_frozen:
        return redirect("council:download", pk=pk, suffix=suffix)
    return file_response(draft_for(found, created=timezone.now()).content.document, suffix)


@page(Permission.FREEZE_PAPER)
def freeze(request: StaffRequest, pk: int) -> HttpResponse:
    """GET shows what would be frozen; POST freezes it."""
    found = visible_paper(request, pk, Permission.FREEZE_PAPER)
    if found.is_frozen:
        return redirect("council:paper", pk=pk)
    now = timezone.now()
    draft = draft_for(found, created=now)
    due = due_rule(found, draft.open, today=timezone.localdate())
    form = FreezeForm(request.POST or None, needs_reason=bool(draft.unconfirmed))
    if request.method == "POST" and form.is_valid():
        try:
            actions.freeze_paper(
                paper=found,
                draft=draft,
                due=due,
                by=request.user,
                at=now,
                override_reason=form.cleaned_data.get("reason", ""),
            )
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The paper is frozen. Its open marks are in the queue."))
            return redirect("council:paper", pk=pk)
    context = _context(found, draft) | {"form": form, "marks": [(leaf, due(leaf)) for leaf in draft.open]}
    return render(request, "workspace/papers/freeze.html", context, status=422 if form.errors else 200)


@require_safe
@page(Permission.CONFIRM)
def changes(request: StaffRequest, pk: int) -> HttpResponse:
    """A draft against the last frozen paper of its plan."""
    found = visible_paper(request, pk)
    last = _last_frozen(found)
    if found.is_frozen or last is None:
        raise Http404
    before, after = frozen_content(last), draft_for(found, created=timezone.now()).content
    differing = compare_papers(before, after)
    context = {
        "paper": found,
        "last": last,
        "changes": differing,
        "lines": lines_of(differing, before.cover, after.cover),
    }
    return render(request, "workspace/papers/changes.html", context)


@require_safe
@page(Permission.VIEW_PROGRAMME)
def errata(request: StaffRequest, pk: int) -> HttpResponse:
    found = _frozen(request, pk)
    made = errata_for(found, today=timezone.localdate())
    context = {
        "paper": found,
        "changes": made.changes,
        "lines": lines_of(made.changes, found.as_of, found.as_of),
        "formats": FORMATS.values(),
    }
    return render(request, "workspace/papers/errata.html", context)


@require_safe
@page(Permission.VIEW_PROGRAMME)
def errata_download(request: StaffRequest, pk: int, what: str, suffix: str) -> HttpResponse:
    """`what` is "table" for the 正誤表 or "pages" for the 差替え."""
    made = errata_for(_frozen(request, pk), today=timezone.localdate())
    if made.changes.is_empty or what not in ("table", "pages"):
        raise Http404
    return file_response(made.table if what == "table" else made.pages, suffix)


@require_POST
@page(Permission.WRITE_PAPER)
def fill_mark(request: StaffRequest, pk: int) -> HttpResponse:
    areas = areas_for(request.user, Permission.WRITE_PAPER, on=timezone.localdate())
    marks = OpenMark.objects.select_related("paper__version__plan__area")
    mark = get_object_or_404(marks, pk=pk, paper__version__plan__area__in=areas)
    figures = figures_of(desk_for(mark.paper, max(timezone.localdate(), mark.paper.as_of)))
    try:
        if mark.indicator not in figures:
            raise actions.CannotFill(_("The plan does not measure this figure any more."))
        actions.fill_open_mark(mark=mark, figure=figures[mark.indicator], by=request.user, at=timezone.now())
    except actions.CannotFill as refusal:
        messages.error(request, f"{mark}：{refusal}")
    else:
        messages.success(request, _("%(mark)s is filled in. The errata have it.") % {"mark": mark})
    return redirect("council:open_marks")


def _frozen(request: StaffRequest, pk: int) -> Paper:
    found = visible_paper(request, pk)
    if not found.is_frozen:
        raise Http404
    return found


def _last_frozen(paper: Paper) -> Paper | None:
    frozen = Paper.objects.filter(version__plan=paper.version.plan, status=PaperStatus.FROZEN)
    return frozen.order_by("-as_of", "-frozen_at").first()


def _context(paper: Paper, draft: Draft) -> dict[str, object]:
    return {
        "paper": paper,
        "draft": draft,
        "problems": [text for texts in draft.problems.values() for text in texts],
        "unconfirmed": [(code, draft.sources[code]) for code in draft.unconfirmed],
        "open_count": len(draft.open),
        "rows": list(draft.composed.table.rows()),
    }
