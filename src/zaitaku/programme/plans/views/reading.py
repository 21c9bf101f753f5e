"""Pages that only read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from zaitaku.analysis.council_table import NotWritable, write_council_table
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages import worded
from zaitaku.programme.plans import queries
from zaitaku.programme.plans.actions import undoable
from zaitaku.programme.plans.choices import FindingKind
from zaitaku.programme.plans.models import PlanVersion
from zaitaku.programme.plans.views import scope
from zaitaku.programme.plans.views.history import told

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "tsv": "text/tab-separated-values; charset=utf-8",
}


@require_GET
@page(Permission.VIEW_PROGRAMME)
def tree(request: StaffRequest) -> HttpResponse:
    found = scope.usual_version(request)
    if found is None:
        return render(request, "plans/no_plan.html", {"may_import": scope.may_import(request)})
    return _tree(request, found)


@require_GET
@page(Permission.VIEW_PROGRAMME)
def version(request: StaffRequest, version: int) -> HttpResponse:
    return _tree(request, scope.version_or_404(request, version))


def _tree(request: StaffRequest, shown: PlanVersion) -> HttpResponse:
    may_edit = scope.may_edit(request, shown)
    context = {
        "version": shown,
        "tree": queries.tree(shown),
        "may_edit": may_edit,
        "last": undoable(shown) if may_edit and shown.is_draft else None,
        "draft": queries.draft_of(shown.plan),
    }
    return render(request, "plans/tree.html", context)


@require_GET
@page(Permission.VIEW_PROGRAMME)
def versions(request: StaffRequest) -> HttpResponse:
    listed = scope.versions(request).order_by("-plan__first_year", "plan__title", "-number")
    return render(request, "plans/versions.html", {"versions": listed, "may_import": scope.may_import(request)})


@require_GET
@page(Permission.VIEW_PROGRAMME)
def part(request: StaffRequest, version: int, key: str) -> HttpResponse:
    """Any part of the plan; most often an initiative."""
    shown = scope.version_or_404(request, version)
    whole = queries.tree(shown)
    try:
        node = whole.node(key)
    except queries.NoSuchPart as missing:
        raise Http404 from missing
    context = {
        "version": shown,
        "node": node,
        "path": whole.path(key),
        "may_edit": scope.may_edit(request, shown) and shown.is_draft,
        "stages": queries.stages(shown, key),
        "history": [told(entry, key) for entry in queries.history(shown, key)[:50]],
    }
    return render(request, "plans/part.html", context)


@require_GET
@page(Permission.VIEW_PROGRAMME)
def crosstab(request: StaffRequest, version: int) -> HttpResponse:
    shown = scope.version_or_404(request, version)
    table = queries.crosstab(shown)
    rows = list(zip(table.items, table.cells, strict=True))
    return render(request, "plans/crosstab.html", {"version": shown, "table": table, "rows": rows})


@require_GET
@page(Permission.VIEW_PROGRAMME)
def judgeable(request: StaffRequest, version: int) -> HttpResponse:
    shown = scope.version_or_404(request, version)
    findings = queries.judgeable(shown)
    groups = [(kind, [one for one in findings if one.kind == kind]) for kind in FindingKind]
    context = {"version": shown, "groups": [group for group in groups if group[1]], "count": len(findings)}
    return render(request, "plans/judgeable.html", context)


@require_GET
@page(Permission.VIEW_PROGRAMME)
def compare(request: StaffRequest) -> HttpResponse:
    after = scope.asked_version(request, "after") or scope.usual_version(request)
    before = scope.asked_version(request, "before") or (after.based_on if after is not None else None)
    context: dict[str, Any] = {
        "versions": scope.versions(request).order_by("plan__title", "-number"),
        "before": before,
        "after": after,
        "comparison": None,
    }
    if before is not None and after is not None:
        editing = after.is_draft and after.based_on_id == before.pk and scope.may_edit(request, after)
        context |= {"comparison": queries.compare(before, after), "may_explain": editing}
    return render(request, "plans/compare.html", context)


@require_GET
@page(Permission.VIEW_PROGRAMME)
def export(request: StaffRequest, version: int, form: str) -> HttpResponse:
    shown = scope.version_or_404(request, version)
    if form not in CONTENT_TYPES:
        raise Http404
    status = shown.name if shown.is_draft else ""
    try:
        data = write_council_table(queries.table_of(queries.tree(shown), status), form)
    except NotWritable as refusal:
        messages.error(request, worded(refusal))
        return redirect("plans:version", shown.pk)
    response = HttpResponse(data, content_type=CONTENT_TYPES[form])
    name = quote(f"{shown.plan.title}_{shown.name}.{form}", safe="")
    response["Content-Disposition"] = f"attachment; filename=\"plan.{form}\"; filename*=UTF-8''{name}"
    return response
