"""Trainees and their wishes: entered by those who run the series, or by the hospital for its own people."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.forms import BlockForm, ReadLine
from zaitaku.core.records.views import pasting, tried, try_to
from zaitaku.programme.events.views.reach import may_write, written
from zaitaku.programme.meetings.actions import rounds as round_actions
from zaitaku.programme.meetings.actions import trainees as actions
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import ReviewStatus, RoundStatus
from zaitaku.programme.meetings.forms.trainees import NewTrainee, read_trainees
from zaitaku.programme.meetings.forms.visits import OwnReviewForm, PlaceForm, TraineeForm
from zaitaku.programme.meetings.models import Hospital, Round, Slot, Trainee
from zaitaku.programme.meetings.queries import visits as queries
from zaitaku.programme.meetings.queries.visits import slot_words
from zaitaku.programme.meetings.views.rounds import why_words


def _takes_wishes(one: Round) -> bool:
    """Whether a hospital may still enter people and wishes."""
    is_late = one.closes_on is not None and one.closes_on < timezone.localdate()
    return one.status == RoundStatus.ASKING and not is_late


def _slots(one: Round, *, with_free: bool = False) -> list[tuple[Slot, str]]:
    if not with_free:
        return [(slot, slot_words(slot)) for slot in queries.in_order(one.slots.all())]
    return [(line.slot, slot_words(line.slot, line.free)) for line in queries.board(one).slots]


def _own(request: StaffRequest, one: Round) -> Any:
    return queries.own_hospitals(written(request)).filter(series=one.series)


def _shared_round(request: StaffRequest, pk: int) -> Round:
    """A round of those one records for, or one in which one's own hospital takes part."""
    mine = queries.own_hospitals(written(request)).values("series")
    rows = Round.objects.select_related("series__owner")
    return get_object_or_404(rows, Q(series__owner__in=written(request)) | Q(series__in=mine), pk=pk)


@page(Permission.RECORD)
@require_GET
def own_round(request: StaffRequest, pk: int) -> HttpResponse:
    """What a hospital sees: the slots that are offered, and its own people only."""
    one = _shared_round(request, pk)
    hospitals = {hospital.pk: hospital for hospital in _own(request, one).order_by("name")}
    if not hospitals:
        raise Http404
    board = queries.board(one)
    rows = [
        (line, why_words(line), [slot_words(slot) for slot in line.wishes])
        for line in board.lines
        if line.trainee.hospital_id in hospitals
    ]
    context = {
        "round": one,
        "rows": rows,
        "slots": board.slots,
        "reviews": [(hospital, _review_form(hospital)) for hospital in hospitals.values()],
        "takes_wishes": _takes_wishes(one),
        "is_settled": one.status == RoundStatus.SETTLED,
        "crumb": one.title,
    }
    return render(request, "meetings/visits/own_round.html", context)


