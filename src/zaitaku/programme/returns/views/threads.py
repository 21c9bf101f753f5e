"""Queries about a sheet: asked, answered, closed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.views import tried, try_to
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.forms.steps import AnswerForm, AskForm
from zaitaku.programme.returns.views.reach import asked_sheet_or_404, query_or_404, rights


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    sheet = asked_sheet_or_404(request, pk)
    initial = {"element": key_of(request.GET.get("element", ""))}
    asked = AskForm(request.POST if request.method == "POST" else None, sheet=sheet, initial=initial)
    now = timezone.now()
    if try_to(asked, lambda: actions.ask(sheet=sheet, **asked.cleaned_data, by=request.user, now=now)):
        messages.success(request, _("The query was asked; the sender hears of it by e-mail."))
        return redirect("returns:sheet", pk)
    context = {"sheet": sheet, "form": sheet.form, "page_form": asked}
    context |= {"heading": _("Ask a query"), "button": _("Ask")}
    return render(request, "returns/steps/reason.html", context, status=422 if asked.errors else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def query(request: StaffRequest, pk: int) -> HttpResponse:
    """The thread; a POST adds to it. What the sender writes is an answer, what those who ask write a further question.

    Whoever may do both (one's own sheet for one's own form) answers what waits for an answer, else asks further.
    """
    found = query_or_404(request, pk)
    held = rights(request, found.sheet)
    from_owner = held.owner and (held.on_behalf or not held.sender or found.answered_at is not None)
    asked = AnswerForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        text = asked.cleaned_data["text"]
        actions.answer(query=found, text=text, by=request.user, now=timezone.now(), from_owner=from_owner)

    if try_to(asked, act):
        messages.success(request, _("Your text was added; the other side hears of it by e-mail."))
        return redirect("returns:query", pk)
    context = {"query": found, "sheet": found.sheet, "form": found.sheet.form, "page_form": asked}
    context |= {"held": held, "from_owner": from_owner, "last": list(found.messages.all())[-1]}
    return render(request, "returns/steps/query.html", context, status=422 if asked.errors else 200)


@page(Permission.RECORD)
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    found = query_or_404(request, pk)
    if not rights(request, found.sheet).owner:
        raise Http404
    seen, now, done = key_of(request.POST.get("seen", "")), timezone.now(), _("The query is closed.")
    if tried(request, lambda: actions.close_query(query=found, seen=seen, by=request.user, now=now), done):
        return redirect("returns:sheet", found.sheet_id)
    return redirect("returns:query", pk)
