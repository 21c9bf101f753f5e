"""The participants of a channel, for those who record for its owner."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.signup import cancel_sign_up, change_sign_up, sign_up
from zaitaku.programme.events.actions.signup_desk import list_taken, send_link, told_by_telephone
from zaitaku.programme.events.actions.signup_entry import new_key
from zaitaku.programme.events.actions.signup_restore import restore_sign_up
from zaitaku.programme.events.choices import LIVE, SignUpStatus, SignUpWay
from zaitaku.programme.events.forms.signup import ChangeForm, ListForm, StaffSignUpForm
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.queries import signup as queries
from zaitaku.programme.events.views.reach import channel_or_404, written
from zaitaku.programme.events.views.signup.context import about

PER_PAGE = 50


def channel_context(channel: Channel) -> dict[str, object]:
    door = queries.door(channel, timezone.now())
    return about(channel, door) | {"takes_staff": door in queries.TAKES_FROM_STAFF}


@page(Permission.RECORD)
@never_cache
@require_GET
def sign_ups(request: StaffRequest, pk: int) -> HttpResponse:
    channel = channel_or_404(pk, written(request))
    form = ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    listed = Paginator(queries.listed(channel, asked), PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(channel)
    context = channel_context(channel)
    context |= {
        "listed": listed,
        "to_tell": queries.to_be_telephoned(channel)[:PER_PAGE] if context["takes_staff"] else (),
        "filter": form,
        "is_narrowed": any(asked.values()),
        "counts": [(SignUpStatus(state).label, *counts[state]) for state in SignUpStatus if state in counts],
        "needs": queries.needs_of(channel),
        "lottery": queries.lottery_of(channel),
        "is_professional": channel.session.series.audience != "residents",
    }
    return render(request, "events/signup/sign_ups.html", context)


@page(Permission.RECORD)
@never_cache
@require_GET
def print_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody with a seat, then who waits, on paper."""
    channel = channel_or_404(pk, written(request))
    everybody = list(queries.participants(channel).filter(status__in=LIVE))
    list_taken(channel=channel, form="print", rows=len(everybody), by=request.user)
    groups = [
        (SignUpStatus(state).label, [one for one in everybody if one.status == state])
        for state in (SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.ENTERED)
    ]
    context = channel_context(channel) | {
        "groups": [(label, rows, sum(one.seats for one in rows)) for label, rows in groups if rows],
        "needs": queries.needs_of(channel),
        "is_professional": channel.session.series.audience != "residents",
    }
    return render(request, "events/signup/print.html", context)


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody telephoned, stood at the counter, or sent a fax."""
    channel = channel_or_404(pk, written(request))
    form = StaffSignUpForm(request.POST or None, channel=channel, today=timezone.localdate())
    if form.is_valid():
        try:
            made = sign_up(
                channel=channel,
                key=str(form.cleaned_data["key"]),
                entry=form.entry(),
                way=SignUpWay(form.cleaned_data["way"]),
                by=request.user,
                now=timezone.now(),
            )
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            told = {"number": made.number, "name": made.name, "state": made.get_status_display()}
            messages.success(request, _("No. %(number)s %(name)s: %(state)s") % told)
            again = request.POST.get("again") == "on"
            return redirect("events:add_sign_up" if again else "events:sign_ups", pk)
    context = channel_context(channel) | {"form": form, "key": form.key_or_new() if form.is_bound else new_key()}
    return render(request, "events/signup/add.html", context, status=422 if form.errors else 200)


def _sign_up_or_404(request: StaffRequest, pk: int) -> SignUp:
    rows = SignUp.objects.select_related("channel__session__series__owner", "area")
    return get_object_or_404(rows, pk=pk, channel__session__series__owner__in=written(request))


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """One entry: what was written, what happened to it, and the form to change it."""
    found = _sign_up_or_404(request, pk)
    today = timezone.localdate()
    form = ChangeForm(request.POST or None, sign_up=found, today=today, is_staff=True)
    if form.is_valid():
        try:
            change_sign_up(sign_up=found, entry=form.entry(), by=request.user, now=timezone.now())
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:staff_sign_up", pk)
    context = channel_context(found.channel) | {
        "sign_up": found,
        "form": form,
        "place": queries.place_in_line(found),
        "steps": found.steps.select_related("by"),
        "may_change": found.is_live and found.removed_at is None,
    }
    return render(request, "events/signup/one.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    found = _sign_up_or_404(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            cancel_sign_up(sign_up=found, by=request.user, now=timezone.now())
        except EventRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("No. %(number)s was cancelled.") % {"number": found.number})
            return redirect("events:sign_ups", found.channel_id)
    context = channel_context(found.channel) | {"sign_up": found, "refusal": refusal}
    return render(request, "events/signup/staff_cancel.html", context, status=422 if refusal else 200)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    found = _sign_up_or_404(request, pk)
    try:
        back = restore_sign_up(sign_up=found, by=request.user, now=timezone.now())
    except EventRefused as refused:
        messages.error(request, str(refused))
    else:
        told = {"number": back.number, "name": back.name, "state": back.get_status_display()}
        messages.success(request, _("No. %(number)s %(name)s: %(state)s") % told)
    return redirect("events:staff_sign_up", pk)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def told(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody telephoned; the person is ticked off."""
    found = _sign_up_or_404(request, pk)
    told_by_telephone(sign_up=found, by=request.user, now=timezone.now())
    messages.success(request, _("No. %(number)s %(name)s: told.") % {"number": found.number, "name": found.name})
    return redirect("events:sign_ups", found.channel_id)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def link_again(request: StaffRequest, pk: int) -> HttpResponse:
    """For somebody who lost the letter."""
    found = _sign_up_or_404(request, pk)
    if send_link(sign_up=found, by=request.user, now=timezone.now()):
        messages.success(request, _("The link is on its way to %(address)s.") % {"address": found.email})
    elif found.email and found.is_live:
        messages.info(request, _("A letter went there within the last ten minutes; none was sent again."))
    else:
        messages.error(request, _("There is no e-mail address in this entry, or it is cancelled. Nothing was sent."))
    return redirect("events:staff_sign_up", pk)
