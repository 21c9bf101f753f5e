"""Orders of guidebooks as their owner sees them: the list, one order, and its steps."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.views import tried, try_to
from zaitaku.programme.materials.actions import order_steps as steps
from zaitaku.programme.materials.actions.orders import confirm_received
from zaitaku.programme.materials.choices import TO_DELIVER, OrderStatus
from zaitaku.programme.materials.forms.order_steps import GrantForm, SeenForm, SendForm, StepReasonForm
from zaitaku.programme.materials.forms.orders import ListForm
from zaitaku.programme.materials.models import Order, Title
from zaitaku.programme.materials.queries import orders as queries
from zaitaku.programme.materials.views.order_reach import order_or_404, owners
from zaitaku.reports.xlsx_list import ListSheet

PER_PAGE = 50
MOST_ROWS = 20_000


def _list_form(request: StaffRequest) -> ListForm:
    titles = Title.objects.filter(owner__in=owners(request)).order_by("name", "pk")
    return ListForm(request.GET, titles=titles)


@page(Permission.RECORD)
@never_cache
@require_GET
def orders(request: StaffRequest) -> HttpResponse:
    form = _list_form(request)
    asked = form.cleaned_data if form.is_valid() else {}
    reach = owners(request)
    counts = queries.counts(reach, asked)
    listed = Paginator(queries.listed_orders(reach, asked), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("status", "page"):
        query.pop(name, None)
    context = {
        "listed": listed,
        "filter": form,
        "tabs": [(state.value, state.label, counts[state]) for state in OrderStatus if state in counts],
        "all": sum(counts.values()),
        "chosen": asked.get("status", ""),
        "narrowing": query.urlencode(),
        "is_narrowed": any(asked.values()),
        "wishes": queries.open_wishes(reach).count(),
        "to_deliver": sum(counts.get(state, 0) for state in TO_DELIVER),
    }
    return render(request, "materials/orders/list.html", context)


@page(Permission.RECORD)
@require_GET
def export_orders(request: StaffRequest) -> HttpResponse:
    """The list as it is narrowed, a row for each line; contacts stay here."""
    form = _list_form(request)
    found = queries.listed_orders(owners(request), form.cleaned_data if form.is_valid() else {})
    columns = [
        pgettext("order", "Number"),
        pgettext("order", "Requested on"),
        _("Destination"),
        _("Kind of destination"),
        pgettext("order", "Came by"),
        _("State"),
        _("Guidebook"),
        _("Edition"),
        pgettext("order", "Asked for"),
        pgettext("order", "Granted copies"),
        _("Reason if fewer"),
        _("Wanted by"),
        pgettext("order", "Sent on"),
    ]
    rows = [
        (
            order.pk,
            timezone.localdate(order.requested_at),
            order.goes_to.name,
            order.goes_to.get_kind_display(),
            order.get_way_display(),
            order.get_status_display(),
            line.title.name,
            line.edition.name if line.edition else "",
            line.asked,
            line.granted,
            line.reason,
            order.wanted_by,
            order.sent_on,
        )
        for order in found[:MOST_ROWS]
        for line in order.lines.all()
    ]
    return workbook([ListSheet(_("Orders"), columns, rows)], _("Orders"))


@page(Permission.RECORD)
@never_cache
@require_GET
def order(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, order_or_404(request, pk))


def _page(request: StaffRequest, found: Order, **bound: forms.Form) -> HttpResponse:
    """The order with the forms of the steps that come next; `bound` are those that were sent and refused."""
    today = timezone.localdate()
    lines = list(found.lines.all())
    context: dict[str, Any] = {
        "order": found,
        "lines": lines,
        "steps": queries.steps_of(found),
        "may_grant": found.status in (OrderStatus.REQUESTED, OrderStatus.GRANTED),
        "may_send": found.status in TO_DELIVER,
        "may_decline": found.status in steps.OPEN,
        "may_undo": found.status in (OrderStatus.SENT, OrderStatus.RECEIVED),
        "reason_form": StepReasonForm(),
        "send_form": SendForm(today=today, initial={"on": today}),
    }
    if context["may_grant"]:
        shelves = queries.shelves([line.title for line in lines], on=today, without=found)
        form = bound.get("grant_form")
        context["grant_form"] = form = form if isinstance(form, GrantForm) else _grant_form(found, shelves)
        context["grant_rows"] = [(*row, shelves[row[0].title_id]) for row in form.rows()]
    return render(request, "materials/orders/order.html", context | bound, status=422 if bound else 200)


def _grant_form(found: Order, shelves: Mapping[int, queries.Shelf], data: Any = None) -> GrantForm:
    lines = list(found.lines.all())
    editions = queries.editions_of([line.title_id for line in lines])
    return GrantForm(data, lines=lines, editions=editions, shelves=shelves)


def _stepped(request: StaffRequest, pk: int, name: str, form: forms.Form, act: Callable[[], Order]) -> HttpResponse:
    """Back to the order; with what was refused, as it stands now."""
    if try_to(form, act):
        messages.success(request, _("Saved."))
        return redirect("materials:order", pk)
    return _page(request, order_or_404(request, pk), **{name: form})


@page(Permission.RECORD)
@require_POST
def grant_order(request: StaffRequest, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    titles = [line.title for line in found.lines.all()]
    form = _grant_form(found, queries.shelves(titles, on=timezone.localdate(), without=found), request.POST)

    def act() -> Order:
        version = form.cleaned_data["version"]
        return steps.grant_order(
            order=found, lines=form.granted(), by=request.user, version=version, now=timezone.now()
        )

    return _stepped(request, pk, "grant_form", form, act)


@page(Permission.RECORD)
@require_POST
def decline_order(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = order_or_404(request, pk), StepReasonForm(request.POST)

    def act() -> Order:
        return steps.decline_order(order=found, **form.cleaned_data, by=request.user, now=timezone.now())

    return _stepped(request, pk, "decline_form", form, act)


@page(Permission.RECORD)
@require_POST
def send_order(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = order_or_404(request, pk), SendForm(request.POST, today=timezone.localdate())

    def act() -> Order:
        return steps.send_order(order=found, **form.cleaned_data, by=request.user, now=timezone.now())

    return _stepped(request, pk, "send_form", form, act)


@page(Permission.RECORD)
@require_POST
def undo_sending(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = order_or_404(request, pk), StepReasonForm(request.POST)

    def act() -> Order:
        return steps.undo_sending(order=found, **form.cleaned_data, by=request.user, now=timezone.now())

    return _stepped(request, pk, "undo_form", form, act)


@page(Permission.RECORD)
@require_POST
def pack_order(request: StaffRequest, pk: int) -> HttpResponse:
    return _pressed(request, pk, steps.pack_order)


@page(Permission.RECORD)
@require_POST
def unpack_order(request: StaffRequest, pk: int) -> HttpResponse:
    return _pressed(request, pk, steps.unpack_order)


@page(Permission.RECORD)
@require_POST
def receive_order(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody telephoned that it has arrived."""
    found = order_or_404(request, pk)
    tried(request, lambda: confirm_received(order=found, by=request.user, now=timezone.now()), _("Saved."))
    return redirect("materials:order", pk)


def _pressed(request: StaffRequest, pk: int, act: Callable[..., Order]) -> HttpResponse:
    found, form = order_or_404(request, pk), SeenForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data["version"]
        tried(request, lambda: act(order=found, by=request.user, version=version, now=timezone.now()), _("Saved."))
    else:
        messages.error(request, _("The page is out of date. Open it again."))
    return redirect("materials:order", pk)
