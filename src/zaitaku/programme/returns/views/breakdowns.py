"""By what numbers are split, one action a page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.views import tried
from zaitaku.programme.returns.actions import breakdowns as actions
from zaitaku.programme.returns.actions.ordering import move
from zaitaku.programme.returns.choices import Adding
from zaitaku.programme.returns.forms.breakdowns import BreakdownForm, NewBreakdownForm, OptionForm
from zaitaku.programme.returns.forms.elements import EndForm
from zaitaku.programme.returns.models import Breakdown, Option
from zaitaku.programme.returns.queries.building import breakdowns_of
from zaitaku.programme.returns.queries.spells import first_free
from zaitaku.programme.returns.views.editing import about, entry
from zaitaku.programme.returns.views.reach import form_or_404, own_form_or_404, seen, written


def own_breakdown_or_404(request: StaffRequest, pk: int) -> Breakdown:
    rows = Breakdown.objects.select_related("form__owner")
    return get_object_or_404(rows, pk=pk, form__owner__in=written(request))


def own_option_or_404(request: StaffRequest, pk: int) -> Option:
    rows = Option.objects.select_related("breakdown__form__owner")
    return get_object_or_404(rows, pk=pk, breakdown__form__owner__in=written(request))


def page_of(breakdown: Breakdown, at: str = "") -> str:
    return f"{reverse('returns:breakdowns', args=[breakdown.form_id])}#{at or f'by-{breakdown.pk}'}"


@page(Permission.VIEW_PROGRAMME)
@require_GET
def breakdowns(request: StaffRequest, pk: int) -> HttpResponse:
    form = form_or_404(pk, seen(request))
    is_owner = written(request).filter(pk=form.owner_id).exists()
    context = {"form": form, "rows": breakdowns_of(form), "is_owner": is_owner, "free": first_free(form)}
    return render(request, "returns/asking/breakdowns.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_breakdown(request: StaffRequest, pk: int) -> HttpResponse:
    form = own_form_or_404(pk, written(request))
    return entry(
        request,
        NewBreakdownForm(request.POST or None),
        lambda data: actions.add_breakdown(form=form, **data | {"adding": Adding(data["adding"])}, by=request.user),
        back=reverse("returns:breakdowns", args=[pk]),
        context=about(form, _("Add a breakdown"), _("Add it")),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_breakdown(request: StaffRequest, pk: int) -> HttpResponse:
    one = own_breakdown_or_404(request, pk)
    return entry(
        request,
        BreakdownForm(request.POST or None, initial={"label": one.label, "adding": one.adding}),
        lambda data: actions.change_breakdown(
            breakdown=one, label=data["label"], adding=Adding(data["adding"]), by=request.user
        ),
        back=page_of(one),
        context=about(one.form, _("Change the breakdown “%(label)s”") % {"label": one.label}, _("Save")),
    )


@page(Permission.RECORD)
@require_POST
def remove_breakdown(request: StaffRequest, pk: int) -> HttpResponse:
    one = own_breakdown_or_404(request, pk)
    said = _("“%(label)s” was removed.") % {"label": one.label}
    if tried(request, lambda: actions.remove_breakdown(breakdown=one, by=request.user), said):
        return redirect("returns:breakdowns", one.form_id)
    return redirect(page_of(one))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_option(request: StaffRequest, pk: int) -> HttpResponse:
    one = own_breakdown_or_404(request, pk)
    return entry(
        request,
        OptionForm(request.POST or None, form=one.form),
        lambda data: actions.add_option(breakdown=one, label=data["label"], valid_from=data["since"], by=request.user),
        back=page_of(one),
        context=about(one.form, _("Add an answer to “%(label)s”") % {"label": one.label}, _("Add it")),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def relabel_option(request: StaffRequest, pk: int) -> HttpResponse:
    option = own_option_or_404(request, pk)
    form = option.breakdown.form
    first = {"label": option.label, "since": first_free(form)}
    return entry(
        request,
        OptionForm(request.POST or None, form=form, initial=first),
        lambda data: actions.relabel_option(option=option, **data, by=request.user),
        back=page_of(option.breakdown),
        context=about(form, _("Word “%(item)s” better") % {"item": option.label}, _("Save")),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def end_option(request: StaffRequest, pk: int) -> HttpResponse:
    option = own_option_or_404(request, pk)
    form = option.breakdown.form
    return entry(
        request,
        EndForm(request.POST or None, form=form, initial={"valid_to": option.valid_to}),
        lambda data: actions.end_option(option=option, **data, by=request.user),
        back=page_of(option.breakdown),
        context=about(form, _("End “%(item)s”") % {"item": option.label}, _("Save")),
    )


@page(Permission.RECORD)
@require_POST
def move_option(request: StaffRequest, pk: int) -> HttpResponse:
    """`step` is up or down; the browser comes back to the same row."""
    option = own_option_or_404(request, pk)
    up = request.POST.get("step") == "up"
    tried(request, lambda: move(one=option, up=up, by=request.user))
    return redirect(page_of(option.breakdown, f"answer-{option.pk}"))


@page(Permission.RECORD)
@require_POST
def remove_option(request: StaffRequest, pk: int) -> HttpResponse:
    option = own_option_or_404(request, pk)
    said = _("“%(label)s” was removed.") % {"label": option.label}
    tried(request, lambda: actions.remove_option(option=option, by=request.user), said)
    return redirect(page_of(option.breakdown))
