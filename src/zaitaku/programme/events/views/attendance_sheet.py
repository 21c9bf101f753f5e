"""The sheet on paper: printed before the session, keyed in after it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import download
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.actions import checkin as actions
from zaitaku.programme.events.choices import CheckInWay, Need
from zaitaku.programme.events.forms.paper_sheet import LineForm, SheetForm, columns_of, line_forms, new_sheet, ticked
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.queries import checkin as queries
from zaitaku.programme.events.queries.signup import residence_areas
from zaitaku.programme.events.views.reach import channel_or_404, written
from zaitaku.reports import sign_in_sheet as paper

BLANK_LINES = 12


@page(Permission.RECORD)
@never_cache
@require_GET
def sign_in_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    channel = channel_or_404(pk, written(request))
    expected = [line.sign_up for line in queries.door(channel).expected if line.sign_up is not None]
    sheet = paper.SignInSheet(
        title=f"{channel.session.series.title} {channel.session.label} {channel.label} 受付簿",
        where=_where(channel),
        rows=[paper.SheetRow(str(one.number), one.name, one.kana, one.seats, _more(one)) for one in expected],
        blank=BLANK_LINES,
        asked=list(columns_of(channel.session.series).values())[1:],
    )
    made = paper.render(sheet, created=timezone.now().replace(microsecond=0))
    return download(made, f"sign-in-sheet-{channel.pk}.pdf", paper.CONTENT_TYPE, shown=True)


def _where(channel: Channel) -> str:
    session = channel.session
    starts, ends = channel.starts or session.starts, channel.ends or session.ends
    hours = f"{starts:%H:%M}～{f'{ends:%H:%M}' if ends else ''}" if starts else ""
    day = format_wareki(channel.day) if channel.day else ""
    return "　".join(text for text in (day, hours, channel.where) if text)


def _more(one: SignUp) -> str:
    needs = [str(Need(code).label) for code in one.needs if code in Need.values]
    return "、".join(text for text in (one.office, *needs, one.needs_text) if text)


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def paper_entry(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything ticked on the sheet at once: saved whole or not at all, and sending it twice is the same as once."""
    channel = channel_or_404(pk, written(request))
    found = queries.door(channel)
    data = request.POST if request.method == "POST" else None
    expected = [line.sign_up for line in found.expected if line.sign_up is not None and line.check_in is None]
    series = channel.session.series
    areas = residence_areas(series, channel.day or timezone.localdate()) if series.asks_area else ()
    sheet, lines = new_sheet(data, series=series, areas=areas), line_forms(data, expected)
    problem = ""
    if sheet.is_valid() and all(form.is_valid() for form in lines):
        problem = _save(request, channel, sheet, lines)
        if not problem:
            return redirect("events:paper_entry", pk)
    context = {
        "channel": channel,
        "session": channel.session,
        "series": series,
        "lines": lines,
        "sheet": sheet,
        "came": [line for line in found.expected + found.walk_ins if line.check_in is not None],
        "people": actions.people_in(channel),
        "seats": queries.seats_expected(channel),
        "problems": [problem] if problem else [],
        "wrong": [
            (f"No.{form.sign_up.number}", form[name], error)
            for form in lines
            for name in form.fields
            for error in form[name].errors
        ],
    }
    is_wrong = problem or context["wrong"] or sheet.errors
    return render(request, "events/attendance/paper_entry.html", context, status=422 if is_wrong else 200)


def _save(request: StaffRequest, channel: Channel, sheet: SheetForm, lines: list[LineForm]) -> str:
    """The refusal in words, or "" when all was saved."""
    arrivals = ticked(sheet, lines)
    if not arrivals:
        return _("Nobody is ticked. Tick those who came, or enter walk-ins.")
    try:
        with transaction.atomic():
            actions.check_in_many(
                channel=channel, arrivals=arrivals, way=CheckInWay.SHEET, by=request.user, now=timezone.now()
            )
            if request.POST.get("step") == "close":
                actions.close_door(channel=channel, by=request.user)
    except RecordRefused as refused:
        return str(refused)
    messages.success(request, _("Entered: %(people)s people.") % {"people": sum(one.people for one in arrivals)})
    return ""
