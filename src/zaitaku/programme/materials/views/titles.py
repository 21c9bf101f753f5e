"""Printed titles and their movements. What lies outside a person's reach is not found."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for, page
from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.actions import RecordRefused, changed_meanwhile
from zaitaku.programme.materials import actions, queries
from zaitaku.programme.materials.forms.titles import FilterForm, MovementForm, ReasonForm, TitleForm
from zaitaku.programme.materials.models import Movement, Title

PER_PAGE = 50


def _seen(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate())


def _written(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.RECORD, on=timezone.localdate())


def _title_or_404(pk: int, organisations: QuerySet[Organisation]) -> Title:
    return get_object_or_404(Title.objects.select_related("owner"), pk=pk, owner__in=organisations)


def _movement_or_404(pk: int, organisations: QuerySet[Organisation]) -> Movement:
    rows = Movement.objects.select_related("title__owner")
    return get_object_or_404(rows, pk=pk, title__owner__in=organisations)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def titles(request: StaffRequest) -> HttpResponse:
    organisations = _seen(request)
    form = FilterForm(request.GET, organisations=organisations)
    asked = form.cleaned_data if form.is_valid() else {}
    listed = Paginator(queries.listed_titles(organisations, asked), PER_PAGE).get_page(request.GET.get("page"))
    may_add = _written(request).exists()
    context = {"listed": listed, "filter": form, "may_add": may_add, "is_narrowed": any(asked.values())}
    return render(request, "materials/titles.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    form = TitleForm(request.POST or None, organisations=_written(request))
    if form.is_valid():
        try:
            made = actions.create_title(**form.cleaned_data, by=request.user)
        except actions.MaterialRefused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("“%(name)s” was added. Now add what was issued.") % {"name": made.name})
            return redirect("materials:title", made.pk)
    return render(
        request, "materials/form.html", {"page_form": form, "heading": _("Add a title"), "button": _("Add it")}
    )


@page(Permission.VIEW_PROGRAMME)
@require_GET
def title(request: StaffRequest, pk: int) -> HttpResponse:
    organisations = _seen(request)
    found = _title_or_404(pk, organisations)
    totals = queries.listed_titles(organisations, {}).get(pk=pk)
    listed = Paginator(queries.movements_of(found), PER_PAGE).get_page(request.GET.get("page"))
    may_write = _written(request).filter(pk=found.owner_id).exists()
    context = {"title": found, "totals": totals, "listed": listed, "may_write": may_write}
    return render(request, "materials/title.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_movement(request: StaffRequest, pk: int) -> HttpResponse:
    found = _title_or_404(pk, _written(request))
    form = MovementForm(request.POST or None, wholes=queries.wholes_of(found))
    if form.is_valid():
        try:
            actions.record_movement(title=found, move=form.move(), entry=form.entry_or_same(), by=request.user)
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("materials:title", pk)
    context = {"page_form": form, "heading": _("Add a movement"), "button": _("Save"), "title": found}
    return render(request, "materials/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    """The row in the address is the one seen; when it was corrected meanwhile, the reader is led to the new one."""
    found = _movement_or_404(pk, _written(request))
    if not found.is_current:
        messages.error(request, str(changed_meanwhile(found.title.name)))
        return redirect("materials:title", found.title_id)
    form = MovementForm(request.POST or None, wholes=queries.wholes_of(found.title), movement=found)
    if form.is_valid():
        try:
            actions.correct_movement(movement=found, move=form.move(), entry=form.entry_or_same(), by=request.user)
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("materials:title", found.title_id)
    context = {"page_form": form, "heading": _("Correct a movement"), "button": _("Save"), "title": found.title}
    return render(request, "materials/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    found = _movement_or_404(pk, _written(request))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_movement(movement=found, reason=form.cleaned_data["reason"], by=request.user)
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The movement no longer counts."))
            return redirect("materials:title", found.title_id)
    context = {"page_form": form, "heading": _("Withdraw a movement"), "button": _("Withdraw"), "title": found.title}
    return render(request, "materials/form.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def history(request: StaffRequest, pk: int) -> HttpResponse:
    found = _movement_or_404(pk, _seen(request))
    context = {"title": found.title, "rows": queries.chain(found)}
    return render(request, "materials/history.html", context)
