"""Sheets of paper keyed in, one after the other; these and answers by QR code can be discarded and brought back."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events.actions.collect_answers import (
    discard_response,
    enter_sheet,
    restore_response,
)
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import AnswerWay, CollectionStatus
from zaitaku.programme.events.forms.collecting import PaperAnswersForm, first_day
from zaitaku.programme.events.models import Collection, Item, Response
from zaitaku.programme.events.queries import collecting as queries
from zaitaku.programme.events.queries import questions as library
from zaitaku.programme.events.views.collecting import collection_or_404
from zaitaku.programme.events.views.reach import written

SHOWN = 20
PIECE = "X-Sheet"  # the script of the page sends it and gets the new row alone


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    one = collection_or_404(pk, written(request))
    items = library.items(one.questionnaire)
    channels = one.session.channels.order_by("position", "pk")
    is_piece = PIECE in request.headers
    if request.method != "POST":
        day = first_day(one.session.held_on, timezone.localdate())
        kept = {"received_on": request.GET.get("day") or day, "channel": request.GET.get("channel", "")}
        form = PaperAnswersForm(items=items, channels=channels, initial=kept | {"key": secrets.token_hex(16)})
        return _page(request, one, items, form)
    form = PaperAnswersForm(request.POST, items=items, channels=channels)
    if form.is_valid():
        try:
            made = enter_sheet(
                collection=one,
                channel=form.cleaned_data["channel"],
                key=form.cleaned_data["key"],
                answers=form.given(),
                received_on=form.cleaned_data["received_on"],
                by=request.user,
                now=timezone.now(),
            )
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            if is_piece:
                row = queries.sheets(one).get(pk=made.pk)
                context = {"row": row, "cells": cells(items, row), "is_open": True}
                return render(request, "events/questions/sheet_row.html", context)
            place = f"?channel={made.channel_id}&day={made.received_on}"
            return redirect(request.path + place)
    if is_piece:
        return render(request, "events/questions/sheet_problems.html", {"form": form}, status=422)
    return _page(request, one, items, form, status=422)


def _page(
    request: StaffRequest, one: Collection, items: list[Item], form: PaperAnswersForm, status: int = 200
) -> HttpResponse:
    rows = list(queries.sheets(one)[:SHOWN])
    context: dict[str, Any] = {
        "one": one,
        "session": one.session,
        "series": one.session.series,
        "form": form,
        "items": items,
        "next_number": (rows[0].number or 0) + 1 if rows else 1,
        "count": one.responses.filter(way=AnswerWay.PAPER, discarded_at=None).count(),
        "rows": [(row, cells(items, row)) for row in rows],
        "is_open": one.status == CollectionStatus.OPEN,
    }
    return render(request, "events/questions/paper.html", context, status=status)


def cells(items: list[Item], row: Response) -> list[str]:
    """What was keyed in, per question: digits, the number, or the beginning of the text."""
    found: dict[int, list[str]] = {}
    for answer in row.answers.all():
        text = answer.text[:20] + ("…" if len(answer.text) > 20 else "")
        if answer.option is not None:
            text = str(answer.option.position)
        elif answer.number is not None:
            text = format(answer.number.normalize(), "f")
        found.setdefault(answer.question_id, []).append(text)
    return [",".join(sorted(found.get(item.question_id, []))) for item in items]


@page(Permission.RECORD)
@require_GET
def sent(request: StaffRequest, pk: int) -> HttpResponse:
    """Answers by QR code, one by one, so that those of people who did not take part can be discarded."""
    one = collection_or_404(pk, written(request))
    items = library.items(one.questionnaire)
    rows = Paginator(queries.sent_from_venue(one), SHOWN).get_page(request.GET.get("page"))
    context = {
        "one": one,
        "session": one.session,
        "series": one.session.series,
        "items": items,
        "page": rows,
        "rows": [(row, cells(items, row)) for row in rows],
        "is_open": one.status == CollectionStatus.OPEN,
    }
    return render(request, "events/questions/sent.html", context)


@page(Permission.RECORD)
@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """`step` is restore to bring it back; anything else discards. Answers by personal link are one per person."""
    found = Response.objects.select_related("collection").exclude(way=AnswerWay.LINK)
    response = get_object_or_404(found, pk=pk, collection__session__series__owner__in=written(request))
    try:
        if request.POST.get("step") == "restore":
            restore_response(response=response, by=request.user)
            said = _("Sheet %(number)s counts again.") if response.number else _("The answer counts again.")
        else:
            discard_response(response=response, by=request.user, now=timezone.now())
            said = _("Sheet %(number)s was discarded and does not count.")
            if not response.number:
                said = _("The answer was discarded and does not count.")
        messages.success(request, said % {"number": response.number})
    except EventRefused as refused:
        messages.error(request, str(refused))
    if response.way == AnswerWay.QR:
        return redirect("events:sent_answers", response.collection_id)
    address = reverse("events:paper", args=[response.collection_id])
    return HttpResponseRedirect(f"{address}?channel={response.channel_id}&day={response.received_on}")
