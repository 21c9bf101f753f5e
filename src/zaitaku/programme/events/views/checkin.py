"""The door: the list to tick off, and what the helpers' devices send and ask for.

Every step is a form that works by itself. A device with scripts sends the same forms in the background and gets JSON.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import new_key
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.actions import EventRefused
from zaitaku.programme.events.actions import checkin as actions
from zaitaku.programme.events.actions.walk_ins import change_walk_in
from zaitaku.programme.events.forms.checkin import ArriveForm, CorrectForm, KeyForm, PeopleForm, WalkInForm
from zaitaku.programme.events.models import Channel, CheckIn, SignUp
from zaitaku.programme.events.queries import checkin as queries
from zaitaku.programme.events.queries.signup import residence_areas
from zaitaku.programme.events.views.reach import channel_or_404, written


class FormRefused(RecordRefused):
    """What was typed cannot be read."""

    def __init__(self, form: forms.Form) -> None:
        error = next(iter(form.errors.values()))
        super().__init__(str(error[0]))
        self.form = form


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def door(request: StaffRequest, pk: int) -> HttpResponse:
    channel = channel_or_404(pk, written(request))
    if request.method == "GET":
        return _page(request, channel)
    step = STEPS.get(request.POST.get("do", ""))
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    try:
        said = step(request, channel) if step else _unknown()
    except RecordRefused as refused:
        if wants_json:
            return JsonResponse({"ok": False, "message": str(refused)}, status=422)
        if isinstance(refused, FormRefused) and isinstance(refused.form, WalkInForm):
            return _page(request, channel, refused.form)
        messages.error(request, str(refused))
    else:
        if wants_json:
            return JsonResponse({"ok": True, "message": said, "state": queries.state(channel)})
        messages.success(request, said)
    return redirect(f"{reverse('events:door', args=[pk])}?{_asked(request)}")


def _asked(request: StaffRequest) -> str:
    """Search and filter go on after a step."""
    return urlencode({name: request.GET[name] for name in ("q", "show") if request.GET.get(name)})


def _unknown() -> str:
    raise EventRefused(_("This step is not known. Reload the page."))


def _clean(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise FormRefused(form)
    return form.cleaned_data


def _arrive(request: StaffRequest, channel: Channel) -> str:
    data = _clean(ArriveForm(request.POST))
    sign_up = SignUp.objects.select_related("channel__session").filter(pk=data["sign_up"]).first()
    if sign_up is None or sign_up.channel.session_id != channel.session_id:
        raise EventRefused(_("There is no such sign-up in this session. Reload the page."))
    row = actions.check_in(channel=channel, by=request.user, now=timezone.now(), **(data | {"sign_up": sign_up}))
    return _said(row, data["key"], sign_up.name or f"No.{sign_up.number}")


def _walk_in(request: StaffRequest, channel: Channel) -> str:
    data = _clean(_walk_in_form(channel, request.POST))
    row = actions.check_in(channel=channel, by=request.user, now=timezone.now(), **data)
    return _said(row, data["key"], row.name or _("Walk-in"))


def _said(row: CheckIn, key: str, who: str) -> str:
    words = {"who": who, "people": row.people, "time": f"{timezone.localtime(row.at):%H:%M}", "by": row.by.name}
    if row.undone_at is not None:
        return _("%(who)s: this check-in was undone meanwhile.") % words
    if row.key != key:
        return _("%(who)s was checked in already at %(time)s by %(by)s.") % words
    return _("%(who)s came (%(people)s).") % words


def _undo(request: StaffRequest, channel: Channel) -> str:
    actions.undo_check_in(check_in=_of_key(channel, KeyForm(request.POST)), by=request.user, now=timezone.now())
    return _("The check-in was undone.")


def _people(request: StaffRequest, channel: Channel) -> str:
    form = PeopleForm(request.POST)
    check_in = _of_key(channel, form)
    row = actions.change_people(check_in=check_in, people=form.cleaned_data["people"], by=request.user)
    return _("Now %(people)s people.") % {"people": row.people}


def _correct(request: StaffRequest, channel: Channel) -> str:
    form = CorrectForm(request.POST, **_asking(channel))
    check_in = _of_key(channel, form)
    change_walk_in(check_in=check_in, by=request.user, **form.said())
    return _("The walk-in was corrected.")


def _of_key(channel: Channel, form: forms.Form) -> CheckIn:
    """Of this session: whoever stands at the wrong door is undone at the right one."""
    key = _clean(form)["key"]
    rows = CheckIn.objects.select_related("channel").filter(channel__session=channel.session_id)
    row = rows.filter(key=key).first()
    if row is None:
        raise EventRefused(_("There is no such check-in. Reload the page."))
    return row


def _close(request: StaffRequest, channel: Channel) -> str:
    row = actions.close_door(channel=channel, by=request.user)
    return _("The door is closed: %(people)s people, final.") % {"people": int(row.value or 0)}


STEPS: dict[str, Callable[[StaffRequest, Channel], str]] = {
    "arrive": _arrive,
    "walk_in": _walk_in,
    "undo": _undo,
    "people": _people,
    "correct": _correct,
    "close": _close,
}


def _asking(channel: Channel) -> dict[str, Any]:
    series = channel.session.series
    return {"series": series, "areas": residence_areas(series, channel.day or timezone.localdate())}


def _walk_in_form(channel: Channel, data: Any = None) -> WalkInForm:
    return WalkInForm(data, **_asking(channel), initial={"key": new_key()})


def _correct_form(request: StaffRequest, channel: Channel) -> CorrectForm | None:
    """Of the walk-in with ?correct=<key>."""
    asked = KeyForm({"key": request.GET.get("correct", "")})
    rows = channel.check_ins.filter(sign_up=None, undone_at=None, removed_at=None)
    row = rows.filter(key=asked.cleaned_data["key"]).first() if asked.is_valid() else None
    return CorrectForm.of(row, **_asking(channel)) if row else None


def _page(request: StaffRequest, channel: Channel, form: WalkInForm | None = None) -> HttpResponse:
    found = queries.door(channel)
    asked, show = request.GET.get("q", "")[:100], request.GET.get("show", "")
    counted = queries.recorded(channel)
    people = actions.people_in(channel)
    is_correcting = isinstance(form, CorrectForm)
    context = {
        "channel": channel,
        "session": channel.session,
        "series": channel.session.series,
        "sections": [
            (name, heading, [_shown(line, channel, asked, show) for line in lines])
            for name, heading, lines in (
                ("expected", _("Signed up here"), found.expected),
                ("walk_ins", _("Walk-ins"), found.walk_ins),
                ("others", _("Other channels, waiting list, cancelled"), found.others),
            )
        ],
        "q": asked,
        "show": show,
        "people": people,
        "seats": queries.seats_expected(channel),
        "counted": counted,
        "is_own_count": counted is not None and counted.value is not None and counted.value != people,
        "is_closed": counted is not None and not counted.is_open,
        "form": form if form and not is_correcting else _walk_in_form(channel),
        "correct_form": form if is_correcting else _correct_form(request, channel),
        "new_key": new_key,
        "version": queries.version(channel),
    }
    return render(request, "events/attendance/door.html", context, status=422 if form else 200)


def _shown(line: queries.Line, channel: Channel, asked: str, show: str) -> dict[str, Any]:
    """A line of the page; hidden ones are there still, for the search of the device."""
    hidden = (show == "open" and line.check_in is not None) or not queries.is_found(line.words, asked)
    elsewhere = line.check_in is not None and line.check_in.channel_id != channel.pk
    warning = actions.warning_for(channel, line.sign_up) if line.sign_up else ""
    return {"line": line, "is_hidden": hidden, "is_elsewhere": elsewhere, "warning": warning, "key": new_key()}


@page(Permission.RECORD)
@never_cache
@require_GET
def door_state(request: StaffRequest, pk: int) -> HttpResponse:
    """What changed since `since`; 204 for nothing."""
    channel = channel_or_404(pk, written(request))
    if request.GET.get("since") == queries.version(channel):
        return HttpResponse(status=204)
    return JsonResponse(queries.state(channel))
