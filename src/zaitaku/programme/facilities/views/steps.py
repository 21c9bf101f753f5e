"""What the section decides about a group, or writes down for it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.views import tried
from zaitaku.programme.facilities.actions import letters
from zaitaku.programme.facilities.actions.groups import approve, confirm, hand_back
from zaitaku.programme.facilities.actions.publication import (
    end_group,
    forget_contacts,
    give_consent,
    renew_link,
    resume_group,
    send_link,
    withdraw_consent,
)
from zaitaku.programme.facilities.choices import Way
from zaitaku.programme.facilities.forms.staff import DayForm, EndForm, ReasonForm
from zaitaku.programme.facilities.models import Group
from zaitaku.programme.facilities.views.groups import shown
from zaitaku.programme.facilities.views.reach import group_or_404, written


def _done(request: StaffRequest, pk: int, act: Callable[[], object], words: str) -> HttpResponse:
    """A refusal is told on the page of the group, where everything stands as it was."""
    tried(request, act, words)
    return redirect("facilities:group", pk)


@page(Permission.RECORD)
@require_POST
def approve_entry(request: StaffRequest, pk: int) -> HttpResponse:
    found = group_or_404(pk, written(request))
    entry = key_of(request.POST.get("seen", "")) or 0
    now = timezone.now()
    return _done(
        request, pk, lambda: approve(group=found, seen=entry, by=request.user, now=now), _("The entry was approved.")
    )


@page(Permission.RECORD)
@never_cache
@require_POST
def hand_back_entry(request: StaffRequest, pk: int) -> HttpResponse:
    found = group_or_404(pk, written(request))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return shown(request, found, status=422, reason_form=form)
    data, now = form.cleaned_data, timezone.now()
    words = _("The entry was handed back.")
    if not found.contact_email:
        words = _("The entry was handed back. There is no e-mail address: please telephone the group.")
    return _done(
        request,
        pk,
        lambda: hand_back(group=found, seen=data["seen"], reason=data["reason"], by=request.user, now=now),
        words,
    )


@page(Permission.RECORD)
@never_cache
@require_POST
def confirm_entry(request: StaffRequest, pk: int) -> HttpResponse:
    """Told by telephone."""
    found = group_or_404(pk, written(request))
    form = DayForm(request.POST, auto_id="confirm_%s")
    if not form.is_valid():
        return shown(request, found, status=422, confirm_form=form)
    on, way = form.cleaned_data["on"], Way(form.cleaned_data["way"])
    now = timezone.now()
    return _done(
        request,
        pk,
        lambda: confirm(group=found, on=on, way=way, by=request.user, now=now),
        _("The confirmation was written down."),
    )


@page(Permission.RECORD)
@never_cache
@require_POST
def consent(request: StaffRequest, pk: int) -> HttpResponse:
    """The button says whether the agreement was given or withdrawn."""
    found = group_or_404(pk, written(request))
    form = DayForm(request.POST, auto_id="consent_%s")
    if not form.is_valid():
        return shown(request, found, status=422, consent_form=form)
    on, way = form.cleaned_data["on"], Way(form.cleaned_data["way"])
    act = withdraw_consent if request.POST.get("step") == "withdraw" else give_consent
    words = _("The agreement was withdrawn.") if act is withdraw_consent else _("The agreement was written down.")
    now = timezone.now()
    return _done(request, pk, lambda: act(group=found, on=on, way=way, by=request.user, now=now), words)


@page(Permission.RECORD)
@never_cache
@require_POST
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """The button says whether the group ended or goes on."""
    found = group_or_404(pk, written(request))
    form = EndForm(request.POST, auto_id="end_%s")
    if not form.is_valid():
        return shown(request, found, status=422, end_form=form)
    data, now = form.cleaned_data, timezone.now()
    on, way = data["on"], Way(data["way"])

    def act() -> Group:
        if request.POST.get("step") == "resume":
            return resume_group(group=found, on=on, way=way, by=request.user, now=now)
        return end_group(group=found, on=on, way=way, note=data["note"], by=request.user, now=now)

    return _done(request, pk, act, _("Saved."))


@page(Permission.RECORD)
@require_POST
def link(request: StaffRequest, pk: int) -> HttpResponse:
    """Once more the same link, or a new one where the old came into wrong hands."""
    found = group_or_404(pk, written(request))
    now = timezone.now()
    if request.POST.get("step") == "renew":
        renew_link(group=found, by=request.user, now=now)
        messages.success(request, _("The old link opens nothing any more."))
    elif letters.was_written_to(found, now=now):
        messages.info(request, _("A letter went there within the last ten minutes; none was sent again."))
        return redirect("facilities:group", pk)
    else:
        send_link(group=found, by=request.user, now=now)
    if found.contact_email:
        messages.success(request, _("The link is on its way to %(address)s.") % {"address": found.contact_email})
    else:
        messages.error(request, _("There is no e-mail address of a contact person. Nothing was sent."))
    return redirect("facilities:group", pk)


@page(Permission.RECORD)
@require_POST
def forget(request: StaffRequest, pk: int) -> HttpResponse:
    found = group_or_404(pk, written(request))
    now = timezone.now()
    return _done(
        request,
        pk,
        lambda: forget_contacts(group=found, by=request.user, now=now),
        _("Names, telephones and addresses were removed."),
    )
