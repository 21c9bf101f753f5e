"""Answering without an account: by personal link, or by the address that hangs at the venue."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.pages.views import is_too_often, private
from zaitaku.programme.events.actions.collect_answers import (
    AlreadyAnswered,
    Closed,
    receive,
    receive_by_link,
)
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import AnswerWay
from zaitaku.programme.events.forms.collecting import AnswerForm
from zaitaku.programme.events.models import Collection, Invitation
from zaitaku.programme.events.queries import collecting as queries
from zaitaku.programme.events.queries import questions as library

_RELATED = ("session__series", "questionnaire")


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """The personal link of somebody who came; a check-in that was undone has none."""
    related = ("check_in__channel", "channel", *(f"collection__{name}" for name in _RELATED))
    found = Invitation.objects.select_related(*related)
    link = get_object_or_404(found, key=key, check_in__undone_at=None)
    if link.is_answered:
        return _said(request, link.collection, "done")
    form = AnswerForm(
        request.POST if request.method == "POST" else None, items=library.items(link.collection.questionnaire)
    )

    def act() -> HttpResponse:
        receive_by_link(invitation=link, key=form.cleaned_data["key"], answers=form.given(), now=timezone.now())
        return redirect("events:answer", key)

    return _answered(request, link.collection, form, act)


@never_cache
@require_http_methods(["GET", "POST"])
def answer_at_venue(request: HttpRequest, key: str) -> HttpResponse:
    collection = get_object_or_404(Collection.objects.select_related(*_RELATED), key=key)
    if not collection.takes_qr:
        return _said(request, collection, queries.Stage.CLOSED)
    channels = collection.session.channels.order_by("position", "pk")
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        items=library.items(collection.questionnaire),
        channels=channels,
    )

    def act() -> HttpResponse:
        receive(
            collection=collection,
            channel=form.cleaned_data["channel"],
            way=AnswerWay.QR,
            key=form.cleaned_data["key"],
            answers=form.given(),
            now=timezone.now(),
        )
        return redirect("events:answer_thanks", key)

    return _answered(request, collection, form, act)


@never_cache
@require_GET
def answer_thanks(request: HttpRequest, key: str) -> HttpResponse:
    collection = get_object_or_404(Collection.objects.select_related(*_RELATED), key=key)
    return _said(request, collection, "thanks")


def _answered(
    request: HttpRequest, collection: Collection, form: AnswerForm, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """The form, or after a POST what came of it; errors keep what was entered."""
    stage = queries.stage(collection, timezone.localdate())
    if stage is not queries.Stage.OPEN and (request.method != "POST" or stage is queries.Stage.EARLY):
        return _said(request, collection, stage)
    status = 200
    if request.method == "POST":
        status = 422
        if is_too_often(request, "answer"):
            form.add_error(None, _("Too many answers came from your network in a short time. Please wait ten minutes."))
            status = 429
        elif form.is_valid():
            try:
                return act()
            except (AlreadyAnswered, Closed) as refused:
                return _said(request, collection, "closed" if isinstance(refused, Closed) else "done")
            except EventRefused as refused:
                form.add_error(None, str(refused))
        elif form.errors.get("key"):
            form.add_error(None, form.errors["key"][0])
    sent = request.POST.get("key", "")
    key = sent if form.is_bound and not form.errors.get("key") else secrets.token_hex(16)
    context = {
        "one": collection.questionnaire,
        "session": collection.session,
        "series": collection.session.series,
        "form": form,
        "key": key,
        "closes_on": collection.closes_on,
    }
    return private(render(request, "events/questions/answer.html", context, status=status))


def _said(request: HttpRequest, collection: Collection, what: str) -> HttpResponse:
    """`what`: done (the link was used), thanks (sent from the venue), early, closed."""
    context = {
        "what": what,
        "session": collection.session,
        "series": collection.session.series,
        "key": collection.key if what == "thanks" else "",
        "takes": collection.takes_qr and queries.takes_answers(collection, timezone.localdate()),
        "begins": queries.first_day(collection.session) if what == queries.Stage.EARLY else None,
    }
    return private(render(request, "events/questions/said.html", context))
