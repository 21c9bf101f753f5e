"""Planning sessions and saying what became of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events import actions
from zaitaku.programme.events.actions.running import SessionFields, next_number
from zaitaku.programme.events.forms.planning import (
    CancelForm,
    HeldForm,
    MinutesForm,
    ReasonForm,
    SessionForm,
    SpeakerForm,
)
from zaitaku.programme.events.models import Series, Session
from zaitaku.programme.events.queries.places import areas_for, places_for
from zaitaku.programme.events.views.pages import form_page, remove_page
from zaitaku.programme.events.views.reach import series_or_404, session_or_404, written

MOST_SPEAKERS = 30


def _choices(series: Series, session: Session | None = None) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "places": places_for(series.owner, on=today, now=session.place_id if session else None),
        "areas": areas_for(series.owner, on=today, now=session.area_id if session else None),
    }


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_session(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    form = SessionForm(request.POST or None, initial={"number": next_number(series)}, **_choices(series))
    if form.is_valid():
        try:
            made = actions.add_session(series=series, **form.cleaned_data, by=request.user)
        except actions.EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(label)s was added. Now add its channels.") % {"label": made.label})
            return redirect("events:session", made.pk)
    context = {"page_form": form, "heading": _("Add a session"), "button": _("Add it"), "series": series}
    return render(request, "events/planning/form.html", context | {"back": ("events:series", series.pk)})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_session(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    initial = {name: getattr(session, name) for name in ("number", *SessionFields.__annotations__)}
    return form_page(
        request,
        SessionForm(request.POST or None, initial=initial, **_choices(session.series, session)),
        lambda data: actions.change_session(session=session, **data, by=request.user),
        heading=_("Change the session"),
        to=("events:session", pk),
        series=session.series,
        session=session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def remove_session(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    return remove_page(
        request,
        lambda: actions.remove_session(session=session, by=request.user),
        heading=_("Remove the session"),
        what=str(session),
        to=("events:series", session.series_id),
        back=("events:session", pk),
        session=session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def hold(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    return form_page(
        request,
        HeldForm(request.POST if request.method == "POST" else None, initial={"held_on": session.held_on}),
        lambda data: actions.hold_session(session=session, **data, by=request.user),
        heading=_("The session took place"),
        to=("events:session", pk),
        series=session.series,
        session=session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    return form_page(
        request,
        CancelForm(request.POST or None),
        lambda data: actions.cancel_session(session=session, **data, by=request.user),
        heading=_("Cancel the session"),
        to=("events:session", pk),
        series=session.series,
        session=session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def plan_again(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.plan_session_again(session=session, **data, by=request.user),
        heading=_("Plan the session again"),
        to=("events:session", pk),
        series=session.series,
        session=session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def minutes(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    return form_page(
        request,
        MinutesForm(request.POST if request.method == "POST" else None, initial={"minutes": session.minutes}),
        lambda data: actions.write_minutes(session=session, **data, by=request.user),
        heading=_("Minutes of the session"),
        to=("events:session", pk),
        series=session.series,
        session=session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def speakers(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    now = list(session.speakers.values("name", "affiliation", "organisation"))
    lines = forms.formset_factory(
        SpeakerForm, extra=3, max_num=MOST_SPEAKERS, absolute_max=MOST_SPEAKERS, validate_max=True
    )
    places = places_for(session.series.owner, on=timezone.localdate())
    formset = lines(
        request.POST if request.method == "POST" else None, initial=now, form_kwargs={"places": places}, prefix="s"
    )
    if formset.is_bound and formset.is_valid():
        entries = [actions.SpeakerEntry(**data) for data in formset.cleaned_data if data.get("name")]
        actions.name_speakers(session=session, speakers=entries, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("events:session", pk)
    context = {"formset": formset, "heading": _("Speakers"), "series": session.series, "session": session}
    return render(request, "events/planning/speakers.html", context, status=422 if formset.is_bound else 200)
