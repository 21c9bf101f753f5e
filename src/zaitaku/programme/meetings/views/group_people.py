"""Who is to be seated: taken from sign-ups and arrivals, pasted from Excel or typed; conditions between two people."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import pasting
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.views.reach import session_or_404, written
from zaitaku.programme.meetings.actions import groups as actions
from zaitaku.programme.meetings.actions.groups import MemberEntry
from zaitaku.programme.meetings.choices import BondKind
from zaitaku.programme.meetings.forms.groups import (
    BondForm,
    PeoplePasteForm,
    PersonForm,
    SeenForm,
    read_members,
    row_forms,
)
from zaitaku.programme.meetings.models import Bond, GroupPlan, Member
from zaitaku.programme.meetings.queries import groups as queries
from zaitaku.programme.meetings.queries.group_sources import newcomers
from zaitaku.programme.meetings.views.groups import plan_shown


@never_cache
@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def people(request: StaffRequest, pk: int) -> HttpResponse:
    """The list of people, saved whole."""
    session, plan = _plan(request, pk)
    if request.method != "POST":
        return _people(request, session, plan)
    loaded = queries.load(plan)
    rows = row_forms(loaded, request.POST)
    seen = SeenForm(request.POST)
    if not seen.is_valid() or not all(row.is_valid() for row in rows):
        return _people(
            request, session, plan, problem=_("Some choices are not possible any more. Load the page again.")
        )
    changes = {row.member.pk: row.change() for row in rows if row.has_changed()}
    try:
        count = actions.change_members(plan=plan, seen=seen.cleaned_data["seen"], changes=changes, by=request.user)
    except RecordRefused as refused:
        plan.refresh_from_db()
        return _people(request, session, plan, problem=str(refused), data=request.POST)
    messages.success(request, _("Saved: %(count)s people.") % {"count": count})
    return redirect("meetings:group_people", pk)


def _plan(request: StaffRequest, pk: int) -> tuple[Session, GroupPlan]:
    session = session_or_404(pk, written(request))
    if request.method == "POST":
        actions.plan_of(session=session, by=request.user)
    return session, plan_shown(session)


def _people(
    request: StaffRequest, session: Session, plan: GroupPlan, *, problem: str = "", data: Any = None, **forms: Any
) -> HttpResponse:
    loaded = queries.load(plan) if plan.pk else queries.nothing(plan)
    seen = {"seen": plan.version}
    context = {
        "session": session,
        "series": session.series,
        "plan": plan,
        "loaded": loaded,
        "rows": row_forms(loaded, data),
        "problem": problem,
        "to_take": len(newcomers(plan)),
        "person_form": PersonForm(prefix="new", initial=seen),
        "bond_form": BondForm(members=_members(plan), initial=seen),
    } | forms
    return render(request, "meetings/groups/people.html", context)


def _members(plan: GroupPlan) -> QuerySet[Member]:
    return plan.members.all() if plan.pk else Member.objects.none()


@page(Permission.RECORD)
@require_POST
def add(request: StaffRequest, pk: int) -> HttpResponse:
    session, plan = _plan(request, pk)
    form = PersonForm(request.POST, prefix="new")
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.add_members(plan=plan, seen=seen, entries=[form.entry()], by=request.user)
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is in the list.") % {"name": form.cleaned_data["name"]})
            return redirect("meetings:group_people", pk)
    return _people(request, session, plan, person_form=form)


@page(Permission.RECORD)
@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody who signed up or was checked in and is not in the list."""
    _session, plan = _plan(request, pk)
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise RecordRefused(_("Some choices are not possible any more. Load the page again."))
        count = actions.take_members(plan=plan, seen=form.cleaned_data["seen"], by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(count)s people were taken over.") % {"count": count})
    return redirect("meetings:group_people", pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste(request: StaffRequest, pk: int) -> HttpResponse:
    session, plan = _plan(request, pk)
    form = PeoplePasteForm(request.POST or None, initial={"seen": plan.version})
    known = set(plan.members.values_list("person_key", flat=True)) if plan.pk else set()

    def save(entries: list[MemberEntry]) -> HttpResponse:
        actions.add_members(plan=plan, seen=form.cleaned_data["seen"], entries=entries, by=request.user)
        messages.success(request, _("%(count)s people were taken over.") % {"count": len(entries)})
        return redirect("meetings:group_people", pk)

    columns = [_("Full name"), _("Office"), _("Profession"), pgettext("groups", "Takes part"), _("Facilitator")]
    context = {"session": session, "series": session.series, "columns": columns, "save_label": _("Add these people")}
    context["heading"] = _("Paste participants from Excel")
    return pasting(
        request,
        "meetings/groups/paste.html",
        context,
        form=form,
        read=lambda block: read_members(block, known),
        save=save,
    )


@page(Permission.RECORD)
@require_POST
def bind(request: StaffRequest, pk: int) -> HttpResponse:
    session, plan = _plan(request, pk)
    form = BondForm(request.POST, members=_members(plan))
    if form.is_valid():
        data = form.cleaned_data | {"kind": BondKind(form.cleaned_data["kind"])}
        try:
            actions.bind(plan=plan, by=request.user, **data)
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The condition counts when groups are made next."))
            return redirect("meetings:group_people", pk)
    return _people(request, session, plan, bond_form=form)


@page(Permission.RECORD)
@require_POST
def unbind(request: StaffRequest, pk: int) -> HttpResponse:
    _session, plan = _plan(request, pk)
    form = SeenForm(request.POST)
    number = key_of(request.POST.get("bond", ""))
    bond = Bond.objects.filter(pk=number, plan=plan).first() if number is not None and plan.pk else None
    try:
        if bond is None or not form.is_valid():
            raise RecordRefused(_("Some choices are not possible any more. Load the page again."))
        actions.unbind(plan=plan, seen=form.cleaned_data["seen"], bond=bond, by=request.user)
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The condition was removed."))
    return redirect("meetings:group_people", pk)
