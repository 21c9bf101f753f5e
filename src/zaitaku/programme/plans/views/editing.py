"""Pages that edit a draft. With htmx a part is edited in place; without it the same forms are pages of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.forms import (
    AddForm,
    IndicatorForms,
    InitiativeForm,
    MoveForm,
    PartForm,
    indicator_edits,
    indicator_values,
    initiative_values,
)
from zaitaku.programme.plans.models import Node, PlanVersion
from zaitaku.programme.plans.queries.importing import organisations_of
from zaitaku.programme.plans.views import scope
from zaitaku.programme.plans.views.history import differences

REFUSED = 422


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def edit(request: StaffRequest, version: int, key: str) -> HttpResponse:
    shown = scope.editable(request, version)
    node = scope.node_or_404(shown, key)
    if not shown.is_draft:
        return _settled(request, shown)
    form = _part_form(request, node)
    clash: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            _save_part(request, node, form)
            return _saved(request, shown, key)
        except actions.StaleEdit as stale:
            clash = list(differences(stale.current, stale.yours))
            form.add_error(None, str(stale))
            form = _renewed(form, actions.digest_of(stale.current))
        except actions.PlanRefused as refusal:
            form.add_error(None, str(refusal))
    return _show_form(request, shown, key, form, clash=clash)


def _part_form(request: StaffRequest, node: Node) -> InitiativeForm | PartForm:
    data = request.POST if request.method == "POST" else None
    seen = actions.digest_of(actions.snapshot(node))
    if node.kind != NodeKind.INITIATIVE:
        return PartForm(data, initial={"text": node.text, "number": node.number, "note": node.note, "seen": seen})
    frozen = queries.initiative(node.version, node.key).node
    sent = sum(1 for name in data if name.startswith("owner_")) if data is not None else 0
    return InitiativeForm(
        data,
        initial=initiative_values(frozen) | {"seen": seen},
        organisations=organisations_of(node.version.plan.area),
        owners=max(len(frozen.initiative.owners), min(sent, 30)),
    )


def _save_part(request: StaffRequest, node: Node, form: InitiativeForm | PartForm) -> None:
    data = form.cleaned_data
    if isinstance(form, PartForm):
        actions.edit_node(
            node=node,
            text=data["text"],
            number=data["number"],
            note=data["note"],
            seen=data["seen"],
            by=request.user,
        )
        return
    actions.edit_initiative(
        node=node,
        text=data["text"],
        frequency=data["frequency"],
        description=data["description"],
        owners=form.owners(),
        tags=form.tags(),
        row=data["row"],
        seen=data["seen"],
        by=request.user,
    )


def _renewed(form: Any, seen: str) -> Any:
    """The same form with what the person typed; saving it again overwrites knowingly what stands now."""
    form.data = form.data.copy()
    form.data["seen"] = seen
    return form


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def indicators(request: StaffRequest, version: int, key: str) -> HttpResponse:
    shown = scope.editable(request, version)
    node = scope.node_or_404(shown, key)
    if not shown.is_draft:
        return _settled(request, shown)
    frozen = queries.tree(shown).node(key)
    initial = [indicator_values(line) for line in frozen.indicators]
    lines = IndicatorForms(request.POST if request.method == "POST" else None, initial=initial)
    seen = actions.digest_of(actions.snapshot(node))
    refused, clash = "", []
    if request.method == "POST" and lines.is_valid():
        try:
            actions.set_plan_indicators(
                node=node, indicators=indicator_edits(lines), seen=request.POST.get("seen", ""), by=request.user
            )
            return _saved(request, shown, key)
        except actions.StaleEdit as stale:
            refused, clash = str(stale), list(differences(stale.current, stale.yours))
        except actions.PlanRefused as refusal:
            refused = str(refusal)
    context = {"version": shown, "node": frozen, "lines": lines, "seen": seen, "refused": refused, "clash": clash}
    return render(request, "plans/indicators.html", context, status=REFUSED if refused or lines.errors else 200)


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def add(request: StaffRequest, version: int, key: str = "") -> HttpResponse:
    shown = scope.editable(request, version)
    parent = scope.node_or_404(shown, key) if key else None
    if not shown.is_draft:
        return _settled(request, shown)
    kind = NodeKind(parent.kind) if parent is not None else None
    form = AddForm(request.POST if request.method == "POST" else None, parent=kind)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.add_node(
                version=shown,
                parent=parent,
                kind=NodeKind(data["kind"]),
                text=data["text"],
                number=data["number"],
                by=request.user,
            )
            return _saved(request, shown, made.key)
        except actions.PlanRefused as refusal:
            form.add_error(None, str(refusal))
    heading = _("Add a part under “%(name)s”") % {"name": parent.text.split("\n")[0] if parent else shown}
    return _page_of(request, shown, form, heading, key)


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def move(request: StaffRequest, version: int, key: str) -> HttpResponse:
    shown = scope.editable(request, version)
    node = scope.node_or_404(shown, key)
    if not shown.is_draft:
        return _settled(request, shown)
    whole = queries.tree(shown)
    parent = whole.parents.get(key)
    siblings = parent.children if parent is not None else whole.roots
    initial = {
        "parent": parent.key if parent is not None else "",
        "place": [one.key for one in siblings].index(key) + 1,
    }
    form = MoveForm(
        request.POST if request.method == "POST" else None, initial=initial, whole=whole, node=whole.node(key)
    )
    if request.method == "POST" and form.is_valid():
        under = form.cleaned_data["parent"]
        try:
            actions.move_node(
                node=node,
                parent=scope.node_or_404(shown, under) if under else None,
                place=form.cleaned_data["place"] - 1,
                by=request.user,
            )
            return _saved(request, shown, key)
        except actions.PlanRefused as refusal:
            form.add_error(None, str(refusal))
    heading = _("Move “%(name)s”") % {"name": whole.node(key).name}
    return _page_of(request, shown, form, heading, key)


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def remove(request: StaffRequest, version: int, key: str) -> HttpResponse:
    shown = scope.editable(request, version)
    node = scope.node_or_404(shown, key)
    if not shown.is_draft:
        return _settled(request, shown)
    if request.method == "POST":
        actions.remove_node(node=node, by=request.user)
        messages.success(request, _("“%(name)s” was removed. The last edit can be undone.") % {"name": node.text})
        return redirect("plans:version", shown.pk)
    frozen = queries.tree(shown).node(key)
    below = list(frozen.walk())[1:]
    return render(request, "plans/remove.html", {"version": shown, "node": frozen, "below": below})


@require_POST
@page(Permission.EDIT_PLAN)
def undo(request: StaffRequest, version: int) -> HttpResponse:
    shown = scope.editable(request, version)
    try:
        entry = actions.undo_edit(version=shown, by=request.user)
        messages.success(request, _("The last edit of “%(name)s” was undone.") % {"name": entry.subject_name})
    except actions.PlanRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("plans:version", shown.pk)


def _show_form(
    request: StaffRequest, shown: PlanVersion, key: str, form: forms.Form, *, clash: list[tuple[str, str, str]]
) -> HttpResponse:
    whole = queries.tree(shown)
    context = {"version": shown, "node": whole.node(key), "path": whole.path(key), "form": form, "clash": clash}
    in_place = bool(getattr(request, "htmx", False))
    template = "plans/part_form.html" if in_place else "plans/edit.html"
    return render(request, template, context, status=REFUSED if form.errors else 200)


def _saved(request: StaffRequest, shown: PlanVersion, key: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        whole = queries.tree(shown)
        context = {"version": shown, "node": whole.node(key), "may_edit": True, "saved": True}
        return render(request, "plans/part_facts.html", context)
    messages.success(request, _("Saved."))
    return redirect("plans:initiative", shown.pk, key)


def _settled(request: StaffRequest, shown: PlanVersion) -> HttpResponse:
    messages.error(request, str(actions.VersionSettled(shown)))
    return redirect("plans:version", shown.pk)


def _page_of(request: StaffRequest, shown: PlanVersion, form: forms.Form, heading: str, key: str) -> HttpResponse:
    context = {"version": shown, "form": form, "heading": heading, "key": key}
    return render(request, "plans/form.html", context, status=REFUSED if form.errors else 200)
