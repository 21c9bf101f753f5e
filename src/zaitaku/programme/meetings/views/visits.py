"""Accompanied visits of a series: rounds, hospitals and their review trainings; what a hospital sees of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.views import tried, try_to
from zaitaku.programme.events.views.reach import series_or_404, written
from zaitaku.programme.meetings.actions import visits as actions
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import ReviewStatus
from zaitaku.programme.meetings.forms.visits import HospitalForm, OwnReviewForm, ReviewForm, RoundForm
from zaitaku.programme.meetings.models import Hospital, Round
from zaitaku.programme.meetings.queries import visits as queries

PER_PAGE = 50


@page(Permission.RECORD)
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Series of visits that one runs, the newest first; whoever runs none is led to the visits of the own hospital."""
    found = queries.visit_series(written(request))
    if not found.exists() and queries.own_hospitals(written(request)).exists():
        return redirect("meetings:own_rounds")
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/visits/index.html", {"listed": listed})


@page(Permission.RECORD)
@require_GET
def visits(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    context = {
        "series": series,
        "rounds": queries.rounds_of(series),
        "hospitals": queries.hospitals_of(series),
        "crumb": _("Accompanied visits"),
    }
    return render(request, "meetings/visits/visits.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_round(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    form = RoundForm(request.POST or None)
    made: list[Round] = []
    if try_to(form, lambda: made.append(actions.add_round(series=series, **form.cleaned_data, by=request.user))):
        messages.success(request, _("The round was added. Now enter the teams' slots."))
        return redirect("meetings:round", made[0].pk)
    context = {"series": series, "visits": True, "page_form": form, "heading": _("Add a round"), "button": _("Add it")}
    return render(request, "meetings/visits/form.html", context)


def _organisations(area: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(area=area).order_by("name")


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_hospital(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    form = HospitalForm(request.POST or None, organisations=_organisations(series.owner.area_id))
    if try_to(form, lambda: actions.add_hospital(series=series, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The hospital was added."))
        return redirect("meetings:series_visits", pk)
    context = {"series": series, "visits": True, "page_form": form, "heading": _("Add a hospital")}
    return render(request, "meetings/visits/form.html", context | {"button": _("Add it")})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def hospital(request: StaffRequest, pk: int) -> HttpResponse:
    rows = Hospital.objects.select_related("series__owner")
    one = get_object_or_404(rows, pk=pk, series__owner__in=written(request))
    names = ("name", "organisation", "review_status", "review_session", "reviewed_on")
    form = ReviewForm(
        request.POST or None,
        organisations=_organisations(one.series.owner.area_id),
        sessions=one.series.sessions.order_by("number"),
        initial={name: getattr(one, name) for name in names},
    )

    def change() -> None:
        data = form.cleaned_data | {"review_status": ReviewStatus(form.cleaned_data["review_status"])}
        actions.change_hospital(hospital=one, **data, by=request.user)

    if try_to(form, change):
        messages.success(request, _("Saved."))
        return redirect("meetings:series_visits", one.series_id)
    context = {"series": one.series, "visits": True, "page_form": form, "heading": one.name, "button": _("Save")}
    return render(request, "meetings/visits/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def own_review(request: StaffRequest, pk: int) -> HttpResponse:
    """What one's own hospital says of the review training; `round` leads back to where it was said."""
    hospitals = queries.own_hospitals(written(request))
    one = get_object_or_404(hospitals, pk=pk)
    form = OwnReviewForm(request.POST)

    def tell() -> str:
        if not form.is_valid():
            raise MeetingRefused(_("Choose what your hospital wishes."))
        wish = ReviewStatus(form.cleaned_data["review_status"])
        actions.tell_review_wish(hospital=one, wish=wish, by=request.user)
        return _("Saved.")

    tried(request, tell)
    back = one.series.visit_rounds.filter(pk=key_of(request.POST.get("round", "")) or 0).first()
    return redirect("meetings:own_round", back.pk) if back else redirect("meetings:own_rounds")


@page(Permission.RECORD)
@require_GET
def own_rounds(request: StaffRequest) -> HttpResponse:
    """Rounds in which one's own hospital takes part."""
    hospitals = queries.own_hospitals(written(request))
    series = {one.series_id for one in hospitals}
    rounds = Round.objects.filter(series__in=series).select_related("series__owner").order_by("-pk")
    return render(request, "meetings/visits/own_rounds.html", {"rounds": rounds, "crumb": _("Visits of our people")})
