"""Totals of a run whose single sessions nobody enters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.actions.summaries import record_summary, take_back_summary
from zaitaku.programme.events.choices import Measure
from zaitaku.programme.events.forms.summaries import SummaryForm
from zaitaku.programme.events.models import Series, Summary
from zaitaku.programme.events.views.reach import may_write, seen, series_or_404, written


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def summaries(request: StaffRequest, pk: int) -> HttpResponse:
    """The totals with their history, and the form for one more; ?correct=<id> fills it with one that counts."""
    series = series_or_404(pk, written(request) if request.method == "POST" else seen(request))
    every = series.summaries.select_related("recorded_by").order_by("measure", "start", "-recorded_at", "-pk")
    rows = sorted(every, key=lambda row: not row.is_current)  # those that count first, then the earlier ones
    form = _form(request, series, rows)
    if request.method == "POST" and form.is_valid() and _save(request, series, form):
        return redirect("events:summaries", pk)
    context = {"series": series, "rows": rows, "form": form, "may_write": may_write(request, series)}
    return render(request, "events/summaries/summaries.html", context, status=422 if form.errors else 200)


def _form(request: StaffRequest, series: Series, rows: list[Summary]) -> SummaryForm:
    if request.method == "POST":
        return SummaryForm(request.POST)
    asked = request.GET.get("correct", "")
    row = next((row for row in rows if str(row.pk) == asked and row.is_current), None)
    year = FiscalYear(series.fiscal_year)
    days = {"start": row.start, "end": row.end, "measure": row.measure} if row else {}
    return SummaryForm(row=row, initial={"start": year.start, "end": year.end} | days)


def _save(request: StaffRequest, series: Series, form: SummaryForm) -> bool:
    entry = form.entry()
    if entry is None:
        messages.info(request, _("Nothing was changed."))
        return True
    try:
        record_summary(
            series=series,
            measure=Measure(form.cleaned_data["measure"]),
            stretch=form.stretch(),
            entry=entry,
            expected=form.cleaned_data["seen"],
            by=request.user,
        )
    except RecordRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Saved."))
    return True


@page(Permission.RECORD)
@require_POST
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Summary.objects.select_related("series"), pk=pk, series__owner__in=written(request))
    try:
        take_back_summary(summary=found, by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The total no longer counts; the sessions can be entered one by one."))
    return redirect("events:summaries", found.series_id)
