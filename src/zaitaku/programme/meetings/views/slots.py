"""The teams' slots of a round: singly, from Excel, changed, removed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.forms import BlockForm
from zaitaku.core.records.views import pasting, tried, try_to
from zaitaku.programme.events.views.reach import written
from zaitaku.programme.meetings.actions import visits as actions
from zaitaku.programme.meetings.actions.visits import SlotOffer
from zaitaku.programme.meetings.forms.visits import SlotForm, read_slots
from zaitaku.programme.meetings.models import Slot
from zaitaku.programme.meetings.views.rounds import round_or_404


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_slot(request: StaffRequest, pk: int) -> HttpResponse:
    one = round_or_404(request, pk)
    form = SlotForm(request.POST or None)
    if try_to(form, lambda: actions.offer_slots(round_=one, offers=[form.offer()], by=request.user)):
        messages.success(request, _("The slot was added."))
        return redirect("meetings:round", pk)
    context = {"series": one.series, "visits": True, "round": one, "page_form": form}
    return render(request, "meetings/visits/form.html", context | {"heading": _("Add a slot"), "button": _("Add it")})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste_slots(request: StaffRequest, pk: int) -> HttpResponse:
    one = round_or_404(request, pk)

    def save(offers: list[SlotOffer]) -> HttpResponse:
        actions.offer_slots(round_=one, offers=offers, by=request.user)
        messages.success(request, _("Added: %(count)s slots.") % {"count": len(offers)})
        return redirect("meetings:round", pk)

    columns = [_("Day of the visit"), _("Time of day"), _("Home-care team"), _("Takes along")]
    context: dict[str, Any] = {"series": one.series, "visits": True, "round": one}
    context |= {
        "columns": [*columns, _("Meeting point or note"), _("E-mail address of the team")],
        "heading": _("Paste slots from Excel"),
    }
    context["save_label"] = _("Add these slots")
    return pasting(
        request,
        "meetings/visits/paste.html",
        context,
        form=BlockForm(request.POST or None),
        read=lambda block: read_slots(block, one.slots.all()),
        save=save,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def slot(request: StaffRequest, pk: int) -> HttpResponse:
    rows = Slot.objects.select_related("round__series__owner")
    one = get_object_or_404(rows, pk=pk, round__series__owner__in=written(request))
    if request.POST.get("step") == "remove":

        def remove() -> str:
            actions.remove_slot(slot=one, by=request.user)
            return _("The slot was removed.")

        return redirect("meetings:round", one.round_id) if tried(request, remove) else redirect("meetings:slot", pk)
    names = ("team", "day", "half", "capacity", "note", "email")
    form = SlotForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    if try_to(form, lambda: actions.change_slot(slot=one, to=form.offer(), now=timezone.now(), by=request.user)):
        messages.success(request, _("Saved."))
        return redirect("meetings:round", one.round_id)
    context = {"series": one.round.series, "visits": True, "round": one.round, "slot": one, "page_form": form}
    context |= {"may_remove": not one.visits.exists() and not one.wished_by.exists()}
    return render(request, "meetings/visits/slot.html", context)
