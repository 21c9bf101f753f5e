"""What an administrator does to one person: roles, a new link, the second factor, closing and opening."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zaitaku.core.accounts import actions, queries
from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for, page
from zaitaku.core.accounts.forms import LastDayForm, MembershipForm, ReasonForm
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.views.people import find, person_context, show_link


def refusal(error: Exception) -> str:
    """Why an action was refused and what to do, in the reader's language."""
    words = {
        actions.AlreadyHolds: _("The person holds this role for this organisation on these days already."),
        actions.EndsBeforeItBegins: _("The last day lies before the first day of the role."),
        actions.LastAdministrator: _("Nobody would be left to manage people. Make somebody else administrator first."),
    }
    return words[type(error)]


REFUSALS = (actions.AlreadyHolds, actions.EndsBeforeItBegins, actions.LastAdministrator)


@require_POST
@page(Permission.MANAGE_PEOPLE)
def add_role(request: StaffRequest, pk: int) -> HttpResponse:
    person, today = find(request, pk), timezone.localdate()
    reach = organisations_for(request.user, Permission.MANAGE_PEOPLE, on=today)
    form = MembershipForm(request.POST, organisations=reach)
    if form.is_valid():
        try:
            actions.add_membership(by=request.user, person=person, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("The role was added."))
            return redirect("accounts:person", pk=pk)
    return render(request, "accounts/person.html", person_context(request, person, form=form), status=422)


@require_http_methods(["GET", "POST"])
@page(Permission.MANAGE_PEOPLE)
def end_role(request: StaffRequest, pk: int, membership: int) -> HttpResponse:
    person, today = find(request, pk), timezone.localdate()
    reach = organisations_for(request.user, Permission.MANAGE_PEOPLE, on=today)
    held = get_object_or_404(person.memberships.filter(organisation__in=reach), pk=membership)
    form = LastDayForm(request.POST or None, initial={"valid_to": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_membership(by=request.user, membership=held, valid_to=form.cleaned_data["valid_to"])
        except REFUSALS as error:
            form.add_error("valid_to", refusal(error))
        else:
            messages.success(request, _("The end of the role was recorded."))
            return redirect("accounts:person", pk=pk)
    context = {"person": person, "membership": held, "form": form}
    return render(request, "accounts/end_role.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
@page(Permission.MANAGE_PEOPLE)
def link(request: StaffRequest, pk: int) -> HttpResponse:
    person = _manageable(request, pk)
    return show_link(request, person, actions.new_link(by=request.user, person=person, days=settings.INVITATION_DAYS))


@require_http_methods(["GET", "POST"])
@page(Permission.MANAGE_PEOPLE)
def reset_factor(request: StaffRequest, pk: int) -> HttpResponse:
    def change(person: Person, reason: str) -> None:
        actions.reset_second_factor(by=request.user, person=person, reason=reason)

    return _with_reason(
        request, pk, change, _("Reset the second factor"), _("The next sign-in must set up a new second factor.")
    )


@require_http_methods(["GET", "POST"])
@page(Permission.MANAGE_PEOPLE)
def deactivate(request: StaffRequest, pk: int) -> HttpResponse:
    def change(person: Person, reason: str) -> None:
        actions.deactivate(by=request.user, person=person, reason=reason, on=timezone.localdate())

    return _with_reason(
        request, pk, change, _("Close the account"), _("The person is signed out at once and cannot sign in any more.")
    )


@require_http_methods(["GET", "POST"])
@page(Permission.MANAGE_PEOPLE)
def reactivate(request: StaffRequest, pk: int) -> HttpResponse:
    def change(person: Person, reason: str) -> None:
        actions.reactivate(by=request.user, person=person, reason=reason)

    return _with_reason(request, pk, change, _("Open the account again"), _("The person can sign in again."))


def _with_reason(
    request: StaffRequest, pk: int, change: Callable[[Person, str], None], heading: str, effect: str
) -> HttpResponse:
    person = _manageable(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change(person, form.cleaned_data["reason"])
        except REFUSALS as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Recorded: %(heading)s") % {"heading": heading})
            return redirect("accounts:person", pk=pk)
    context = {"person": person, "form": form, "heading": heading, "effect": effect}
    return render(request, "accounts/reason.html", context, status=422 if form.errors else 200)


def _manageable(request: StaffRequest, pk: int) -> Person:
    person = find(request, pk)
    if not queries.may_manage_account(request.user, person, on=timezone.localdate()):
        raise PermissionDenied
    return person
