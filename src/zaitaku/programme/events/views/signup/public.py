"""What people without an account see: the form of a channel, and their own entry behind its private link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.pages.views import download, is_too_often, private
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.signup import cancel_sign_up, change_sign_up, sign_up
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, new_key
from zaitaku.programme.events.actions.signup_refusals import AlreadySignedUp, KeyRefused
from zaitaku.programme.events.choices import SignUpWay
from zaitaku.programme.events.forms.signup import ChangeForm, SignUpForm
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.queries import signup as queries
from zaitaku.programme.events.views.signup.calendar import calendar_of
from zaitaku.programme.events.views.signup.context import public_about
from zaitaku.reports import ical

TAKES = (queries.Door.OPEN, queries.Door.WAITING)


def invited_or_404(request: HttpRequest, pk: int) -> Channel:
    """What the portal does not show is found only by the address that was given out."""
    channel: Channel = get_object_or_404(queries.open_to_public(), pk=pk)
    seal = queries.seal_of(channel)
    if seal and not constant_time_compare(request.GET.get("to", ""), seal):
        raise Http404
    return channel


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, pk: int) -> HttpResponse:
    channel = invited_or_404(request, pk)
    now = timezone.now()
    page_form = SignUpForm(request.POST or None, channel=channel, today=timezone.localdate(now))
    if request.method != "POST":
        return _form_page(request, channel, page_form)
    if is_too_often(request, "sign_up"):
        page_form.add_error(None, _too_often())
        return _form_page(request, channel, page_form, status=429)
    if not page_form.is_valid():
        return _form_page(request, channel, page_form, status=422)
    entry = page_form.entry()
    try:
        made = sign_up(
            channel=channel, key=str(page_form.cleaned_data["key"]), entry=entry, way=SignUpWay.WEB, by=None, now=now
        )
    except AlreadySignedUp as twin:  # no refusal: the letter with the link has been written
        return _form_page(request, channel, page_form, already=str(twin))
    except EventRefused as refused:
        page_form.add_error(None, str(refused))
        key = new_key() if isinstance(refused, KeyRefused) else ""
        return _form_page(request, queries.open_to_public().get(pk=pk), page_form, status=422, key=key)
    if made.created_at != now and SignUpEntry.of(made) != entry.tidied():
        messages.info(request, _("This form was sent before. To correct the entry choose “Change”."))
    return redirect("events:my_sign_up", made.key)


def _form_page(
    request: HttpRequest,
    channel: Channel,
    page_form: SignUpForm,
    *,
    status: int = 200,
    already: str = "",
    key: str = "",
) -> HttpResponse:
    door = queries.door(channel, timezone.now())
    context = public_about(channel, door) | {
        "takes": door in TAKES and not already,
        "already": already,
        "form": page_form,
        "key": key or page_form.key_or_new(),
    }
    answer = render(request, "events/signup/form.html", context, status=status)
    return private(answer) if context["seal"] else answer


def _own(key: str) -> SignUp:
    return get_object_or_404(queries.by_key(key), removed_at=None)


@never_cache
@require_GET
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """The confirmation page and the private link are the same page."""
    return private(render(request, "events/signup/mine.html", _context(_own(key))))


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    own = _own(key)
    now = timezone.now()
    page_form = ChangeForm(request.POST or None, sign_up=own, today=timezone.localdate(now))
    if request.method == "POST" and is_too_often(request, "sign_up"):
        page_form.add_error(None, _too_often())
    elif page_form.is_valid():
        try:
            change_sign_up(sign_up=own, entry=page_form.entry(), by=None, now=now)
        except EventRefused as refused:
            page_form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your entry was changed."))
            return redirect("events:my_sign_up", key)
    status = 422 if request.method == "POST" else 200
    return private(render(request, "events/signup/change.html", _context(own) | {"form": page_form}, status=status))


@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks whether it is meant."""
    own = _own(key)
    refusal = ""
    if request.method == "POST":
        try:
            cancel_sign_up(sign_up=own, by=None, now=timezone.now())
        except EventRefused as refused:
            refusal = str(refused)
        else:
            return redirect("events:my_sign_up", key)
    context = _context(own) | {"refusal": refusal}
    return private(render(request, "events/signup/cancel.html", context, status=422 if refusal else 200))


@never_cache
@require_GET
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The day for one's own calendar."""
    own = _own(key)
    made = calendar_of(own)
    if made is None:
        return redirect("events:my_sign_up", key)
    return private(download(made, "event.ics", ical.CONTENT_TYPE))


def _context(own: SignUp) -> dict[str, object]:
    door = queries.door(own.channel, timezone.now())
    return public_about(own.channel, door) | {
        "sign_up": own,
        "may_change": own.is_live and door not in (queries.Door.CALLED_OFF, queries.Door.PAST),
        "place": queries.place_in_line(own),
        "has_day": queries.beginning(own.channel) is not None,
    }


def _too_often() -> str:
    return _("Too many entries came from your network in a short time. Please wait ten minutes or telephone.")
