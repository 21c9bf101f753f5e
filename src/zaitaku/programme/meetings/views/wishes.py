"""The board of wishes, one wish, and what becomes of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.analysis.period import fiscal_year_of
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import as_it_stands
from zaitaku.programme.events.choices import SessionStatus, Tool, kinds_with
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.views.reach import written
from zaitaku.programme.meetings.actions import wishes as actions
from zaitaku.programme.meetings.choices import WishStatus
from zaitaku.programme.meetings.forms.wishes import EndForm, MatchForm, WishFilter, WishForm
from zaitaku.programme.meetings.forms.years import YearFilter
from zaitaku.programme.meetings.models import Match, Wish
from zaitaku.programme.meetings.queries import wishes as queries
from zaitaku.programme.meetings.queries.supporters import suggested

PER_COLUMN = 12
PER_PAGE = 50


def reached(request: StaffRequest) -> QuerySet[Organisation]:
    """Wishes are seen only by those who may write them down: councils and readers see the counts elsewhere."""
    return queries.centres(written(request), on=timezone.localdate())


def wish_or_404(request: StaffRequest, pk: int) -> Wish:
    rows = Wish.objects.select_related("center", "session__series")
    return get_object_or_404(rows, pk=pk, center__in=written(request))


@page(Permission.RECORD)
@require_GET
def board(request: StaffRequest) -> HttpResponse:
    """Columns by state; with one state chosen, the list of all of them."""
    organisations, today = written(request), timezone.localdate()
    years = queries.years_of_wishes(organisations, today=today)
    form = WishFilter(request.GET, centers=reached(request), years=years)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.listed_wishes(organisations, asked)
    context = {"filter": form, "is_narrowed": any(asked.values()), "has_center": reached(request).exists()}
    if asked.get("status"):
        context["listed"] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "meetings/wishes/list.html", context)
    counts = queries.status_counts(found)
    context["columns"] = [
        (status, status.label, counts[status], found.filter(status=status)[:PER_COLUMN]) for status in WishStatus
    ]
    context["whole"] = sum(counts.values())
    context["limit"] = PER_COLUMN
    return render(request, "meetings/wishes/board.html", context)


@page(Permission.RECORD)
@require_GET
def overview(request: StaffRequest) -> HttpResponse:
    organisations, today = written(request), timezone.localdate()
    years = queries.years_of_wishes(organisations, today=today)
    form = YearFilter(request.GET, years=years, present=fiscal_year_of(today))
    year = form.chosen()
    found = queries.overview(organisations, year, on=min(today, year.end))
    context = {"overview": found, "year": year, "filter": form}
    return render(request, "meetings/wishes/overview.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    today, centers = timezone.localdate(), reached(request)
    own = centers[:2]
    center = own[0] if len(own) == 1 else None
    initial = {"voiced_on": today, "center": center, "session": request.GET.get("session", "")[:18]}
    form = WishForm(request.POST or None, centers=centers, sessions=_sessions(request), today=today, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        wish = actions.voice_wish(
            center=data["center"],
            voiced_on=data["voiced_on"],
            text=data["text"],
            session=data["session"],
            by=request.user,
        )
        messages.success(request, _("The wish was written down. Now look for somebody who can help."))
        return redirect("meetings:wish", wish.pk)
    return _form(request, form, _("Write down a wish"))


def _sessions(request: StaffRequest) -> QuerySet[Session]:
    """Peer meetings in reach, the newest first."""
    return (
        Session.objects.filter(series__kind__in=kinds_with(Tool.WISHES), series__owner__in=written(request))
        .exclude(status=SessionStatus.CANCELLED)
        .select_related("series")
        .order_by("-held_on", "-pk")
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    wish = wish_or_404(request, pk)
    initial = {"text": wish.text, "voiced_on": wish.voiced_on, "session": wish.session, "seen": wish.version}
    form = WishForm(
        request.POST or None,
        centers=None,
        sessions=_sessions(request),
        today=timezone.localdate(),
        initial=initial,
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_wish(
                wish=wish,
                seen=data["seen"],
                voiced_on=data["voiced_on"],
                text=data["text"],
                session=data["session"],
                by=request.user,
            )
        except RecordRefused as refused:
            now = as_it_stands(form, wish, refused)
            return _form(request, form, _("Change the wish"), wish=now, now=now)
        messages.success(request, _("Saved."))
        return redirect("meetings:wish", pk)
    return _form(request, form, _("Change the wish"), wish=wish)


def _form(
    request: StaffRequest, form: WishForm, heading: str, *, wish: Wish | None = None, now: Wish | None = None
) -> HttpResponse:
    context = {"page_form": form, "heading": heading, "button": _("Save"), "wish": wish, "now": now}
    return render(request, "meetings/wishes/form.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_GET
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, wish_or_404(request, pk))


def _page(
    request: StaffRequest, wish: Wish, *, match_form: MatchForm | None = None, end_form: EndForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    matches = list(wish.matches.select_related("supporter").order_by("matched_on", "pk"))
    free = wish.center.supporters.filter(is_active=True).exclude(pk__in=[match.supporter_id for match in matches])
    context = {
        "wish": wish,
        "matches": matches,
        "suggestions": suggested(wish.text, free),
        "has_free": free.exists(),
        "is_ended": wish.status in actions.ENDED,
        "match_form": match_form or MatchForm(supporters=free, today=today),
        "end_form": end_form or EndForm(today=today, initial={"done_on": today, "outcome": wish.outcome}),
    }
    is_wrong = any(form is not None for form in (match_form, end_form))
    return render(request, "meetings/wishes/wish.html", context, status=422 if is_wrong else 200)


@page(Permission.RECORD)
@require_POST
def match(request: StaffRequest, pk: int) -> HttpResponse:
    wish, today = wish_or_404(request, pk), timezone.localdate()
    form = MatchForm(request.POST, supporters=wish.center.supporters.filter(is_active=True), today=today)
    if not form.is_valid():
        return _page(request, wish, match_form=form)
    data = form.cleaned_data
    try:
        actions.match_wish(
            wish=wish, supporter=data["supporter"], matched_on=data["matched_on"] or today, by=request.user
        )
    except RecordRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, wish, match_form=form)
    messages.success(request, _("“%(label)s” was found for this wish.") % {"label": data["supporter"]})
    return redirect("meetings:wish", pk)


@page(Permission.RECORD)
@require_POST
def unmatch(request: StaffRequest, pk: int, match: int) -> HttpResponse:
    wish = wish_or_404(request, pk)
    found = get_object_or_404(Match, pk=match, wish=wish)
    try:
        actions.unmatch_wish(match=found, by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The supporter was taken off this wish."))
    return redirect("meetings:wish", pk)


@page(Permission.RECORD)
@require_POST
def end(request: StaffRequest, pk: int) -> HttpResponse:
    wish = wish_or_404(request, pk)
    form = EndForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, wish, end_form=form)
    data = form.cleaned_data
    try:
        actions.end_wish(
            wish=wish,
            status=WishStatus(data["status"]),
            done_on=data["done_on"],
            outcome=data["outcome"],
            by=request.user,
        )
    except RecordRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, wish, end_form=form)
    messages.success(request, _("Saved."))
    return redirect("meetings:wish", pk)


@page(Permission.RECORD)
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        actions.reopen_wish(wish=wish_or_404(request, pk), by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The wish is open again."))
    return redirect("meetings:wish", pk)
