"""The groups of a session: the tables with their reasons, and every step of changing them.

With JavaScript the steps come from groups.js, which puts the new board into the page; without it the same forms lead
back to the page. A step refused (rules, or somebody else was faster) shows why above the board as it stands now.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zaitaku.analysis import grouping
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.views.reach import session_or_404, written
from zaitaku.programme.meetings.actions import groups as actions
from zaitaku.programme.meetings.actions import seating
from zaitaku.programme.meetings.choices import TableKind
from zaitaku.programme.meetings.forms.groups import (
    MoveForm,
    OneForm,
    PersonForm,
    SeenForm,
    SwapForm,
    TableForm,
    tables_form,
)
from zaitaku.programme.meetings.models import GroupPlan
from zaitaku.programme.meetings.queries import group_sources as sources
from zaitaku.programme.meetings.queries import groups as queries
from zaitaku.programme.meetings.queries.groups import shown_name, shown_table

Step = Callable[[GroupPlan], str]


@never_cache
@page(Permission.RECORD)
@require_GET
def board(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    return _board(request, session, plan_shown(session), template="meetings/groups/page.html")


def plan_shown(session: Session) -> GroupPlan:
    """The session's plan, or an unsaved one that looks the same empty."""
    found = GroupPlan.objects.filter(session=session).select_related("made_by").first() or GroupPlan(session=session)
    found.session = session
    return found


def _board(
    request: StaffRequest,
    session: Session,
    plan: GroupPlan,
    *,
    said: str = "",
    refused: str = "",
    template: str = "meetings/groups/board.html",
) -> HttpResponse:
    loaded = queries.load(plan) if plan.pk else queries.nothing(plan)
    seated = [at for at, table in enumerate(loaded.seating) if table is not None]
    context = {
        "session": session,
        "series": session.series,
        "plan": plan,
        "loaded": loaded,
        "cards": queries.cards(loaded),
        "unseated": [member for member, at in zip(loaded.members, loaded.seating, strict=True) if at is None],
        "has_seated": bool(seated),
        "score": grouping.score(loaded.meeting, loaded.seating),
        "before": queries.score_made_from(plan),
        "warnings": queries.warnings(loaded),
        "to_take": len(sources.newcomers(plan)),
        "not_here": sources.not_checked_in(plan) if plan.pk else [],
        "move_form": MoveForm(plan=plan) if plan.pk else None,
        "swap_form": SwapForm(plan=plan) if plan.pk else None,
        "late_form": PersonForm(prefix="late", initial={"seen": plan.version}),
        "tables_form": tables_form(loaded),
        "said": said,
        "refused": refused,
    }
    return render(request, template, context)


def step(request: StaffRequest, pk: int, do: Step) -> HttpResponse:
    """Take a step of a plan and show the board: as a piece for groups.js, or by way of the page."""
    session = session_or_404(pk, written(request))
    plan = actions.plan_of(session=session, by=request.user)
    said = refused = ""
    try:
        said = do(plan)
    except RecordRefused as reason:
        refused = str(reason)
    if request.headers.get("X-Piece") == "board":
        return _board(request, session, plan_shown(session), said=said, refused=refused)
    if refused:
        messages.error(request, refused)
    elif said:
        messages.success(request, said)
    return redirect("meetings:groups", pk)


def _checked(form: SeenForm) -> dict[str, Any]:
    """What the form says; raises RecordRefused with its first error and the field it is in."""
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        label = f"{form[field].label}: " if field in form.fields and not form[field].is_hidden else ""
        raise RecordRefused(f"{label}{errors[0]}")
    return form.cleaned_data


