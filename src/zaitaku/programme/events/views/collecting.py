"""A session's collections: opened, followed, reminded of, closed and opened again; the QR code of the venue."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.actions import collecting as actions
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.forms.collecting import OpenForm, ReopenForm
from zaitaku.programme.events.models import Collection
from zaitaku.programme.events.queries import collecting as queries
from zaitaku.programme.events.queries import questions as library
from zaitaku.programme.events.views.reach import may_write, seen, session_or_404, written
from zaitaku.reports.qr import qr_svg


def collection_or_404(pk: int, organisations: QuerySet[Organisation]) -> Collection:
    return get_object_or_404(queries.collections(organisations), pk=pk)


def venue_link(collection: Collection) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("events:answer_at_venue", args=[collection.key])


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def collections(request: StaffRequest, pk: int) -> HttpResponse:
    """What a session collects; POST opens another collection."""
    session = session_or_404(pk, seen(request) if request.method == "GET" else written(request))
    offered = session.series.questionnaires.exclude(collections__session=session).filter(items__isnull=False)
    form = OpenForm(request.POST or None, questionnaires=offered.distinct().order_by("-pk"))
    if form.is_valid():
        try:
            made = actions.open_collection(session=session, **form.cleaned_data, by=request.user, now=timezone.now())
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Answers can come in now."))
            return redirect("events:collection", made.pk)
    context = {
        "session": session,
        "series": session.series,
        "rows": queries.of_session(session),
        "form": form,
        "offered": offered.exists(),
        "may_write": may_write(request, session.series),
    }
    return render(request, "events/questions/collections.html", context, status=422 if form.errors else 200)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def collection(request: StaffRequest, pk: int) -> HttpResponse:
    """Who came, who was asked, how many answered; those in charge act from here."""
    one = collection_or_404(pk, seen(request))
    ways = queries.ways(one)
    is_in_charge = may_write(request, one.session.series)
    context = {
        "one": one,
        "session": one.session,
        "series": one.session.series,
        "ways": ways,
        "by_qr": sum(way.qr for way in ways),
        "too_many": [way for way in ways if way.is_too_many],
        "stage": queries.stage(one, timezone.localdate()),
        "begins": queries.first_day(one.session),
        "may_write": is_in_charge,
        "to_invite": len(queries.without_invitation(one)) if is_in_charge else 0,
        "to_remind": sum(way.invited - way.used for way in ways),
        "link": venue_link(one),
    }
    return render(request, "events/questions/collection.html", context)


def _do(request: StaffRequest, pk: int, act: Callable[..., object], said: str) -> HttpResponse:
    """One step on a collection; what it gives is the count in `said`."""
    one = collection_or_404(pk, written(request))
    try:
        count = act(collection=one, by=request.user, now=timezone.now())
    except EventRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said % {"count": count})
    return redirect("events:collection", pk)


@page(Permission.RECORD)
@require_POST
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(request, pk, actions.send_invitations, _("%(count)s personal links are on their way."))


@page(Permission.RECORD)
@require_POST
def remind(request: StaffRequest, pk: int) -> HttpResponse:
    said = _("%(count)s reminders are on their way; nobody gets more than one letter a day.")
    return _do(request, pk, actions.remind, said)


@page(Permission.RECORD)
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(request, pk, actions.close_collection, _("The collection is closed; its results are final."))


@page(Permission.RECORD)
@require_POST
def by_qr(request: StaffRequest, pk: int) -> HttpResponse:
    """`step` is on; anything else ends it."""
    one = collection_or_404(pk, written(request))
    takes_qr = request.POST.get("step") == "on"
    actions.take_by_qr(collection=one, takes_qr=takes_qr, by=request.user)
    on, off = _("The QR code takes answers again."), _("The QR code takes no more answers.")
    messages.success(request, on if takes_qr else off)
    return redirect("events:collection", pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    one = collection_or_404(pk, written(request))
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.reopen_collection(collection=one, **form.cleaned_data, by=request.user, now=timezone.now())
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Answers can come in again; its results are being tallied."))
            return redirect("events:collection", pk)
    context: dict[str, Any] = {
        "page_form": form,
        "heading": _("Take answers again"),
        "button": _("Take answers again"),
        "session": one.session,
        "series": one.session.series,
    }
    return render(request, "events/form.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_GET
def unanswered(request: StaffRequest, pk: int) -> HttpResponse:
    """Names only for those in charge, and only while they can be reminded."""
    one = collection_or_404(pk, written(request))
    is_open = queries.takes_answers(one, timezone.localdate())
    context = {
        "one": one,
        "session": one.session,
        "series": one.session.series,
        "is_open": is_open,
        "rows": queries.unanswered(one) if is_open else [],
    }
    return render(request, "events/questions/unanswered.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def collection_qr(request: StaffRequest, pk: int) -> HttpResponse:
    one = collection_or_404(pk, seen(request))
    return HttpResponse(qr_svg(venue_link(one)), content_type="image/svg+xml")


@page(Permission.VIEW_PROGRAMME)
@require_GET
def poster(request: StaffRequest, pk: int) -> HttpResponse:
    """A sheet to print and put up at the venue."""
    one = collection_or_404(pk, seen(request))
    context = {
        "one": one,
        "session": one.session,
        "series": one.session.series,
        "link": venue_link(one),
        "count": len(library.items(one.questionnaire)),
    }
    return render(request, "events/questions/poster.html", context)
