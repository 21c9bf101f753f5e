"""From issues of cases to proposals: gathering what was ticked, the whole chain to read, print and export."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.pages.views import download
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.views.reach import written
from zaitaku.programme.meetings.actions import issues as actions
from zaitaku.programme.meetings.forms.issues import IntoForm, IssueForm
from zaitaku.programme.meetings.models import Issue
from zaitaku.programme.meetings.queries import issues as queries
from zaitaku.programme.meetings.queries.issue_report import issue_document
from zaitaku.programme.meetings.views.issues import addressees, filter_form, owners, visible
from zaitaku.reports import xlsx

MOST = 200  # issues gathered at once


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def gather(request: StaffRequest) -> HttpResponse:
    """`issue` (several) were ticked in the list; they become part of one that is there, or of a new one."""
    ticked = _ticked(request)
    levels = {issue.level for issue in ticked}
    if len(levels) != 1 or "proposal" in levels:
        messages.error(request, _("Tick issues of one level: of cases, or of the area."))
        return redirect("meetings:issues")
    mine = Issue.objects.filter(owner__in=written(request))
    posted: Any = request.POST if request.method == "POST" else None
    is_new = request.POST.get("how") == "new"
    into = IntoForm(None if is_new else posted, targets=queries.targets(mine, levels.pop()))
    entry = IssueForm(
        posted if is_new else None,
        owners=owners(request),
        addressees=addressees(request),
        levels=False,
        initial={"raised_on": timezone.localdate()},
    )
    chosen = entry if is_new else into
    if posted is not None and chosen.is_valid():
        try:
            if is_new:
                made = actions.gather_into_new(
                    issues=ticked, owner=entry.cleaned_data["owner"], entry=entry.entry(), by=request.user
                )
            else:
                made = actions.gather_issues(issues=ticked, into=into.cleaned_data["into"], by=request.user)
        except RecordRefused as refused:
            chosen.add_error(None, str(refused))
        else:
            messages.success(request, _("%(count)s issues were gathered.") % {"count": len(ticked)})
            return redirect("meetings:issue", made.pk)
    context = {"ticked": ticked, "into": into, "entry": entry, "has_targets": into.fields["into"].queryset.exists()}  # type: ignore[attr-defined]
    return render(request, "meetings/issues/gather.html", context, status=422 if chosen.errors else 200)


def _ticked(request: StaffRequest) -> list[Issue]:
    """The issues named that the person may write; nonsense is passed over."""
    named = request.POST.getlist("issue") if request.method == "POST" else request.GET.getlist("issue")
    ids = {key for text in named[:MOST] if (key := key_of(text)) is not None}
    found = Issue.objects.filter(pk__in=ids, owner__in=written(request)).select_related("owner")
    return list(found.order_by("raised_on", "pk"))


@page(Permission.VIEW_PROGRAMME)
@require_GET
def chain(request: StaffRequest) -> HttpResponse:
    """Proposal ← issues of the area ← issues of cases, to read and to print."""
    found, form = _asked(request)
    today = timezone.localdate()
    branches = queries.forest(found, today=today)
    context = {"filter": form, "branches": branches, "counts": _counts(branches), "today": today}
    return render(request, "meetings/issues/chain.html", context)


def _asked(request: StaffRequest) -> tuple[QuerySet[Issue], Any]:
    found, today = visible(request), timezone.localdate()
    form = filter_form(request, found)
    if not form.is_valid():
        return found.none(), form
    return queries.listed_issues(found, form.cleaned_data, today=today), form


def _counts(branches: list[queries.Branch]) -> dict[str, int]:
    found = dict.fromkeys(("proposal", "area", "case"), 0)
    for _depth, branch in queries.flat(branches):
        found[branch.issue.level] += 1
    return found


@page(Permission.VIEW_PROGRAMME)
@require_GET
def export(request: StaffRequest) -> HttpResponse:
    """The same chain as Excel, for the committee."""
    found, form = _asked(request)
    year = form.cleaned_data.get("year") if form.is_valid() else None
    branches = queries.forest(found, today=timezone.localdate())
    document = issue_document(branches, year=year, on=timezone.localdate(), created=timezone.now())
    return download(xlsx.render(document), f"{document.title}.xlsx", xlsx.CONTENT_TYPE)
