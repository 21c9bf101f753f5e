"""A form: made, set, copied, closed, and looked at as its senders see it."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.actions.adding import create_ready_form
from zaitaku.programme.returns.actions.asking import FormSettings, change_form, close_form
from zaitaku.programme.returns.actions.copying import copy_form
from zaitaku.programme.returns.actions.ready import SUPPORT_CENTRE
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.forms.asking import NewFormForm
from zaitaku.programme.returns.forms.months import shown_start
from zaitaku.programme.returns.forms.settings import CloseForm, CopyForm, PreviewForm, ReadyForm, SettingsForm
from zaitaku.programme.returns.models import Form
from zaitaku.programme.returns.queries.asked import asked_in
from zaitaku.programme.returns.queries.spells import first_free, next_start, start_before, start_of
from zaitaku.programme.returns.views.editing import about, entry
from zaitaku.programme.returns.views.reach import form_or_404, own_form_or_404, seen, written


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_form(request: StaffRequest) -> HttpResponse:
    asked = NewFormForm(request.POST or None, organisations=written(request))
    if asked.is_valid():
        data = asked.cleaned_data | {"rhythm": Rhythm(asked.cleaned_data["rhythm"])}
        try:
            made = actions.create_form(**data, by=request.user)
        except actions.FormRefused as refused:
            asked.add_error("code", str(refused))
        else:
            messages.success(request, _("“%(title)s” was added. Now add what it asks.") % {"title": made.title})
            return redirect("returns:elements", made.pk)
    context = {"page_form": asked, "heading": _("Add a form"), "button": _("Add it"), "ready": SUPPORT_CENTRE}
    return render(request, "returns/asking/new.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_ready_form(request: StaffRequest) -> HttpResponse:
    """The monthly form of a support centre, to be changed afterwards."""
    first = {"title": SUPPORT_CENTRE.title, "code": SUPPORT_CENTRE.code}
    asked = ReadyForm(request.POST or None, organisations=written(request), initial=first)
    if asked.is_valid():
        try:
            made = create_ready_form(ready=SUPPORT_CENTRE, **asked.cleaned_data, by=request.user)
        except actions.FormRefused as refused:
            asked.add_error("code", str(refused))
        else:
            messages.success(request, _("“%(title)s” was made. Change it as you need it.") % {"title": made.title})
            return redirect("returns:elements", made.pk)
    context = {"page_form": asked, "ready": SUPPORT_CENTRE, "back": reverse("returns:add")}
    return render(request, "returns/asking/ready.html", context, status=422 if asked.errors else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def settings(request: StaffRequest, pk: int) -> HttpResponse:
    form = own_form_or_404(pk, written(request))
    now = {name: getattr(form, name) for name in (*FormSettings.__slots__, "version")}
    asked = SettingsForm(request.POST or None, initial=now)
    return entry(
        request,
        asked,
        lambda data: change_form(form=form, settings=asked.settings(), expected=data["version"], by=request.user),
        back=reverse("returns:elements", args=[pk]),
        context=about(form, _("Settings"), _("Save")),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, pk: int) -> HttpResponse:
    form = own_form_or_404(pk, written(request))
    asked = CloseForm(request.POST or None, initial={"on": form.closed_on or timezone.localdate()})
    return entry(
        request,
        asked,
        lambda data: close_form(form=form, on=data["on"], by=request.user),
        back=reverse("returns:elements", args=[pk]),
        context=about(form, _("Close the form"), _("Save")),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    form = own_form_or_404(pk, written(request))
    first = {"title": _("%(title)s (copy)") % {"title": form.title[:180]}, "start": _current(form)}
    asked = CopyForm(request.POST or None, form=form, initial=first)
    if asked.is_valid():
        try:
            made = copy_form(form=form, **asked.cleaned_data, by=request.user)
        except actions.FormRefused as refused:
            asked.add_error("code", str(refused))
        else:
            messages.success(request, _("“%(title)s” was made. Change it as you need it.") % {"title": made.title})
            return redirect("returns:elements", made.pk)
    back = reverse("returns:elements", args=[pk])
    context = about(form, _("Copy the form"), _("Copy it"), page_form=asked, back=back)
    return render(request, "returns/asking/entry.html", context, status=422 if asked.errors else 200)


def _current(form: Form) -> date:
    """The first month that may be changed, else the one of today."""
    return first_free(form) or start_of(form.rhythm, timezone.localdate())


@page(Permission.VIEW_PROGRAMME)
@require_GET
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """As the sender sees it, in any month."""
    form = form_or_404(pk, seen(request))
    asked = PreviewForm(request.GET or {"month": shown_start(form.rhythm, _current(form))}, form=form)
    chosen = asked.cleaned_data["month"] if asked.is_valid() else None
    start = chosen or _current(form)
    context = {
        "form": form,
        "asked": asked,
        "start": start,
        "shown": shown_start(form.rhythm, start),
        "items": asked_in(form, start),
        "earlier": start_before(form.rhythm, start),
        "later": next_start(form.rhythm, start),
        "is_owner": written(request).filter(pk=form.owner_id).exists(),
    }
    return render(request, "returns/asking/preview.html", context)
