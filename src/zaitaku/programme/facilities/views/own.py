"""A group's own page, behind its private link; nobody signs in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zaitaku.analysis.listing import Stage
from zaitaku.core.pages.views import is_too_often, private
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import tried
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import confirm, hand_in
from zaitaku.programme.facilities.actions.publication import (
    end_group,
    give_consent,
    resume_group,
    withdraw_consent,
)
from zaitaku.programme.facilities.actions.requests import prove
from zaitaku.programme.facilities.choices import Way
from zaitaku.programme.facilities.forms.entry import initial_of
from zaitaku.programme.facilities.forms.public import OwnForm, SureForm
from zaitaku.programme.facilities.models import Group
from zaitaku.programme.facilities.queries import groups as queries
from zaitaku.programme.facilities.queries.compare import compared
from zaitaku.programme.facilities.views.meanwhile import refused_with


def own_or_404(key: str, *, proved: bool = True) -> Group:
    rows = queries.by_key(key)
    return get_object_or_404(rows.filter(proved_at__isnull=False) if proved else rows)


def _page(request: HttpRequest, name: str, found: Group, status: int = 200, **more: Any) -> HttpResponse:
    row = queries.rows_of([found], timezone.localdate())[0]
    context = {
        "group": found,
        "row": row,
        "lines": compared(found.current, found.pending),
        "is_public": row.listing == "listed",
        "is_asked": found.asked_stage > Stage.NONE,
        "contact": GroupContact.of(found),
    }
    return private(render(request, f"facilities/own/{name}.html", context | more, status=status))


def _too_often(request: HttpRequest) -> bool:
    if is_too_often(request, "groups"):
        messages.error(request, _("Too much came from your network in a short time. Please wait ten minutes."))
        return True
    return False


@never_cache
@require_safe
def mine(request: HttpRequest, key: str) -> HttpResponse:
    found = own_or_404(key, proved=False)
    return _page(request, "mine" if found.proved_at else "prove", found)


@never_cache
@require_POST
def send(request: HttpRequest, key: str) -> HttpResponse:
    """The request of the public form goes to the section: whoever presses has read the letter."""
    found = own_or_404(key, proved=False)
    if not _too_often(request):
        thanks = _("Thank you. We look through your entry and write to you.")
        tried(request, lambda: prove(group=found, now=timezone.now()), thanks)
    return private(redirect("facilities:my_group", key))


@never_cache
@require_POST
def confirm_mine(request: HttpRequest, key: str) -> HttpResponse:
    """Still right, in one tap."""
    found = own_or_404(key)
    now = timezone.now()
    if _too_often(request):
        return private(redirect("facilities:my_group", key))
    thanks = _("Thank you. Your entry was confirmed today.")
    tried(request, lambda: confirm(group=found, on=timezone.localdate(now), way=Way.LINK, by=None, now=now), thanks)
    return private(redirect("facilities:my_group", key))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    found = own_or_404(key)
    now = timezone.now()
    entry = found.pending or found.current
    if entry is None:
        return private(redirect("facilities:my_group", key))
    areas = queries.areas_for(found.directory, on=timezone.localdate(now), now=entry.area_id)
    initial = initial_of(GroupEntry.of(entry), GroupContact.of(found), found.version)
    form = OwnForm(request.POST or None, areas=areas, initial=initial)
    more = {}
    if request.method == "POST" and is_too_often(request, "groups"):
        form.add_error(None, _("Too much came from your network in a short time. Please wait ten minutes."))
    elif form.is_valid():
        try:
            held = hand_in(
                group=found,
                entry=form.entry(),
                contact=form.contact(),
                seen=form.cleaned_data["seen"] or 0,
                way=Way.LINK,
                by=None,
                now=now,
            )
        except RecordRefused as refused:
            more = refused_with(form, refused, lambda: own_or_404(key))
        else:
            _say_what_follows(request, held)
            return private(redirect("facilities:my_group", key))
    return _page(request, "change", found, status=422 if form.errors else 200, form=form, **more)


def _say_what_follows(request: HttpRequest, held: Group) -> None:
    if held.pending_id is not None and not held.returned_because:
        words = _(
            "Thank you. We look through your changes; until then the entry stays as it is, without the contacts that"
            " you corrected."
        )
        messages.success(request, words)
    else:
        messages.success(request, _("Thank you. Your entry was confirmed today."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks whether it is meant; agreeing again asks nothing."""
    found = own_or_404(key)
    if request.method != "POST":
        return _page(request, "consent", found, form=SureForm())
    if _too_often(request):
        return private(redirect("facilities:my_group", key))
    now = timezone.now()
    is_given = request.POST.get("step") == "give"
    act = give_consent if is_given else withdraw_consent
    words = _("Thank you for your agreement.") if is_given else _("Your entry was taken off the public list.")
    tried(request, lambda: act(group=found, on=timezone.localdate(now), way=Way.LINK, by=None, now=now), words)
    return private(redirect("facilities:my_group", key))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: str) -> HttpResponse:
    """The group has stopped, or goes on after all."""
    found = own_or_404(key)
    form = SureForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "end", found, status=422 if form.errors else 200, form=form)
    if _too_often(request):
        return private(redirect("facilities:my_group", key))
    now = timezone.now()
    today = timezone.localdate(now)

    def act() -> str:
        if request.POST.get("step") == "resume":
            resume_group(group=found, on=today, way=Way.LINK, by=None, now=now)
            return _("Welcome back. Your entry was confirmed today.")
        end_group(group=found, on=today, way=Way.LINK, note=form.cleaned_data["note"], by=None, now=now)
        return _("Thank you for telling us. Your entry was taken off the public list.")

    tried(request, act)
    return private(redirect("facilities:my_group", key))
