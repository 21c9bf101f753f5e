"""Around the list of participants: as Excel, the public link with its QR code, and the draw."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.lottery import drawn_order
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import workbook
from zaitaku.programme.events.actions.admission import draw_lottery
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.signup_desk import list_taken
from zaitaku.programme.events.choices import Admission, Need
from zaitaku.programme.events.models import Lottery, SignUp
from zaitaku.programme.events.queries import signup as queries
from zaitaku.programme.events.views.reach import channel_or_404, written
from zaitaku.programme.events.views.signup.public import invited_or_404
from zaitaku.programme.events.views.signup.staff import channel_context
from zaitaku.reports.qr import qr_picture
from zaitaku.reports.xlsx_list import ListSheet, Value


@page(Permission.RECORD)
@never_cache
@require_GET
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody, cancelled ones too; texts are never formulas."""
    channel = channel_or_404(pk, written(request))
    columns = [
        pgettext("letter", "Reception number"),
        _("State"),
        pgettext("person", "Name"),
        _("Reading of your name"),
        pgettext("letter", "People"),
        _("Telephone number"),
        _("E-mail address"),
        _("Profession"),
        _("Office or workplace"),
        _("What we should prepare for you"),
        _("More about it"),
        _("Where you live"),
        _("Age"),
        _("Received by"),
        _("Received at"),
    ]
    rows = [_row(one) for one in queries.participants(channel)]
    list_taken(channel=channel, form="xlsx", rows=len(rows), by=request.user)
    sheet = ListSheet(f"{channel.session.label} {channel.label}", columns, rows)
    return workbook([sheet], f"sign-ups-{channel.pk}")


def _row(one: SignUp) -> list[Value]:
    labels = dict(Need.choices)
    return [
        one.number,
        one.get_status_display(),
        one.name,
        one.kana,
        one.seats,
        one.phone,
        one.email,
        one.get_profession_display(),
        one.office,
        "、".join(str(labels.get(need, need)) for need in one.needs),
        one.needs_text,
        one.area.name if one.area else "",
        one.get_age_group_display(),
        one.get_way_display(),
        f"{timezone.localtime(one.created_at):%Y-%m-%d %H:%M}",
    ]


@page(Permission.RECORD)
@require_GET
def link(request: StaffRequest, pk: int) -> HttpResponse:
    """The address of the public form, to be copied or printed with its QR code."""
    channel = channel_or_404(pk, written(request))
    address = settings.BASE_URL.rstrip("/") + reverse("events:sign_up", args=[pk])
    if seal := queries.seal_of(channel):
        address += f"?to={seal}"
    is_open = queries.open_to_public().filter(pk=pk).exists()
    context = channel_context(channel) | {"address": address, "qr": qr_picture(address), "is_open": is_open}
    return render(request, "events/signup/link.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def lottery(request: StaffRequest, pk: int) -> HttpResponse:
    channel = channel_or_404(pk, written(request))
    refusal = ""
    if request.method == "POST":
        try:
            outcome = draw_lottery(channel=channel, by=request.user, now=timezone.now())
        except EventRefused as refused:
            refusal = str(refused)
        else:
            told = {"seated": outcome.seated, "rest": outcome.waiting + outcome.not_drawn}
            messages.success(request, _("Drawn: %(seated)s entries have seats, %(rest)s have not.") % told)
            return redirect("events:lottery", pk)
    found = queries.lottery_of(channel)
    closes = queries.closing(channel)
    context = channel_context(channel) | {
        "refusal": refusal,
        "lottery": found,
        "entered": queries.counts(channel).get("entered", (0, 0)),
        "is_lottery": channel.admission == Admission.LOTTERY,
        "may_draw": bool(found and not found.drawn_at and closes and timezone.now() >= closes),
        "closes_at": closes,
        "seal": queries.seal_of(channel),
    }
    return render(request, "events/signup/lottery.html", context, status=422 if refusal else 200)


@require_GET
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """For anybody, after the draw: the order by number, and how to repeat it. No names."""
    channel = invited_or_404(request, pk)
    found = get_object_or_404(Lottery, channel=channel, drawn_at__isnull=False)
    entries = queries.drawn_entries(channel)
    order = [(number, *entries[number]) for number in drawn_order(entries, seed=found.seed)]
    context = {"series": channel.session.series, "session": channel.session, "channel": channel}
    return render(request, "events/signup/draw.html", context | {"lottery": found, "order": order})
