"""Pages with one form that takes one action; who may keep what."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.period import fiscal_year_of
from zaitaku.core.accounts.access import StaffRequest
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import ChangedMeanwhile, RecordRefused
from zaitaku.core.records.views import as_it_stands
from zaitaku.programme.events.models import Session
from zaitaku.programme.library.queries.reach import kept_by

PER_PAGE = 50
MOST_EXPORTED = 20_000


def kept(request: StaffRequest) -> QuerySet[Organisation]:
    return kept_by(request.user, on=timezone.localdate())


def keeps(request: StaffRequest, owner: Organisation) -> bool:
    return kept(request).filter(pk=owner.pk).exists()


def sessions_to_choose(request: StaffRequest, chosen: int | None, *, years: int) -> QuerySet[Session]:
    """Of the last years, the newest first, and the one that was chosen."""
    recent = Q(series__fiscal_year__gte=fiscal_year_of(timezone.localdate()) - years) | Q(pk=chosen)
    found = Session.objects.filter(recent, series__owner__in=kept(request)).select_related("series")
    return found.order_by("-held_on", "-pk")


def asked_session(request: StaffRequest) -> int | None:
    """The session whose page led to the form of a new case or video."""
    return key_of(request.GET.get("session", ""))


def begun_with(request: StaffRequest, sessions: QuerySet[Session]) -> dict[str, int | None]:
    """What a new case or video is given at first: the session that was asked for, and its owner; else the owner where
    the person keeps things for one only."""
    asked = asked_session(request)
    session = sessions.filter(pk=asked).first() if asked else None
    if session is not None:
        return {"session": session.pk, "owner": session.series.owner_id}
    own = kept(request)[:2]
    return {"owner": own[0].pk if len(own) == 1 else None}


def form_page(
    request: StaffRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    heading: str,
    back: tuple[str | int, ...],
    to: Callable[[Any], tuple[str | int, ...]] | None = None,
    said: Callable[[Any], str] | None = None,
    row: Model | None = None,
    **more: Any,
) -> HttpResponse:
    """The form until the action is taken, then the page `to` (of what was done; `back` unless given). Where somebody
    else changed `row` meanwhile, it is shown as it stands now. `more` goes to the template: button, warning, section
    (documents, casebook, videos), danger, and the objects of the trail."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except RecordRefused as refused:
            if row is not None and isinstance(refused, ChangedMeanwhile):
                more["now"] = as_it_stands(form, row, refused)
            else:
                form.add_error(None, str(refused))
        else:
            messages.success(request, said(done) if said else _("Saved."))
            name, *keys = to(done) if to else back
            return redirect(str(name), *keys)
    name, *keys = back
    context = {"page_form": form, "heading": heading, "back_name": name, "back_key": keys[0] if keys else ""}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "library/form.html", {"button": _("Save")} | context | more, status=status)


def told_words(told: int) -> str:
    return _("Saved. Letters written: %(count)s.") % {"count": told} if told else _("Saved.")


def plain(row: Any) -> Any:
    """A value of an Excel cell: no moment with a time zone."""
    return timezone.localtime(row).strftime("%Y-%m-%d %H:%M") if row is not None else ""
