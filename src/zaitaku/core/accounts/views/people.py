"""The people an administrator reaches: the list, one person, an invitation."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts import actions, queries
from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for, page
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.forms import InviteForm, MembershipForm, NewPasswordForm
from zaitaku.core.accounts.models import Person

PER_PAGE = 50


@require_GET
@page(Permission.MANAGE_PEOPLE)
def people(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "role", "state")}
    found = queries.matching(
        queries.people_for(request.user, on=today),
        words=asked["q"],
        role=asked["role"],
        state=asked["state"],
        on=today,
    )
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for one in listed:
        one.held = [m for m in one.memberships.all() if m.holds_on(today)]  # type: ignore[attr-defined]
    states = [("active", _("Active")), ("closed", _("Closed")), ("no_factor", _("Without a second factor"))]
    context = {"listed": listed, "asked": asked, "roles": Role.choices, "states": states}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@page(Permission.MANAGE_PEOPLE)
def invite(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    reach = organisations_for(request.user, Permission.MANAGE_PEOPLE, on=today)
    form = InviteForm(request.POST or None, organisations=reach, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            person, token = actions.invite(by=request.user, days=settings.INVITATION_DAYS, **form.cleaned_data)
        except actions.AlreadyInvited:
            reason = _("Somebody has this address already. Look for that person in the list and add the role there.")
            form.add_error("email", reason)
        else:
            return show_link(request, person, token)
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


def show_link(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The one moment at which the link can be read: only its digest is kept."""
    link = settings.BASE_URL.rstrip("/") + reverse("accounts:invitation", args=[token])
    context = {"person": person, "link": link, "days": settings.INVITATION_DAYS}
    return render(request, "accounts/link.html", context)


@require_GET
@page(Permission.MANAGE_PEOPLE)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    return render(request, "accounts/person.html", person_context(request, find(request, pk)))


def find(request: StaffRequest, pk: int) -> Person:
    return get_object_or_404(queries.people_for(request.user, on=timezone.localdate()), pk=pk)


def person_context(request: StaffRequest, one: Person, **forms: Any) -> dict[str, Any]:
    """Only roles within reach are shown, and only those have an end to set."""
    today = timezone.localdate()
    reach = organisations_for(request.user, Permission.MANAGE_PEOPLE, on=today)
    memberships = one.memberships.filter(organisation__in=reach).select_related("organisation")
    invitation = one.invitations.filter(ended_at=None).first()
    return {
        "person": one,
        "memberships": memberships.order_by("-valid_from", "pk"),
        "may_manage": queries.may_manage_account(request.user, one, on=today),
        "invitation": invitation if invitation and invitation.is_open(timezone.now()) else None,
        "today": today,
        "form": MembershipForm(organisations=reach, initial={"valid_from": today}),
    } | forms


@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open to whoever has the link: choose a password, then sign in with it."""
    try:
        invited = actions.open_invitation(token).person
        form = NewPasswordForm(request.POST or None, person=invited)
        if request.method == "POST" and form.is_valid():
            actions.accept_invitation(token=token, password=form.cleaned_data["password"])
            messages.success(request, _("The password is set. Sign in with it now."))
            return redirect("account_login")
    except actions.InvitationInvalid:
        return render(request, "accounts/invitation_invalid.html", status=410)
    context = {"form": form, "person": invited}
    return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)