@page(Permission.RECORD)
@require_POST
def make(request: StaffRequest, pk: int) -> HttpResponse:
    """Sets the tables too, where the form says something else than what is there."""

    def do(plan: GroupPlan) -> str:
        how: dict[str, Any] = {"other": request.POST.get("other") == "on", "now": timezone.now(), "by": request.user}
        loaded = queries.load(plan)
        form = tables_form(loaded, request.POST)
        if "hall_tables" in request.POST and (not loaded.tables or form.has_changed()):
            seen = _checked(form)["seen"]
            hall, online = form.sizes(TableKind.HALL), form.sizes(TableKind.ONLINE)
            actions.make_groups_at(plan=plan, seen=seen, hall=hall, online=online, **how)
        else:
            seating.make_groups(plan=plan, seen=_checked(SeenForm(request.POST))["seen"], **how)
        return _("The groups are made. Look at them, and move people where you know better.")

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def move(request: StaffRequest, pk: int) -> HttpResponse:
    def do(plan: GroupPlan) -> str:
        data = _checked(MoveForm(request.POST, plan=plan))
        moved = seating.move_member(plan=plan, by=request.user, **data)
        names = "、".join(shown_name(one) for one in moved)
        if data["table"] is None:
            return _("%(names)s: at no table now.") % {"names": names}
        return _("%(names)s: now at “%(table)s”.") % {"names": names, "table": shown_table(data["table"])}

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def swap(request: StaffRequest, pk: int) -> HttpResponse:
    def do(plan: GroupPlan) -> str:
        data = _checked(SwapForm(request.POST, plan=plan))
        seating.swap_members(plan=plan, by=request.user, **data)
        names = {"first": shown_name(data["member"]), "second": shown_name(data["other"])}
        return _("%(first)s and %(second)s changed places.") % names

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def pin(request: StaffRequest, pk: int) -> HttpResponse:
    """Pins who is loose and unpins who is pinned."""

    def do(plan: GroupPlan) -> str:
        data = _checked(OneForm(request.POST, plan=plan))
        is_pinned = not data["member"].is_pinned
        actions.set_pinned(plan=plan, is_pinned=is_pinned, by=request.user, **data)
        words = _("%(name)s stays at the table when groups are made anew.") if is_pinned else _("%(name)s is loose.")
        return words % {"name": shown_name(data["member"])}

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def facilitate(request: StaffRequest, pk: int) -> HttpResponse:
    """Makes somebody a facilitator, or no longer one."""

    def do(plan: GroupPlan) -> str:
        data = _checked(OneForm(request.POST, plan=plan))
        becomes = not data["member"].is_facilitator
        actions.set_facilitator(plan=plan, is_facilitator=becomes, by=request.user, **data)
        words = _("%(name)s facilitates.") if becomes else _("%(name)s does not facilitate any more.")
        return words % {"name": shown_name(data["member"])}

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def absent(request: StaffRequest, pk: int) -> HttpResponse:
    def do(plan: GroupPlan) -> str:
        data = _checked(OneForm(request.POST, plan=plan))
        seating.set_absent(plan=plan, seen=data["seen"], members=[data["member"]], by=request.user)
        return _("%(name)s did not come; nobody else moved.") % {"name": shown_name(data["member"])}

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def absent_all(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody expected whom nobody checked in."""

    def do(plan: GroupPlan) -> str:
        data = _checked(SeenForm(request.POST))
        gone = sources.not_checked_in(plan)
        seating.set_absent(plan=plan, seen=data["seen"], members=gone, by=request.user)
        return _("%(count)s people were not checked in and are marked as absent.") % {"count": len(gone)}

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def back(request: StaffRequest, pk: int) -> HttpResponse:
    def do(plan: GroupPlan) -> str:
        data = _checked(OneForm(request.POST, plan=plan))
        table = seating.bring_back(plan=plan, by=request.user, **data)
        return _("%(names)s: now at “%(table)s”.") % {"names": shown_name(data["member"]), "table": shown_table(table)}

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def late(request: StaffRequest, pk: int) -> HttpResponse:
    def do(plan: GroupPlan) -> str:
        form = PersonForm(request.POST, prefix="late")
        data = _checked(form)
        member = actions.made_from(form.entry(), plan)
        table = seating.add_late(plan=plan, seen=data["seen"], member=member, by=request.user)
        return _("%(names)s: now at “%(table)s”.") % {"names": member.name, "table": shown_table(table)}

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    def do(plan: GroupPlan) -> str:
        seating.undo(plan=plan, by=request.user, **_checked(SeenForm(request.POST)))
        return _("The last change was taken back.")

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Settles open groups and opens settled ones."""

    def do(plan: GroupPlan) -> str:
        is_fixed = not plan.is_fixed
        seating.settle(plan=plan, is_fixed=is_fixed, by=request.user, **_checked(SeenForm(request.POST)))
        if is_fixed:
            return _("The groups are settled. Later meetings will take into account who sat together.")
        return _("The groups can be changed again.")

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def tables(request: StaffRequest, pk: int) -> HttpResponse:
    def do(plan: GroupPlan) -> str:
        form = tables_form(queries.load(plan), request.POST)
        seen, hall, online = _checked(form)["seen"], form.sizes(TableKind.HALL), form.sizes(TableKind.ONLINE)
        actions.set_tables(plan=plan, seen=seen, hall=hall, online=online, by=request.user)
        return _("The tables are saved.")

    return step(request, pk, do)


@page(Permission.RECORD)
@require_POST
def table(request: StaffRequest, pk: int) -> HttpResponse:
    def do(plan: GroupPlan) -> str:
        actions.change_table(plan=plan, by=request.user, **_checked(TableForm(request.POST, plan=plan)))
        return _("The table is saved.")

    return step(request, pk, do)
