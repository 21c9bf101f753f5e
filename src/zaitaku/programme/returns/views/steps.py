"""The steps of one sheet: sent, handed back, accepted, locked, opened again, excused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import tried
from zaitaku.programme.returns import actions, queries
from zaitaku.programme.returns.actions.steps import FROM, remaining
from zaitaku.programme.returns.choices import Severity, SheetStatus, StepKind
from zaitaku.programme.returns.forms.steps import HandBackForm, ReasonForm, SeenForm
from zaitaku.programme.returns.models import Return
from zaitaku.programme.returns.queries.asked import asked_in
from zaitaku.programme.returns.queries.checking import answers_of, findings_of
from zaitaku.programme.returns.queries.threads import unanswered
from zaitaku.programme.returns.views.reach import asked_sheet_or_404, rights, sheet_or_404, written


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    """What the sheet's rules find; once nothing remains, the button that sends it."""
    sheet = sheet_or_404(pk, written(request))
    if sheet.round_id is None:
        raise Http404
    held = rights(request, sheet)
    asked = SeenForm(request.POST if request.method == "POST" else None, initial={"seen": sheet.version})
    ticked = {one for text in request.POST.getlist("without_answer") if (one := key_of(text)) is not None}
    problem = ""
    if request.method == "POST" and asked.is_valid():
        seen, now = asked.cleaned_data["seen"], timezone.now()
        try:
            actions.submit(
                sheet=sheet, seen=seen, by=request.user, now=now, on_behalf=held.on_behalf, without_answer=ticked
            )
        except RecordRefused as refused:
            problem = str(refused)
            sheet.refresh_from_db(fields=["status", "version"])
            asked = SeenForm(initial={"seen": sheet.version})
        else:
            messages.success(request, _("The sheet was sent in. Thank you."))
            return redirect("returns:sheet", pk)
    found = findings_of(sheet, answers_of(queries.current_values(sheet).values()))
    stops = [one for one in found if one.severity == Severity.STOP]
    context = {
        "sheet": sheet,
        "form": sheet.form,
        "held": held,
        "page_form": asked,
        "problem": problem,
        "stops": stops,
        "doubts": [one for one in remaining(found) if one not in stops],
        "explained": [one for one in found if one.severity == Severity.DOUBT and one.is_explained],
        # Only what came back can have been asked about.
        "waiting": unanswered(sheet) if sheet.status == SheetStatus.RETURNED else [],
        "ticked": ticked,
        "asks": len(asked_in(sheet.form, sheet.start)),
        "may_send": sheet.status in FROM[StepKind.SUBMITTED],
    }
    return render(request, "returns/steps/submit.html", context, status=422 if problem else 200)


@dataclass(frozen=True)
class Words:
    heading: str
    button: str
    done: str
    help: str = ""


def _with_reason(
    request: StaffRequest,
    pk: int,
    words: Words,
    act: Callable[..., Return],
    form: type[ReasonForm] | type[HandBackForm] = ReasonForm,
) -> HttpResponse:
    """A page with a reason to type and the step's button; what was typed stays there after a refusal."""
    sheet = asked_sheet_or_404(request, pk)
    asked = form(request.POST if request.method == "POST" else None, initial={"seen": sheet.version})
    status = 200
    if asked.is_bound and asked.is_valid():
        try:
            act(sheet=sheet, **asked.cleaned_data, by=request.user, now=timezone.now())
        except RecordRefused as refused:
            sheet.refresh_from_db(fields=["status", "version"])
            data = request.POST.copy()
            data["seen"] = str(sheet.version)
            asked = form(data)
            asked.add_error(None, str(refused))
            status = 422
        else:
            messages.success(request, words.done)
            return redirect("returns:sheet", pk)
    context: dict[str, Any] = {"sheet": sheet, "form": sheet.form, "page_form": asked, "help": words.help}
    context |= {"heading": words.heading, "button": words.button}
    return render(request, "returns/steps/reason.html", context, status=status)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def hand_back(request: StaffRequest, pk: int) -> HttpResponse:
    words = Words(
        _("Hand the sheet back"),
        _("Hand back"),
        _("The sheet was handed back; the sender hears of it by e-mail."),
        _("The sender can change the numbers again and sends the sheet anew. Figures count it as preliminary."),
    )
    return _with_reason(request, pk, words, actions.hand_back, HandBackForm)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    words = Words(
        _("Open the sheet again"),
        _("Open again"),
        _("The sheet is open again; the sender hears of it by e-mail."),
        _("Its numbers count on as preliminary until they are accepted anew. A frozen paper does not change."),
    )
    return _with_reason(request, pk, words, actions.reopen)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def excuse(request: StaffRequest, pk: int) -> HttpResponse:
    words = Words(
        _("Excuse the sender from this sheet"),
        _("Excuse"),
        _("The sheet need not be sent."),
        _("It counts neither as sent nor as late. It can be opened again."),
    )
    return _with_reason(request, pk, words, actions.excuse)


def _at_once(request: StaffRequest, pk: int, act: Callable[..., Return], done: str) -> HttpResponse:
    sheet = asked_sheet_or_404(request, pk)
    asked = SeenForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("The page is out of date. Open it again."))
        return redirect("returns:sheet", pk)
    seen, now = asked.cleaned_data["seen"], timezone.now()
    tried(request, lambda: act(sheet=sheet, seen=seen, by=request.user, now=now), done)
    return redirect("returns:sheet", pk)


@page(Permission.RECORD)
@require_POST
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    return _at_once(request, pk, actions.accept, _("The sheet was accepted."))


@page(Permission.RECORD)
@require_POST
def lock(request: StaffRequest, pk: int) -> HttpResponse:
    return _at_once(request, pk, actions.lock, _("The sheet is locked."))
