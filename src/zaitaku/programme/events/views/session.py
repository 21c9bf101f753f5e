"""One session: its channels and who came through them."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.forms import EntryForm
from zaitaku.programme.events import actions, published
from zaitaku.programme.events.choices import WITHOUT_PEOPLE, Admission, ChannelKind, SessionStatus
from zaitaku.programme.events.figures.year import is_unsaid
from zaitaku.programme.events.models import Channel, Session
from zaitaku.programme.events.queries import series as queries
from zaitaku.programme.events.views.reach import channel_or_404, may_write, seen, session_or_404, written
from zaitaku.reports import event_list

Line = tuple[Channel, EntryForm]


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def session(request: StaffRequest, pk: int) -> HttpResponse:
    """The grid; a POST saves all of it or nothing, and needs the right to record for the owner."""
    found = session_or_404(pk, written(request) if request.method == "POST" else seen(request))
    lines = _lines(request, found)
    problems: list[str] = []
    if request.method == "POST" and all(form.is_valid() for _channel, form in lines):
        problems = _save(request, found, lines)
        if not problems:
            return redirect("events:session", pk)
        lines = _lines(request, found, is_refused=True)
    return _render(request, found, lines, problems)


def _lines(request: StaffRequest, found: Session, *, is_refused: bool = False) -> list[Line]:
    """After a refusal the row that counts now is the one seen: whoever saves again has seen it."""
    data = request.POST.copy() if request.method == "POST" else None
    lines = []
    for channel in queries.with_current(found.channels.all()):
        row = next(iter(channel.current), None)  # type: ignore[attr-defined]
        if data is not None and is_refused:
            data[f"c{channel.pk}-seen"] = str(row.pk) if row else ""
        lines.append((channel, EntryForm(data, prefix=f"c{channel.pk}", row=row, about=channel.label)))
    return lines


def _save(request: StaffRequest, found: Session, lines: list[Line]) -> list[str]:
    """What was refused, in words; empty when everything was saved."""
    entries = {}
    for channel, form in lines:
        if (entry := form.entry()) is not None:
            entries[channel.pk] = (entry, form.cleaned_data["seen"])
    if not entries:
        messages.info(request, _("Nothing was changed."))
        return []
    was = found.status
    try:
        actions.record_session(session=found, entries=entries, by=request.user)
    except RecordRefused as refused:
        return [str(refused)]
    messages.success(request, _("Saved: %(count)s values.") % {"count": len(entries)})
    found.refresh_from_db(fields=["status"])
    if found.status != was:
        messages.info(request, _("Because its day has come, the session now counts as held."))
    return []


def _render(request: StaffRequest, found: Session, lines: list[Line], problems: list[str]) -> HttpResponse:
    wrong = [
        (channel.label, form[name], error)
        for channel, form in lines
        for name in form.fields
        for error in form[name].errors
    ]
    may_write_here, today = may_write(request, found.series), timezone.localdate()
    unsaid = is_unsaid(found, today)
    step = _next_step(found, [channel for channel, _form in lines], today) if may_write_here else None
    context = {
        "session": found,
        "series": found.series,
        "lines": lines,
        "has_video": any(channel.kind == ChannelKind.VIDEO for channel, _form in lines),
        "is_unsaid": unsaid,
        "next_step": step,
        "save_kind": "secondary" if step or unsaid else "primary",
        "open_lotteries": [
            channel
            for channel, _form in lines
            if channel.admission == Admission.LOTTERY and channel.closes_at is None and not channel.is_cancelled
        ],
        "problems": problems,
        "wrong": wrong,
        "may_write": may_write_here,
        "gaps": _gaps(found),
        "speakers": found.speakers.select_related("organisation"),
        "handouts": found.handouts.defer("content"),
    }
    return render(request, "events/session.html", context, status=422 if problems or wrong else 200)


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    url: str


def _next_step(found: Session, channels: list[Channel], today: date) -> Step | None:
    """What comes next while a session is planned; None where another button of the page says it."""
    if found.status != SessionStatus.PLANNED or is_unsaid(found, today) or not channels:
        return None
    if found.held_on is None:
        return Step(_("Fix day and place"), reverse("events:change_session", args=[found.pk]))
    live = [one for one in channels if not one.is_cancelled]
    if found.held_on == today:
        door = next((one for one in live if one.kind not in (*WITHOUT_PEOPLE, ChannelKind.ONLINE)), None)
        return Step(_("Open the door list"), reverse("events:door", args=[door.pk])) if door else None
    listed = next((one for one in live if one.admission != Admission.OPEN), None)
    return Step(_("List of sign-ups"), reverse("events:sign_ups", args=[listed.pk])) if listed else None


def _gaps(found: Session) -> list[str]:
    """Columns of the open data set that a public session with a day leaves empty though the standard requires them."""
    if not found.series.is_public or found.held_on is None or found.status == SessionStatus.CANCELLED:
        return []
    told = published.session(key=found.pk, now=timezone.now())
    return event_list.gaps(published.open_data_row(told, url="")) if told is not None else []


@page(Permission.VIEW_PROGRAMME)
@require_GET
def history(request: StaffRequest, pk: int) -> HttpResponse:
    channel = channel_or_404(pk, seen(request))
    rows = list(queries.history(channel))
    current = next((row for row in rows if row.is_current), None)
    may_undo = current is not None and may_write(request, channel.session.series)
    context = {"channel": channel, "rows": rows, "current": current, "may_undo": may_undo}
    return render(request, "events/history.html", context)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    channel = channel_or_404(pk, written(request))
    expected = key_of(request.POST.get("seen", ""))
    try:
        actions.restore_previous(channel=channel, expected=expected, by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
        return redirect("events:history", pk)
    messages.success(request, _("The earlier value counts again."))
    return redirect("events:history", pk)
