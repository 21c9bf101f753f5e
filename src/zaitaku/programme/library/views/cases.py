"""Cases for the casebook: written without names, looked through by two people, consented to by three sides."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import tried
from zaitaku.programme.events.choices import SeriesKind, SessionStatus
from zaitaku.programme.events.models import Session
from zaitaku.programme.library.actions import casebook as actions
from zaitaku.programme.library.choices import Check, Consent, Side
from zaitaku.programme.library.forms.casebook import CaseFilter, CaseForm, ConsentForm, TickForm
from zaitaku.programme.library.forms.documents import ReasonForm
from zaitaku.programme.library.models import Case
from zaitaku.programme.library.queries import casebook as queries
from zaitaku.programme.library.views.pages import (
    PER_PAGE,
    asked_session,
    begun_with,
    form_page,
    kept,
    sessions_to_choose,
)

YEARS = 5
FIELDS = ("title", "scene", "theme", "professions", "background", "done", "learnt", "session")


def case_or_404(request: StaffRequest, pk: int) -> Case:
    rows = Case.objects.select_related("owner", "session__series")
    return get_object_or_404(rows, pk=pk, owner__in=kept(request))


def _sessions(request: StaffRequest, chosen: int | None) -> QuerySet[Session]:
    found = sessions_to_choose(request, chosen, years=YEARS).filter(series__kind=SeriesKind.CASE_MEETING)
    return found.exclude(status=SessionStatus.CANCELLED)


@page(Permission.RECORD)
@require_GET
def cases(request: StaffRequest) -> HttpResponse:
    owners = kept(request)
    form = CaseFilter(request.GET, owners=owners)
    asked = form.cleaned_data if form.is_valid() else {}
    listed = Paginator(queries.listed_cases(owners, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "listed": listed,
        "lines": [(case, queries.missing(case)) for case in listed.object_list],
        "filter": form,
        "is_narrowed": any(asked.values()),
        "section": "casebook",
    }
    return render(request, "library/casebook/cases.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    sessions = _sessions(request, asked_session(request))
    initial = begun_with(request, sessions)
    form = CaseForm(request.POST or None, owners=kept(request), sessions=sessions, initial=initial)
    return form_page(
        request,
        form,
        lambda data: actions.write_case(**data, by=request.user, now=timezone.now()),
        heading=_("Write down a case"),
        back=("library:cases",),
        to=lambda made: ("library:case", made.pk),
        said=lambda _made: _("The case was written down. Now look through it, and ask for consent."),
        section="casebook",
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    case = case_or_404(request, pk)
    initial = {name: getattr(case, name) for name in FIELDS} | {"seen": case.version}
    form = CaseForm(request.POST or None, owners=None, sessions=_sessions(request, case.session_id), initial=initial)
    return form_page(
        request,
        form,
        lambda data: actions.change_case(case=case, **data, by=request.user, now=timezone.now()),
        heading=_("Change the case"),
        back=("library:case", pk),
        warning=_("Once a word is changed, both people have to look through the case again: every tick is taken back."),
        row=case,
        case=case,
        section="casebook",
    )


@page(Permission.RECORD)
@require_GET
def case(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, case_or_404(request, pk))


def _page(request: StaffRequest, found: Case, *, consent_form: ConsentForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    lines = queries.lines_of(found)
    whole = queries.with_all(Case.objects.filter(pk=found.pk)).get()
    context: dict[str, Any] = {
        "case": found,
        "parts": [(words, getattr(found, name)) for name, words in queries.parts_asked()],
        "lines": lines,
        "confirmed": sum(line.tick is not None and line.tick.confirmed_by_id is not None for line in lines),
        "reset": queries.last_reset(found),
        "missing": queries.missing(whole),
        "consents": [(side, step) for side, step in queries.consents_of(found).items()],
        "steps": found.consents.select_related("by").order_by("-pk"),
        "consent_form": consent_form or ConsentForm(today=today),
        "editions": queries.editions_with(found),
        "section": "casebook",
    }
    return render(request, "library/casebook/case.html", context, status=422 if consent_form is not None else 200)


@page(Permission.RECORD)
@require_POST
def consent(request: StaffRequest, pk: int) -> HttpResponse:
    found = case_or_404(request, pk)
    form = ConsentForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, found, consent_form=form)
    data = form.cleaned_data
    try:
        stopped = actions.note_consent(
            case=found,
            side=Side(data["side"]),
            state=Consent(data["state"]),
            on=data["on"],
            how=data["how"],
            by=request.user,
            now=timezone.now(),
        )
    except RecordRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, found, consent_form=form)
    messages.success(request, _("Saved."))
    for edition in stopped:
        messages.warning(
            request,
            _("“%(edition)s” holds this case and is not offered any more. Call back what was printed or sent.")
            % {"edition": edition},
        )
    return redirect("library:case", pk)


@page(Permission.RECORD)
@require_POST
def tick(request: StaffRequest, pk: int) -> HttpResponse:
    found = case_or_404(request, pk)
    form = TickForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The page is out of date. Open it again."))
        return redirect("library:case", pk)
    data, now = form.cleaned_data, timezone.now()
    item = Check(data["item"])
    if data["step"] == "back":
        tried(request, lambda: actions.take_back_tick(case=found, item=item, by=request.user, now=now))
    else:
        tried(request, lambda: actions.tick(case=found, item=item, seen=data["seen"], by=request.user, now=now))
    return redirect("library:case", pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def clear(request: StaffRequest, pk: int) -> HttpResponse:
    found = case_or_404(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.clear_case(case=found, **data, by=request.user, now=timezone.now()),
        heading=_("Take out the words of the case"),
        back=("library:case", pk),
        button=_("Take them out for good"),
        danger=True,
        warning=_(
            "Its words go for good, here and in editions that are no longer offered. They cannot be brought back."
        ),
        case=found,
        section="casebook",
    )