def _review_form(hospital: Hospital) -> OwnReviewForm | None:
    """None once it was held."""
    if hospital.review_status == ReviewStatus.DONE:
        return None
    return OwnReviewForm(initial={"review_status": hospital.review_status}, auto_id=f"review{hospital.pk}_%s")


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_trainee(request: StaffRequest, pk: int) -> HttpResponse:
    one = _shared_round(request, pk)
    is_owner = may_write(request, one.series)
    hospitals = Hospital.objects.filter(series=one.series) if is_owner else _own(request, one)
    form = TraineeForm(request.POST or None, slots=_slots(one), hospitals=hospitals.order_by("name"))
    if hospitals.count() == 1:
        form.initial["hospital"] = hospitals.get()

    def enter() -> None:
        if not is_owner:
            _refuse_late(one)
        actions.enter_trainee(
            round_=one,
            hospital=form.cleaned_data["hospital"],
            entry=form.entry(),
            entered_on=timezone.localdate(),
            by=request.user,
        )

    if try_to(form, enter):
        messages.success(request, _("The person was entered."))
        return redirect("meetings:round" if is_owner else "meetings:own_round", pk)
    context: dict[str, Any] = {"series": one.series, "visits": True, "round": one, "is_owner": is_owner}
    context |= {"page_form": form, "heading": _("Enter somebody and their wishes"), "button": _("Enter")}
    return render(request, "meetings/visits/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste_trainees(request: StaffRequest, pk: int) -> HttpResponse:
    """People with their wishes from Excel; a hospital enters its own people only."""
    one = _shared_round(request, pk)
    is_owner = may_write(request, one.series)
    hospitals = Hospital.objects.filter(series=one.series) if is_owner else _own(request, one)
    back = "meetings:round" if is_owner else "meetings:own_round"

    def read(block: Sequence[Sequence[str]]) -> list[ReadLine[NewTrainee]]:
        named = one.trainees.filter(hospital__in=hospitals, removed_at=None).values_list("hospital", "name")
        return read_trainees(block, slots=one.slots.all(), hospitals=hospitals.order_by("name"), known=named)

    def save(entries: list[NewTrainee]) -> HttpResponse:
        if not is_owner:
            _refuse_late(one)
        actions.enter_trainees(round_=one, entries=entries, entered_on=timezone.localdate(), by=request.user)
        messages.success(request, _("Entered: %(count)s people.") % {"count": len(entries)})
        return redirect(back, pk)

    columns = [_("Hospital or body"), _("Full name"), _("Profession"), _("E-mail address"), _("Wishes")]
    context = {"series": one.series, "visits": True, "round": one, "is_owner": is_owner, "columns": columns}
    context |= {"heading": _("Paste people and wishes from Excel"), "save_label": _("Enter these people")}
    form = BlockForm(request.POST or None)
    return pasting(request, "meetings/visits/paste_trainees.html", context, form=form, read=read, save=save)


def _refuse_late(one: Round) -> None:
    if not _takes_wishes(one):
        raise MeetingRefused(_("Wishes are no longer taken. Please call those who run the visits."))


def _trainee_or_404(request: StaffRequest, pk: int) -> Trainee:
    reach = written(request)
    mine = Q(round__series__owner__in=reach) | Q(hospital__organisation__in=reach)
    rows = Trainee.objects.select_related("round__series__owner", "hospital")
    return get_object_or_404(rows, mine, pk=pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def trainee(request: StaffRequest, pk: int) -> HttpResponse:
    one = _trainee_or_404(request, pk)
    is_owner = may_write(request, one.round.series)
    back = "meetings:round" if is_owner else "meetings:own_round"
    wishes = list(one.choices.order_by("rank").values_list("slot", flat=True))
    initial = {"name": one.name, "email": one.email, "profession": one.profession}
    initial |= {f"wish_{rank}": str(slot) for rank, slot in enumerate(wishes, 1)}
    step = request.POST.get("step")
    form = TraineeForm(request.POST if step == "save" else None, slots=_slots(one.round), initial=initial)

    def change() -> None:
        if not is_owner:
            _refuse_late(one.round)
        actions.change_trainee(trainee=one, entry=form.entry(), by=request.user)

    if try_to(form, change):
        messages.success(request, _("Saved."))
        return redirect(back, one.round_id)
    if step in ("withdraw", "again"):
        _come_or_go(request, one, step, is_owner=is_owner)
        return redirect("meetings:trainee", pk)
    place = PlaceForm(slots=_slots(one.round, with_free=True), initial=_placed(one)) if is_owner else None
    context = {"trainee": one, "round": one.round, "series": one.round.series, "visits": True, "page_form": form}
    context |= {"is_owner": is_owner, "place_form": place, "may_change": is_owner or _takes_wishes(one.round)}
    context["crumb"] = f"No.{one.number}"
    return render(request, "meetings/visits/trainee.html", context)


def _placed(one: Trainee) -> dict[str, Any]:
    visit = getattr(one, "visit", None)
    return {"slot": str(visit.slot_id) if visit else "", "is_pinned": True}


def _come_or_go(request: StaffRequest, one: Trainee, step: str, *, is_owner: bool) -> None:
    def come_or_go() -> str:
        if step == "withdraw":
            actions.withdraw_trainee(trainee=one, now=timezone.now(), by=request.user)
            return _("The withdrawal was entered.")
        if not is_owner:
            _refuse_late(one.round)
        actions.take_part_again(trainee=one, by=request.user)
        return _("The person takes part again.")

    tried(request, come_or_go)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """Move somebody by hand; for those who run the series only."""
    rows = Trainee.objects.select_related("round__series__owner", "hospital")
    one = get_object_or_404(rows, pk=pk, round__series__owner__in=written(request))
    form = PlaceForm(request.POST, slots=_slots(one.round))
    if not form.is_valid():
        messages.error(request, _("Choose one of the slots of this round."))
        return redirect("meetings:trainee", pk)
    chosen = form.cleaned_data["slot"]
    slot = Slot.objects.filter(round=one.round, pk=int(chosen)).first() if chosen else None
    is_pinned = form.cleaned_data["is_pinned"]

    def put() -> str:
        round_actions.place_by_hand(trainee=one, slot=slot, is_pinned=is_pinned, now=timezone.now(), by=request.user)
        return _("Saved.")

    return redirect("meetings:round", one.round_id) if tried(request, put) else redirect("meetings:trainee", pk)
