"""Organisations and areas within reach of an administrator."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, areas_for, organisations_for, page
from zaitaku.core.accounts.forms import LastDayForm, NewOrganisationForm, OrganisationForm
from zaitaku.core.areas import actions
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import exists_on

PER_PAGE = 50
REFUSALS = (
    actions.CodeTaken,
    actions.TooDeep,
    actions.Circle,
    actions.EndsBeforeItBegins,
    actions.StillHasParts,
)


def refusal(error: Exception) -> tuple[str, str]:
    """The field at fault and the reason with its remedy."""
    words = {
        actions.CodeTaken: ("code", _("Another organisation of this area has this code. Choose another.")),
        actions.TooDeep: ("parent", _("Organisations may stand at most six levels deep. Choose a higher one.")),
        actions.Circle: ("parent", _("An organisation cannot belong to itself or to one of its own parts.")),
        actions.EndsBeforeItBegins: ("valid_to", _("The last day lies before the first day of the organisation.")),
        actions.StillHasParts: (
            "valid_to",
            _("Organisations below it or roles of people in it last longer. End those first."),
        ),
    }
    return words[type(error)]


@require_GET
@page(Permission.MANAGE_PEOPLE)
def organisations(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "kind", "ended")}
    found = organisations_for(request.user, Permission.MANAGE_PEOPLE, on=today).select_related("area", "parent")
    for word in asked["q"].split():
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word))
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    if not asked["ended"]:
        found = found.filter(exists_on(today))
    listed = Paginator(found.order_by("area__code", "kind", "code"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"listed": listed, "asked": asked, "kinds": OrganisationKind.choices, "today": today}
    return render(request, "accounts/organisations.html", context)


@require_http_methods(["GET", "POST"])
@page(Permission.MANAGE_PEOPLE)
def add(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    form = NewOrganisationForm(
        request.POST or None,
        organisations=organisations_for(request.user, Permission.MANAGE_PEOPLE, on=today),
        areas=areas_for(request.user, Permission.MANAGE_PEOPLE, on=today),
        initial={"valid_from": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_organisation(by=request.user, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(*refusal(error))
        else:
            messages.success(request, _("%(name)s was added.") % {"name": added.name})
            return redirect("areas:organisations")
    context = {"form": form, "heading": _("Add an organisation")}
    return render(request, "accounts/organisation_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@page(Permission.MANAGE_PEOPLE)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    reach = organisations_for(request.user, Permission.MANAGE_PEOPLE, on=timezone.localdate())
    one = get_object_or_404(reach, pk=pk)
    initial = {"name": one.name, "kind": one.kind, "parent": one.parent}
    form = OrganisationForm(request.POST or None, organisations=reach.exclude(pk=pk), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(by=request.user, organisation=one, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(*refusal(error))
        else:
            messages.success(request, _("%(name)s was changed.") % {"name": one.name})
            return redirect("areas:organisations")
    context = {"form": form, "organisation": one, "heading": _("Change an organisation")}
    return render(request, "accounts/organisation_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@page(Permission.MANAGE_PEOPLE)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    one = get_object_or_404(organisations_for(request.user, Permission.MANAGE_PEOPLE, on=today), pk=pk)
    form = LastDayForm(request.POST or None, initial={"valid_to": one.valid_to or today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_organisation(by=request.user, organisation=one, valid_to=form.cleaned_data["valid_to"])
        except REFUSALS as error:
            form.add_error(*refusal(error))
        else:
            messages.success(request, _("The end of %(name)s was recorded.") % {"name": one.name})
            return redirect("areas:organisations")
    context = {"form": form, "organisation": one, "heading": _("End an organisation")}
    return render(request, "accounts/organisation_form.html", context, status=422 if form.errors else 200)


@require_GET
@page(Permission.MANAGE_PEOPLE, Permission.VIEW_PROGRAMME)
def areas(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    reach = areas_for(request.user, Permission.MANAGE_PEOPLE, on=today) | areas_for(
        request.user, Permission.VIEW_PROGRAMME, on=today
    )
    found = reach.select_related("parent").order_by("code", "valid_from")
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/areas.html", {"listed": listed})
