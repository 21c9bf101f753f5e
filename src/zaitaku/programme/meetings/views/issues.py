"""The list of issues, one issue with its follow-up, and raising them."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for, page
from zaitaku.core.areas.models import Organisation, exists_on
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import as_it_stands
from zaitaku.programme.events.views.reach import seen, session_or_404, written
from zaitaku.programme.meetings.actions import issues as actions
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.forms.issues import CaseLinesForm, IssueFilter, IssueForm, StepForm
from zaitaku.programme.meetings.models import Issue
from zaitaku.programme.meetings.queries import issues as queries
from zaitaku.programme.meetings.queries.due import is_late, overdue

PER_PAGE = 100


def visible(request: StaffRequest) -> QuerySet[Issue]:
    return queries.visible(seen(request), written(request))


def issue_or_404(request: StaffRequest, pk: int, *, for_writing: bool = False) -> Issue:
    rows = Issue.objects.filter(owner__in=written(request)) if for_writing else visible(request)
    return get_object_or_404(rows.select_related("owner", "addressee", "gathered_into", "session__series"), pk=pk)


def owners(request: StaffRequest) -> QuerySet[Organisation]:
    """Those for whom the person may record and that exist today."""
    return written(request).filter(exists_on(timezone.localdate()))


def addressees(request: StaffRequest) -> QuerySet[Organisation]:
    """Whoever a proposal may go to: every organisation of the areas that the person's organisations lie in."""
    areas = written(request).values("area")
    mine = organisations_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate())
    return (Organisation.objects.filter(area__in=areas) | mine).filter(exists_on(timezone.localdate())).distinct()


@page(Permission.VIEW_PROGRAMME)
@require_GET
def issues(request: StaffRequest) -> HttpResponse:
    today, found = timezone.localdate(), visible(request)
    form = filter_form(request, found)
    asked = form.cleaned_data if form.is_valid() else {}
    listed = Paginator(queries.listed_issues(found, asked, today=today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "listed": listed,
        "rows": [(one, is_late(one, today)) for one in listed],
        "is_narrowed": any(asked.values()),
        "may_add": written(request).exists(),
        "late_count": found.filter(overdue(today)).count(),
    }
    return render(request, "meetings/issues/list.html", context)


def filter_form(request: StaffRequest, found: QuerySet[Issue]) -> IssueFilter:
    years = queries.years_of_issues(found, today=timezone.localdate())
    with_issues = Organisation.objects.filter(pk__in=found.order_by().values("owner"))
    return IssueFilter(request.GET, owners=with_issues, years=years)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    own = owners(request)
    initial = {"raised_on": timezone.localdate(), "owner": own[0] if own[:2].count() == 1 else None}
    form = IssueForm(request.POST or None, owners=own, addressees=addressees(request), initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.raise_issue(
                owner=data["owner"], level=IssueLevel(data["level"]), entry=form.entry(), by=request.user
            )
        except RecordRefused as refused:
            form.add_error("due_on", str(refused))
        else:
            messages.success(request, _("The issue was added."))
            return redirect("meetings:issue", made.pk)
    return show_form(request, form, _("Add an issue"))


def show_form(
    request: StaffRequest, form: forms.Form, heading: str, *, issue: Issue | None = None, now: Issue | None = None
) -> HttpResponse:
    """`now`: the row as somebody else left it meanwhile, shown beside what was typed."""
    context = {"page_form": form, "heading": heading, "button": _("Save"), "issue": issue, "now": now}
    return render(request, "meetings/issues/form.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    issue = issue_or_404(request, pk, for_writing=True)
    initial = {name: getattr(issue, name) for name in ("title", "text", "raised_on", "addressee", "due_on")}
    initial["seen"] = issue.version
    form = IssueForm(request.POST or None, owners=None, addressees=addressees(request), initial=initial)
    now = None
    if form.is_valid():
        try:
            actions.change_issue(issue=issue, seen=form.cleaned_data["seen"], entry=form.entry(), by=request.user)
        except RecordRefused as refused:
            now = as_it_stands(form, issue, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:issue", pk)
    return show_form(request, form, _("Change the issue"), issue=issue, now=now)


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One issue; a POST is one step of follow-up."""
    is_post = request.method == "POST"
    issue, today = issue_or_404(request, pk, for_writing=is_post), timezone.localdate()
    initial = {"on": today, "status": issue.status}
    form = StepForm(request.POST if is_post else None, today=today, initial=initial)
    if is_post and form.is_valid():
        data = form.cleaned_data
        try:
            actions.follow_up(
                issue=issue,
                on=data["on"],
                status=FollowUp(data["status"]),
                text=data["text"],
                at=timezone.now(),
                by=request.user,
            )
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The step was written down."))
            return redirect("meetings:issue", pk)
    parts = visible(request).filter(gathered_into=issue).select_related("owner").order_by("raised_on", "pk")
    context = {
        "issue": issue,
        "step_form": form,
        "agenda_items": issue.agenda_items.filter(session__series__owner__in=seen(request)).select_related(
            "session__series"
        ),
        "steps": issue.steps.select_related("by").order_by("on", "pk"),
        "parts": parts,
        "hidden_parts": issue.gathered.count() - len(parts),
        "is_late": is_late(issue, today),
        "may_write": written(request).filter(pk=issue.owner_id).exists(),
    }
    return render(request, "meetings/issues/issue.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_POST
def release(request: StaffRequest, pk: int) -> HttpResponse:
    issue = issue_or_404(request, pk, for_writing=True)
    try:
        actions.release_issue(issue=issue, by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The issue stands by itself again."))
    return redirect("meetings:issue", pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def of_session(request: StaffRequest, pk: int) -> HttpResponse:
    """Issues of cases of one meeting: those written down, and more of them at once."""
    session, today = session_or_404(pk, written(request)), timezone.localdate()
    own = owners(request)
    default = session.place_id or session.series.owner_id
    initial = {"owner": own.filter(pk=default).first(), "raised_on": session.held_on or today}
    form = CaseLinesForm(request.POST or None, owners=own, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        made = actions.raise_case_issues(
            owner=data["owner"], session=session, raised_on=data["raised_on"], lines=form.lines, by=request.user
        )
        messages.success(request, _("%(count)s issues were added.") % {"count": len(made)})
        return redirect("meetings:session_issues", pk)
    rows = visible(request).filter(session=session).select_related("owner", "gathered_into").order_by("pk")
    context = {"session": session, "series": session.series, "form": form, "rows": rows}
    return render(request, "meetings/issues/session.html", context, status=422 if form.errors else 200)
