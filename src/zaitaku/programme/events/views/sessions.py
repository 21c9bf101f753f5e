"""The list of sessions, on the page and as a file."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import download, workbook
from zaitaku.programme.events.choices import Admission, Measure
from zaitaku.programme.events.figures.year import is_unsaid
from zaitaku.programme.events.forms.sessions import WAITING, SessionFilter
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.queries.sessions import in_full, listed_sessions, waiting_for_report
from zaitaku.programme.events.views.reach import seen, settled, written
from zaitaku.reports import csv_list
from zaitaku.reports.xlsx_list import ListSheet, Value

PER_PAGE = 50
MOST_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A session with its seats in words, how many came so far and how often its videos were watched (None where nothing
    is recorded)."""

    session: Session
    seats: str
    came: int | None
    views: int | None
    is_unsaid: bool


@page(Permission.VIEW_PROGRAMME)
@require_GET
def sessions(request: StaffRequest) -> HttpResponse:
    form, asked, found = _asked(request)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    listed.object_list = in_full(listed.object_list)  # type: ignore[arg-type]  # a slice of a query set still
    shown = [_shown(one, timezone.localdate()) for one in listed.object_list]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "listed": listed,
        "shown": shown,
        "filter": form,
        "may_add": written(request).exists(),
        "is_narrowed": any(value for name, value in asked.items() if name != "sort"),
        "query": query.urlencode(),
    }
    return render(request, "events/calendar/sessions.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def export(request: StaffRequest, suffix: str) -> HttpResponse:
    """What the filters leave, at most MOST_EXPORTED rows, as csv or xlsx."""
    _form, _given, found = _asked(request)
    rows = [_row(one) for one in in_full(found[:MOST_EXPORTED])]
    if suffix == "xlsx":
        return workbook([ListSheet(_("List of sessions"), _columns(), rows)], "sessions")
    return download(csv_list.render([_columns(), *rows]), "sessions.csv", csv_list.CONTENT_TYPE)


def _asked(request: StaffRequest) -> tuple[SessionFilter, dict[str, Any], QuerySet[Session]]:
    """The form, what it asks for, and the sessions that this leaves."""
    organisations = settled(seen(request))
    form = SessionFilter(request.GET, organisations=organisations)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    if asked.get("status") != WAITING:
        return form, asked, listed_sessions(organisations, asked)
    return (
        form,
        asked,
        listed_sessions(organisations, asked | {"status": ""}).filter(waiting_for_report(timezone.localdate())),
    )


def _columns() -> list[str]:
    return [
        *(_("Fiscal year"), _("Series"), _("Kind"), _("Owner"), _("Whom it invites"), _("Session"), _("Topic")),
        *(_("Subtitle"), _("Day"), _("Planned month"), _("Begins at"), _("Ends at"), _("Venue"), _("Address")),
        *(_("Daily living area"), _("ACP"), _("Held or not"), _("Channels"), _("Number of seats"), _("Seats taken")),
        *(_("Waiting entries"), _("Views"), _("Attendance")),
    ]


def _shown(one: Session, today: date) -> Shown:
    came, views = _counted(one, Measure.ATTENDANCE), _counted(one, Measure.VIEWS)
    return Shown(one, _seats(one), came, views, is_unsaid(one, today))


def _seats(one: Session) -> str:
    """本会場 48/60 (3 waiting), for the channels with sign-up."""
    said = []
    for way in one.ways:  # type: ignore[attr-defined]
        if way.admission != Admission.OPEN:
            words = f"{way.label} {way.taken}" + (f"/{way.capacity}" if way.capacity is not None else "")
            said.append(words + (" " + _("(%(count)s waiting)") % {"count": way.waiting} if way.waiting else ""))
    return "、".join(said)


def _counted(one: Session, measure: Measure) -> int | None:
    ways = [way for way in one.ways if way.current and way.measure == measure]  # type: ignore[attr-defined]
    values = [way.current[0].value for way in ways]
    known = [value for value in values if value is not None]
    return int(sum(known)) if known else None


def _row(one: Session) -> list[Value]:
    ways: list[Any] = one.ways  # type: ignore[attr-defined]
    series = one.series
    seats = [channel.capacity for channel in ways if channel.capacity is not None]
    return [
        *(series.fiscal_year, series.title, series.get_kind_display(), series.owner.name),
        *(series.get_audience_display(), one.number, one.title, one.theme, one.held_on),
        f"{one.planned_month:%Y-%m}" if one.planned_month else "",
        f"{one.starts:%H:%M}" if one.starts else "",
        f"{one.ends:%H:%M}" if one.ends else "",
        one.where,
        *(one.address, one.area.name if one.area else "", "ACP" if one.has_acp_content else ""),
        *(one.get_status_display(), "、".join(channel.label for channel in ways)),
        *(sum(seats) if seats else None, sum(way.taken for way in ways), sum(way.waiting for way in ways)),
        *(_counted(one, Measure.VIEWS), _counted(one, Measure.ATTENDANCE)),
    ]
