"""Online reports: upload, look and decide, apply; nothing counts before it is applied."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaitaku.analysis.intake import IntakeRefused
from zaitaku.analysis.online_report import (
    NotAReport,
    Report,
    RowsRefused,
    Unit,
    minutes_of,
    overlaps,
    rejoined,
    suggested,
)
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages import is_japanese, worded
from zaitaku.programme.events.actions import EventRefused
from zaitaku.programme.events.actions import online as actions
from zaitaku.programme.events.forms.online import LIST_ID, DecideForm, ReportFileForm, label_of
from zaitaku.programme.events.models import CheckIn, OnlineReport, SignUp
from zaitaku.programme.events.queries import online as queries
from zaitaku.programme.events.views.reach import channel_or_404, written

MOST_PROBLEMS = 50  # shown of a file


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def online_reports(request: StaffRequest, pk: int) -> HttpResponse:
    """The reports of a channel, and a file to take in."""
    channel = channel_or_404(pk, written(request))
    form = ReportFileForm(request.POST or None, request.FILES or None)
    problems: list[tuple[str, str, str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.take_in_report(
                channel=channel, file_name=file.name, data=file.read(), by=request.user, now=timezone.now()
            )
        except RowsRefused as refused:
            problems = [one.as_row(japanese=is_japanese()) for one in refused.problems[:MOST_PROBLEMS]]
            form.add_error("file", worded(refused))
        except (IntakeRefused, NotAReport) as refused:
            form.add_error("file", worded(refused))
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("events:online_report", row.pk)
    context = {
        "channel": channel,
        "session": channel.session,
        "series": channel.session.series,
        "form": form,
        "problems_of_file": problems,
        "reports": channel.online_reports.select_related("imported_by"),
    }
    return render(request, "events/attendance/online_reports.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def online_report(request: StaffRequest, pk: int) -> HttpResponse:
    rows = OnlineReport.objects.select_related("channel__session__series__owner", "imported_by")
    row = get_object_or_404(rows, pk=pk, channel__session__series__owner__in=written(request))
    report = queries.report_of(row)
    sign_ups = queries.sign_ups_of(row) if row.settled_at is None else []
    step = request.POST.get("step", "")
    form = DecideForm(None, report=report, sign_ups=sign_ups, chosen=rejoined(report) if step == "fill" else None)
    try:
        if step == "discard":
            actions.discard_report(report=row, by=request.user)
            messages.success(request, _("The report was discarded."))
            return redirect("events:online_reports", row.channel_id)
        if step == "take_back":
            actions.take_back_report(report=row, by=request.user, now=timezone.now())
            messages.success(request, _("The report does not count any more. Decide anew, or discard it."))
            return redirect("events:online_report", pk)
    except EventRefused as refused:
        messages.error(request, str(refused))
        return redirect("events:online_report", pk)
    if step == "settle":
        form = DecideForm(request.POST, report=report, sign_ups=sign_ups)
        if form.is_valid() and _settle(request, row, form):
            return redirect("events:online_report", pk)
    context = _context(row, report, sign_ups, form)
    return render(request, "events/attendance/online_report.html", context, status=422 if form.errors else 200)


def _settle(request: StaffRequest, row: OnlineReport, form: DecideForm) -> bool:
    """Whether it was done; a refusal stands in the form, beside what was typed."""
    try:
        found = actions.settle_report(
            report=row,
            decisions=form.decisions(),
            least_minutes=form.cleaned_data["least_minutes"],
            sign_ups=form.sign_ups(),
            by=request.user,
            now=timezone.now(),
        )
    except EventRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _said(found, row))
    return True


def _said(found: list[CheckIn], row: OnlineReport) -> str:
    known = sum(one.report_id != row.pk for one in found)
    text = _("%(count)s people were checked in from the report.") % {"count": len(found) - known}
    return text + (
        _("%(count)s were checked in before; they are not counted twice.") % {"count": known} if known else ""
    )


def _context(row: OnlineReport, report: Report, sign_ups: list[SignUp], form: DecideForm) -> dict[str, Any]:
    days = sorted({join.start.date() for unit in report.units for join in unit.joins if join.start})
    offered = suggested(report, {}, sign_ups)
    if_one = suggested(report, {unit.number: 1 for units in report.groups.values() for unit in units}, sign_ups)
    return {
        "row": row,
        "channel": row.channel,
        "session": row.channel.session,
        "series": row.channel.session.series,
        "form": form,
        "report": report,
        "days": days,
        "is_other_day": bool(days and row.channel.day and row.channel.day not in days),
        "list_id": LIST_ID,
        "labels": [label_of(one) for one in sign_ups],
        "groups": [
            (
                form[f"g{group}"],
                overlaps(units),
                [(_line(unit), form[f"u{unit.number}"], form[f"s{unit.number}"]) for unit in units],
                [label_of(if_one[unit.number]) for unit in units if unit.number in if_one.keys() - offered.keys()],
            )
            for group, units in report.groups.items()
        ],
        "lines": [
            (_line(unit), form[f"s{unit.number}"], form[f"n{unit.number}"])
            for unit in report.units
            if unit.group is None
        ],
        "came": row.check_ins.filter(undone_at=None).select_related("sign_up").order_by("pk"),
    }


def _line(unit: Unit) -> dict[str, Any]:
    times = [
        f"{join.start:%H:%M}～{join.end:%H:%M}"
        for join in unit.joins
        if join.start is not None and join.end is not None
    ]
    return {"names": "、".join(unit.names), "email": unit.email, "minutes": minutes_of(unit.joins), "times": times}
