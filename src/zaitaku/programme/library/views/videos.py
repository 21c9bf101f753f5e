"""Videos, and how often they were watched month by month."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.templatetags.pages import wareki_month
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.forms import EntryForm
from zaitaku.core.records.views import pasting
from zaitaku.programme.library.actions import videos as actions
from zaitaku.programme.library.actions.videos import Counted
from zaitaku.programme.library.forms.videos import VideoFilter, VideoForm, ViewsForm, read_views
from zaitaku.programme.library.models import Video, ViewCount
from zaitaku.programme.library.queries import videos as queries
from zaitaku.programme.library.queries.reach import videos_seen_by
from zaitaku.programme.library.views.pages import (
    MOST_EXPORTED,
    PER_PAGE,
    asked_session,
    begun_with,
    form_page,
    keeps,
    kept,
    sessions_to_choose,
)
from zaitaku.reports.xlsx_list import ListSheet

FIELDS = ("title", "address", "session", "published_on", "published_to", "audience", "minutes", "description")
MONTHS = 12
YEARS = 2
Line = tuple[date, EntryForm]


def _seen(request: StaffRequest) -> QuerySet[Video]:
    return videos_seen_by(request.user, on=timezone.localdate())


def kept_video_or_404(request: StaffRequest, pk: int) -> Video:
    rows = Video.objects.select_related("owner", "session__series")
    return get_object_or_404(rows, pk=pk, owner__in=kept(request))


def _asked(request: StaffRequest) -> tuple[VideoFilter, dict[str, Any], QuerySet[Any]]:
    seen = _seen(request)
    owners = Organisation.objects.filter(pk__in=seen.values("owner"))
    form = VideoFilter(request.GET, owners=owners, years=queries.years_of(seen))
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return form, asked, queries.listed_videos(seen, asked)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def videos(request: StaffRequest) -> HttpResponse:
    form, asked, found = _asked(request)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "listed": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "filter": form,
        "is_narrowed": any(asked.values()),
        "may_add": kept(request).exists(),
        "query": query.urlencode(),
        "section": "videos",
    }
    return render(request, "library/videos/list.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def export(request: StaffRequest) -> HttpResponse:
    _form, _given, found = _asked(request)
    columns = [
        *(_("Title"), _("Owner"), _("Whom it is for"), _("Published from"), _("Published until")),
        *(_("Length in minutes"), _("Views"), _("Months entered"), _("Address of the video")),
    ]
    rows = [
        [
            *(one.title, one.owner.name, one.get_audience_display(), one.published_on, one.published_to),
            *(one.minutes, one.watched, one.months, one.address),
        ]
        for one in found[:MOST_EXPORTED]
    ]
    return workbook([ListSheet(_("Videos"), columns, rows)], "videos")


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    sessions = sessions_to_choose(request, asked_session(request), years=YEARS)
    initial = {"published_on": timezone.localdate()} | begun_with(request, sessions)
    form = VideoForm(request.POST or None, owners=kept(request), sessions=sessions, initial=initial)
    return form_page(
        request,
        form,
        lambda data: actions.add_video(**data, by=request.user, now=timezone.now()),
        heading=_("Add a video"),
        back=("library:videos",),
        to=lambda made: ("library:video", made.pk),
        section="videos",
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    found = kept_video_or_404(request, pk)
    initial = {name: getattr(found, name) for name in FIELDS}
    sessions = sessions_to_choose(request, found.session_id, years=YEARS)
    return form_page(
        request,
        VideoForm(request.POST or None, owners=None, sessions=sessions, initial=initial),
        lambda data: actions.change_video(video=found, **data, by=request.user),
        heading=_("Change the video"),
        back=("library:video", pk),
        video=found,
        section="videos",
    )


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def video(request: StaffRequest, pk: int) -> HttpResponse:
    """Its months; a POST saves all of the page's or nothing, and needs the right to record for the owner."""
    found = kept_video_or_404(request, pk) if request.method == "POST" else get_object_or_404(_seen(request), pk=pk)
    today = timezone.localdate()
    months = Paginator(queries.months_of(found, on=today), MONTHS).get_page(request.GET.get("page"))
    lines = _lines(request, months.object_list)
    problem = ""
    if request.method == "POST" and all(form.is_valid() for _month, form in lines):
        problem = _save(request, found, lines)
        if not problem:
            return redirect(request.get_full_path())
    wrong = any(form.errors for _month, form in lines)
    context = {
        "video": found,
        "months": months,
        "lines": lines,
        "problem": problem,
        "is_wrong": wrong,
        "may_write": keeps(request, found.owner),
        "watched": sum(int(row.value) for row in found.views.filter(superseded_at=None) if row.value is not None),
        "history": queries.history_of(found)[:50],
        "section": "videos",
    }
    return render(request, "library/videos/video.html", context, status=422 if problem or wrong else 200)


def _lines(request: StaffRequest, months: Any) -> list[Line]:
    data = request.POST if request.method == "POST" else None
    return [
        (month, EntryForm(data, prefix=f"m{month:%Y%m}", row=row, about=wareki_month(month))) for month, row in months
    ]


def _save(request: StaffRequest, found: Video, lines: list[Line]) -> str:
    """What was refused; "" when everything was saved."""
    counts = [
        Counted(found, month, entry, form.cleaned_data["seen"])
        for month, form in lines
        if (entry := form.entry()) is not None
    ]
    try:
        actions.record_views(counts=counts, by=request.user, now=timezone.now())
    except RecordRefused as refused:
        return str(refused)
    messages.success(request, _("Saved: %(count)s values.") % {"count": len(counts)})
    return ""


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste(request: StaffRequest) -> HttpResponse:
    """Many videos' views of one month."""
    today = timezone.localdate()
    form = ViewsForm(request.POST or None, today=today)
    own = list(Video.objects.filter(owner__in=kept(request)).select_related("owner"))

    def read(block: Any) -> Any:
        month = form.cleaned_data["month"]
        rows = ViewCount.objects.filter(video__in=own, month=month, superseded_at=None)
        current = dict(rows.values_list("video", "pk"))
        return read_views(block, own, month=month, today=today, current=current)

    def save(counts: list[Counted]) -> HttpResponse:
        actions.record_views(counts=counts, by=request.user, now=timezone.now())
        messages.success(request, _("Saved: %(count)s values.") % {"count": len(counts)})
        return redirect("library:videos")

    context = {
        "heading": _("Paste views from the platform's statistics"),
        "columns": [pgettext("library", "Video"), _("Views")],
        "save_label": _("Save these values"),
        "section": "videos",
    }
    return pasting(request, "library/videos/paste.html", context, form=form, read=read, save=save)
