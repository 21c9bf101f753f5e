"""Attendance pasted from Excel: shown as understood, then saved whole or not at all."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.forms import Pasted, PasteForm
from zaitaku.programme.events import actions
from zaitaku.programme.events.forms.series import understand
from zaitaku.programme.events.models import Channel, Series
from zaitaku.programme.events.queries import series as queries
from zaitaku.programme.events.views.reach import series_or_404, written


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    form = PasteForm(request.POST or None)
    lines: list[Pasted] = []
    problem = ""
    if form.is_valid():
        sessions = queries.sessions_with_channels(series)
        lines = understand(form.cleaned_data["block"], sessions, form.cleaned_data["as_of"])
        if request.POST.get("step") == "save" and _is_good(lines):
            problem = _save(request, series, lines, form.seen_rows())
            if not problem:
                messages.success(request, _("Saved: %(count)s values.") % {"count": len(lines)})
                return redirect("events:series", pk)
        if not lines:
            form.add_error("block", _("There is no line to read."))
    context = {"series": series, "page_form": form, "lines": lines, "problem": problem, "is_good": _is_good(lines)}
    context["heading"], context["save_label"] = _("Paste attendance from Excel"), _("Save these values")
    context["seen"] = ",".join(f"{line.key}:{line.before.pk if line.before else ''}" for line in lines)
    return render(request, "events/paste.html", context)


def _is_good(lines: list[Pasted]) -> bool:
    return bool(lines) and not any(line.problem for line in lines)


def _save(request: StaffRequest, series: Series, lines: list[Pasted], seen: dict[int, int | None]) -> str:
    """The refusal in words, or "". `seen` are the rows the preview showed."""
    channels = Channel.objects.filter(session__series=series).select_related("session__series").in_bulk()
    try:
        with transaction.atomic():
            for line in lines:
                if line.key is None or line.entry is None or line.key not in channels:
                    raise RecordRefused(_("Line %(line)s: look at the preview again.") % {"line": line.line})
                actions.record_attendance(
                    channel=channels[line.key], entry=line.entry, expected=seen.get(line.key), by=request.user
                )
    except RecordRefused as refused:
        return str(refused)
    return ""
