"""Online reports: upload, look and decide, apply; nothing counts before it is applied."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaitaku.analysis.intake import IntakeRefused, Problem
from zaitaku.analysis.online_report import NotAReport, Report, RowsRefused, Unit, minutes_of, overlaps, persons
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages import is_japanese, worded
from zaitaku.programme.events.actions import EventRefused
from zaitaku.programme.events.actions import online as actions
from zaitaku.programme.events.forms.online import DecideForm, ReportFileForm, rejoined
from zaitaku.programme.events.models import OnlineReport
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
            problems = [_problem(one) for one in refused.problems[:MOST_PROBLEMS]]
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


def _problem(one: Problem) -> tuple[str, str, str, str, str]:
    japanese = is_japanese()
    return (
        one.location,
        one.column.strip("「」"),
        one.raw,
        one.reason_ja if japanese else one.reason_en,
        one.remedy if japanese else one.remedy_en,
    )


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def online_report(request: StaffRequest, pk: int) -> HttpResponse:
    rows = OnlineReport.objects.select_related("channel__session__series__owner", "imported_by")
    row = get_object_or_404(rows, pk=pk, channel__session__series__owner__in=written(request))
    report = queries.report_of(row)
    step = request.POST.get("step", "")
    form = DecideForm(None, report=report, chosen=rejoined(report) if step == "fill" else None)
    if request.method == "POST" and step == "settle":
        form = DecideForm(request.POST, report=report)
    try:
        if step == "discard":
            actions.discard_report(report=row, by=request.user)
            messages.success(request, _("The report was discarded."))
            return redirect("events:online_reports", row.channel_id)
        if step == "take_back":
            actions.take_back_report(report=row, by=request.user, now=timezone.now())
            messages.success(request, _("The report does not count any more. Decide anew, or discard it."))
            return redirect("events:online_report", pk)
        if step == "settle" and form.is_valid():
            made = actions.settle_report(
                report=row,
                decisions=form.decisions(),
                least_minutes=form.cleaned_data["least_minutes"],
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("%(count)s people were checked in from the report.") % {"count": len(made)})
            return redirect("events:online_report", pk)
    except EventRefused as refused:
        messages.error(request, str(refused))
        return redirect("events:online_report", pk)
    return render(
        request, "events/attendance/online_report.html", _context(row, report, form), status=422 if form.errors else 200
    )


def _context(row: OnlineReport, report: Report, form: DecideForm) -> dict[str, Any]:
    sure = [unit for unit in report.units if unit.group is None]
    alone = persons(Report(tuple(sure)), {})
    matches = queries.matched(alone, queries.sign_ups_of(row)) if row.settled_at is None else {}
    return {
        "row": row,
        "channel": row.channel,
        "session": row.channel.session,
        "series": row.channel.session.series,
        "form": form,
        "report": report,
        "days": sorted({join.start.date() for unit in report.units for join in unit.joins if join.start}),
        "groups": [
            (form[f"g{group}"], overlaps(units), [(_line(unit), form[f"u{unit.number}"]) for unit in units])
            for group, units in report.groups.items()
        ],
        "lines": [(_line(unit), matches.get(place), form[f"n{unit.number}"]) for place, unit in enumerate(sure)],
        "came": row.check_ins.filter(undone_at=None).select_related("sign_up").order_by("pk"),
    }


def _line(unit: Unit) -> dict[str, Any]:
    times = [
        f"{join.start:%H:%M}～{join.end:%H:%M}"
        for join in unit.joins
        if join.start is not None and join.end is not None
    ]
    return {"names": "、".join(unit.names), "email": unit.email, "minutes": minutes_of(unit.joins), "times": times}
