"""Actions of committees: who undertook what, by when, and how far it got."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.accounts.queries import own_organisations
from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import as_it_stands
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.views.reach import seen, session_or_404, written
from zaitaku.programme.meetings.actions import committees as actions
from zaitaku.programme.meetings.choices import FollowUp
from zaitaku.programme.meetings.forms.committees import ActionFilter, ActionForm, ReportForm
from zaitaku.programme.meetings.models import ActionItem
from zaitaku.programme.meetings.queries import committees as queries
from zaitaku.programme.meetings.queries.due import is_late, overdue
from zaitaku.programme.meetings.views.issues import addressees

PER_PAGE = 100


@page(Permission.VIEW_PROGRAMME)
@require_GET
def undertakings(request: StaffRequest) -> HttpResponse:
    found, today = queries.visible_actions(seen(request)), timezone.localdate()
    ids = found.order_by().values("owner")
    names = found.order_by("session__series__title").values_list("session__series__code", "session__series__title")
    committees = list({code: (code, title) for code, title in names}.values())
    form = ActionFilter(request.GET, owners=Organisation.objects.filter(pk__in=ids), committees=committees)
    asked = form.cleaned_data if form.is_valid() else {}
    mine = own_organisations(request.user, on=today)
    listed = Paginator(queries.listed_actions(found, asked, mine=mine, today=today), PER_PAGE)
    context = {
        "filter": form,
        "listed": listed.get_page(request.GET.get("page")),
        "is_narrowed": any(asked.values()),
        "today": today,
        "late_count": found.filter(overdue(today)).count(),
    }
    return render(request, "meetings/committees/actions.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    form = _form(request, session, {"item": request.GET.get("item", "")[:18]})
    if form.is_valid():
        try:
            actions.add_action(session=session, item=form.cleaned_data["item"], entry=form.entry(), by=request.user)
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The action was written down."))
            return redirect("meetings:agenda", pk)
    return _show(request, session, form, _("Add an action"))


def _form(request: StaffRequest, session: Session, initial: dict[str, Any]) -> ActionForm:
    items = session.agenda.order_by("position")
    return ActionForm(request.POST or None, items=items, owners=addressees(request), initial=initial)


def _show(
    request: StaffRequest, session: Session, form: ActionForm, heading: str, now: ActionItem | None = None
) -> HttpResponse:
    context = {"page_form": form, "heading": heading, "button": _("Save"), "session": session, "now": now}
    context["series"] = session.series
    return render(request, "meetings/committees/form.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """What was undertaken, by whom and until when: for those who keep the minutes."""
    rows = ActionItem.objects.select_related("session__series__owner")
    found = get_object_or_404(rows, pk=pk, session__series__owner__in=written(request))
    initial = {name: getattr(found, name) for name in ("text", "owner", "person", "due_on")}
    form = _form(request, found.session, initial | {"item": found.agenda_item_id, "seen": found.version})
    now = None
    if form.is_valid():
        try:
            actions.change_action(
                action=found,
                seen=form.cleaned_data["seen"],
                item=form.cleaned_data["item"],
                entry=form.entry(),
                by=request.user,
            )
        except RecordRefused as refused:
            now = as_it_stands(form, found, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:agenda", found.session_id)
    return _show(request, found.session, form, _("Change the action"), now)


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it got: for those who keep the minutes and for the organisation that undertook it."""
    found = get_object_or_404(
        queries.visible_actions(written(request) if request.method == "POST" else seen(request)), pk=pk
    )
    today = timezone.localdate()
    may_write = queries.visible_actions(written(request)).filter(pk=pk).exists()
    initial = {"status": found.status, "result": found.result, "done_on": found.done_on, "seen": found.version}
    form = ReportForm(request.POST or None, today=today, initial=initial)
    now = None
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.report_action(
                action=found,
                seen=data["seen"],
                status=FollowUp(data["status"]),
                done_on=data["done_on"],
                result=data["result"],
                by=request.user,
            )
        except RecordRefused as refused:
            now = as_it_stands(form, found, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:undertaking", pk)
    context = {
        "action": found,
        "form": form,
        "now": now,
        "may_write": may_write,
        "may_change": written(request).filter(pk=found.session.series.owner_id).exists(),
        "may_see_meeting": seen(request).filter(pk=found.session.series.owner_id).exists(),
        "is_late": is_late(found, today),
    }
    return render(request, "meetings/committees/action.html", context, status=422 if form.errors else 200)
