"""Committees: their meetings, and one meeting's agenda with minutes, actions and the paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.analysis.period import fiscal_year_of
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import download
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import as_it_stands
from zaitaku.programme.events.choices import Tool
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.views.reach import may_write, seen, session_or_404, written
from zaitaku.programme.meetings.actions import committees as actions
from zaitaku.programme.meetings.forms.committees import ItemForm, MinutesForm, ReopenForm
from zaitaku.programme.meetings.forms.years import YearFilter
from zaitaku.programme.meetings.models import AgendaItem, Minutes
from zaitaku.programme.meetings.queries import committees as queries
from zaitaku.programme.meetings.queries.issues import proposals, visible
from zaitaku.programme.meetings.queries.minutes import MinutesContent, content_of, minutes_document
from zaitaku.reports import docx, pdf

RENDERERS = {"pdf": (pdf.render, pdf.CONTENT_TYPE), "docx": (docx.render, docx.CONTENT_TYPE)}


@page(Permission.VIEW_PROGRAMME)
@require_GET
def committees(request: StaffRequest) -> HttpResponse:
    organisations, today = seen(request), timezone.localdate()
    years = queries.years_of_committees(organisations, today=today)
    form = YearFilter(request.GET, years=years, present=fiscal_year_of(today))
    year = form.chosen()
    rows = list(queries.committee_sessions(organisations, year))
    return render(request, "meetings/committees/list.html", {"filter": form, "year": year, "rows": rows})


@page(Permission.VIEW_PROGRAMME)
@require_GET
def agenda(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _readable_or_404(request, pk))


def _readable_or_404(request: StaffRequest, pk: int) -> Session:
    """Committees are read by everybody who sees the programme; what is said about cases by those who record it."""
    session = session_or_404(pk, seen(request))
    if Tool.OPEN_MINUTES not in session.series.offers and not may_write(request, session.series):
        raise Http404
    return session


def _page(
    request: StaffRequest, session: Session, *, item_form: ItemForm | None = None, reopen_form: ReopenForm | None = None
) -> HttpResponse:
    minutes = Minutes.objects.filter(session=session).select_related("settled_by").first()
    items = list(session.agenda.select_related("issue").prefetch_related("action_items__owner").order_by("position"))
    today = timezone.localdate()
    context = {
        "session": session,
        "series": session.series,
        "minutes": minutes,
        "items": items,
        "loose": session.action_items.filter(agenda_item=None).select_related("owner"),
        "carried": queries.carried_over(session),
        "today": today,
        "may_write": may_write(request, session.series),
        "item_form": item_form or _item_form(request),
        "reopen_form": reopen_form or ReopenForm(),
        "has_standing": not minutes and queries.earlier_sessions(session).filter(agenda__is_standing=True).exists(),
        "content": content_of(session),
    }
    is_wrong = item_form is not None or reopen_form is not None
    return render(request, "meetings/committees/agenda.html", context, status=422 if is_wrong else 200)


def _item_form(request: StaffRequest, data: Any = None) -> ItemForm:
    open_ones = proposals(visible(seen(request), written(request))).select_related("owner")
    return ItemForm(data, proposals=open_ones)


@page(Permission.RECORD)
@require_POST
def add_item(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    form = _item_form(request, request.POST)
    if not form.is_valid():
        return _page(request, session, item_form=form)
    try:
        actions.add_item(session=session, **form.cleaned_data, by=request.user)
    except RecordRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, session, item_form=form)
    return redirect("meetings:agenda", pk)


@page(Permission.RECORD)
@require_POST
def copy_standing(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    try:
        count = actions.copy_standing_items(session=session, by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(count)s standing items were copied.") % {"count": count})
    return redirect("meetings:agenda", pk)


def item_or_404(request: StaffRequest, pk: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("session__series__owner")
    return get_object_or_404(rows, pk=pk, session__series__owner__in=written(request))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def item(request: StaffRequest, pk: int) -> HttpResponse:
    """Minutes of one item. What somebody else saved meanwhile is shown beside what was typed; nothing is lost."""
    found = item_or_404(request, pk)
    initial = {name: getattr(found, name) for name in ("title", "discussion", "decision", "is_standing")}
    form = MinutesForm(request.POST or None, initial=initial | {"seen": found.version})
    now = None
    if form.is_valid():
        try:
            actions.change_item(item=found, seen=form.cleaned_data["seen"], told=form.told(), by=request.user)
        except RecordRefused as refused:
            now = as_it_stands(form, found, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:agenda", found.session_id)
    context = {"item": found, "form": form, "now": now, "session": found.session, "series": found.session.series}
    return render(request, "meetings/committees/item.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_POST
def move_item(request: StaffRequest, pk: int, way: str) -> HttpResponse:
    found = item_or_404(request, pk)
    if way not in ("up", "down"):
        raise Http404(way)
    try:
        actions.move_item(item=found, up=way == "up", by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    return redirect("meetings:agenda", found.session_id)


@page(Permission.RECORD)
@require_POST
def remove_item(request: StaffRequest, pk: int) -> HttpResponse:
    found = item_or_404(request, pk)
    try:
        actions.remove_item(item=found, by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("“%(title)s” was taken off the agenda.") % {"title": found.title})
    return redirect("meetings:agenda", found.session_id)


@page(Permission.RECORD)
@require_POST
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    try:
        actions.settle_minutes(session=session, at=timezone.now(), by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The minutes are settled. The paper no longer says that it is a draft."))
    return redirect("meetings:agenda", pk)


@page(Permission.RECORD)
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    minutes = Minutes.objects.filter(session=session).first()
    if minutes is None:
        messages.info(request, _("Nothing was changed."))
        return redirect("meetings:agenda", pk)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, session, reopen_form=form)
    try:
        actions.reopen_minutes(minutes=minutes, reason=form.cleaned_data["reason"], by=request.user)
    except RecordRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, session, reopen_form=form)
    messages.success(request, _("The minutes are a draft again."))
    return redirect("meetings:agenda", pk)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def paper(request: StaffRequest, pk: int, suffix: str) -> HttpResponse:
    """The minutes as PDF or Word: as they were settled, or a draft of what stands now."""
    session = _readable_or_404(request, pk)
    if suffix not in RENDERERS:
        raise Http404(suffix)
    settled = Minutes.objects.filter(session=session).first()
    content = MinutesContent.from_json(settled.content) if settled else content_of(session)
    document = minutes_document(content, settled=settled, created=timezone.now())
    render_paper, content_type = RENDERERS[suffix]
    name = f"{document.title}{'' if settled else '_案'}.{suffix}"
    return download(render_paper(document), name, content_type)
