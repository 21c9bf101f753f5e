"""Steps of many sheets of one round: accepted from a list, locked together."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.models import Return, Round
from zaitaku.programme.returns.queries.threads import sheets_to_accept
from zaitaku.programme.returns.views.reach import asked_round_or_404


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one sheet; `refusal` is empty where it was accepted."""

    sheet: Return
    refusal: str = ""


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def accept_round(request: StaffRequest, pk: int) -> HttpResponse:
    """The sheets sent in. A POST accepts those ticked ("id:version"), each by itself, and says what became of each."""
    round_ = asked_round_or_404(request, pk)
    outcomes = _accepted(request, round_) if request.method == "POST" else []
    context = {
        "round": round_,
        "form": round_.form,
        "outcomes": outcomes,
        "done": sum(not one.refusal for one in outcomes),
        "nothing": request.method == "POST" and not outcomes,
        "sheets": sheets_to_accept(round_),
    }
    return render(request, "returns/steps/accept_round.html", context)


def _accepted(request: StaffRequest, round_: Round) -> list[Outcome]:
    ticked: dict[int, int] = {}
    for text in request.POST.getlist("sheet"):
        left, _colon, right = text.partition(":")
        pk, seen = key_of(left), key_of(right)
        if pk is not None and seen is not None:
            ticked[pk] = seen
    sheets = {sheet.pk: sheet for sheet in round_.sheets.select_related("form", "organisation")}
    outcomes = []
    for pk in sorted(set(ticked) & set(sheets), key=lambda one: sheets[one].organisation.code):
        try:
            actions.accept(sheet=sheets[pk], seen=ticked[pk], by=request.user, now=timezone.now())
        except RecordRefused as refused:
            outcomes.append(Outcome(sheets[pk], str(refused)))
        else:
            outcomes.append(Outcome(sheets[pk]))
    return outcomes


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def lock_round(request: StaffRequest, pk: int) -> HttpResponse:
    """All accepted sheets at once, after a look at which others there are."""
    round_ = asked_round_or_404(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            count = actions.lock_round(round_=round_, by=request.user, now=timezone.now())
        except RecordRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Locked: %(count)s sheets.") % {"count": count})
            return redirect("returns:lock_round", pk)
    counts = dict(round_.sheets.order_by().values_list("status").annotate(Count("pk")))
    others = (SheetStatus.ASKED, SheetStatus.DRAFT, SheetStatus.SUBMITTED, SheetStatus.RETURNED)
    context = {
        "round": round_,
        "form": round_.form,
        "problem": problem,
        "accepted": counts.get(SheetStatus.ACCEPTED, 0),
        "counts": [(status.label, counts[status]) for status in SheetStatus if status in counts],
        "waiting": round_.sheets.filter(status__in=others)
        .select_related("organisation")
        .order_by("organisation__code"),
    }
    return render(request, "returns/steps/lock_round.html", context, status=422 if problem else 200)
