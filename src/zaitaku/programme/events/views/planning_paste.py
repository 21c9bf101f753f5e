"""Sessions pasted from Excel: shown as understood, then added all or none."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.views import pasting
from zaitaku.programme.events import actions
from zaitaku.programme.events.actions.running import SessionFields
from zaitaku.programme.events.choices import ChannelKind
from zaitaku.programme.events.forms.session_paste import SessionsForm, columns, read_sessions
from zaitaku.programme.events.queries.places import places_for
from zaitaku.programme.events.views.reach import series_or_404, written


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste_sessions(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    form = SessionsForm(request.POST or None)

    def save(found: list[SessionFields]) -> HttpResponse:
        kind = form.cleaned_data["kind"]
        made = actions.add_sessions(
            series=series, sessions=found, channel=ChannelKind(kind) if kind else None, by=request.user
        )
        messages.success(request, _("Added: %(count)s sessions.") % {"count": len(made)})
        return redirect("events:series", pk)

    context: dict[str, Any] = {"series": series, "columns": columns(), "heading": _("Paste sessions from Excel")}
    context["save_label"] = _("Add these sessions")
    places = places_for(series.owner, on=timezone.localdate())
    known = series.sessions.select_related("place")
    return pasting(
        request,
        "events/planning/paste.html",
        context,
        form=form,
        read=lambda block: read_sessions(block, series, known, places),
        save=save,
    )
