"""What those who ask note about a sheet: how many organisations it adds up, and that somebody was telephoned."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.views import try_to
from zaitaku.programme.returns.actions.reminders import note_call
from zaitaku.programme.returns.actions.rounds import say_covers
from zaitaku.programme.returns.forms.steps import CallForm, CoversForm
from zaitaku.programme.returns.views.reach import asked_sheet_or_404


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def covers(request: StaffRequest, pk: int) -> HttpResponse:
    sheet = asked_sheet_or_404(request, pk)
    asked = CoversForm(request.POST if request.method == "POST" else None, initial={"covers": sheet.covers})
    now = timezone.now()
    if try_to(asked, lambda: say_covers(sheet=sheet, covers=asked.cleaned_data["covers"], by=request.user, now=now)):
        messages.success(request, _("Saved."))
        return redirect("returns:sheet", pk)
    context = {"sheet": sheet, "form": sheet.form, "page_form": asked, "button": _("Save")}
    context |= {
        "heading": _("A sheet of several organisations"),
        "help": _("Where an association adds the numbers up for its members, they count as reported with this sheet."),
    }
    return render(request, "returns/steps/reason.html", context, status=422 if asked.errors else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def telephoned(request: StaffRequest, pk: int) -> HttpResponse:
    sheet = asked_sheet_or_404(request, pk)
    asked = CallForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if try_to(asked, lambda: note_call(sheet=sheet, text=asked.cleaned_data["text"], by=request.user, now=now)):
        messages.success(request, _("The call was noted with the sheet."))
        return redirect("returns:remind", sheet.form_id)
    context = {"sheet": sheet, "form": sheet.form, "page_form": asked, "button": _("Note the call")}
    context |= {
        "heading": _("Reminded by telephone"),
        "help": _("It stands in the course of the sheet; no letter goes out for it on the same day."),
    }
    return render(request, "returns/steps/reason.html", context, status=422 if asked.errors else 200)
