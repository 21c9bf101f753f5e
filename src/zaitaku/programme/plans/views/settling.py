"""Pages that settle a version: reasons for what changed, adoption, a revision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.choices import LineageKind
from zaitaku.programme.plans.forms import AdoptForm, ReasonForm, ReviseForm
from zaitaku.programme.plans.models import PlanVersion
from zaitaku.programme.plans.views import scope

REFUSED = 422


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def adopt(request: StaffRequest, version: int) -> HttpResponse:
    shown = scope.editable(request, version)
    form = AdoptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.adopt_version(version=shown, in_force_from=form.cleaned_data["in_force_from"], by=request.user)
            messages.success(request, _("“%(version)s” is settled.") % {"version": shown})
            return redirect("plans:version", shown.pk)
        except actions.PlanRefused as refusal:
            form.add_error(None, str(refusal))
    missing = queries.compare(shown.based_on, shown).without_reason() if shown.based_on is not None else ()
    context = {"version": shown, "form": form, "missing": missing}
    return render(request, "plans/adopt.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def revise(request: StaffRequest, version: int) -> HttpResponse:
    shown = scope.editable(request, version)
    form = ReviseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.new_version_from(version=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("The revision “%(version)s” is ready to be edited.") % {"version": made})
            return redirect("plans:version", made.pk)
        except actions.PlanRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"version": shown, "form": form, "heading": _("Start a revision of “%(version)s”") % {"version": shown}}
    return render(request, "plans/form.html", context, status=REFUSED if form.errors else 200)


@require_POST
@page(Permission.EDIT_PLAN)
def reason(request: StaffRequest, version: int) -> HttpResponse:
    """From the page of comparison: why one change was made."""
    shown = scope.editable(request, version)
    before = shown.based_on
    form = ReasonForm(request.POST)
    if not form.is_valid() or before is None:
        words = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, _("The reason was not saved.") + " " + " ".join(words))
        return _back(shown)
    data = form.cleaned_data
    try:
        actions.record_lineage(
            version=shown,
            kind=LineageKind(data["kind"]),
            before=scope.node_or_404(before, data["before"]) if data["before"] else None,
            after=scope.node_or_404(shown, data["after"]) if data["after"] else None,
            reason=data["reason"],
            by=request.user,
        )
        messages.success(request, _("The reason was saved."))
    except actions.PlanRefused as refusal:
        messages.error(request, str(refusal))
    return _back(shown)


def _back(shown: PlanVersion) -> HttpResponse:
    return redirect(f"{reverse('plans:compare')}?before={shown.based_on_id or ''}&after={shown.pk}")
