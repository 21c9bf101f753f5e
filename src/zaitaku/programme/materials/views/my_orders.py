"""Ordering by somebody who is signed in, for a destination of the own organisation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for, page
from zaitaku.core.accounts.queries import own_organisations
from zaitaku.core.pages.forms import new_key
from zaitaku.core.records.views import tried, try_to
from zaitaku.programme.materials.actions.order_links import ask_for_destination
from zaitaku.programme.materials.actions.orders import cancel_order, confirm_received, place_order
from zaitaku.programme.materials.choices import OrderWay
from zaitaku.programme.materials.forms.order_links import WishForm
from zaitaku.programme.materials.forms.orders import OrderForm
from zaitaku.programme.materials.models import Order
from zaitaku.programme.materials.queries import orders as queries
from zaitaku.programme.materials.views.order_reach import own_order_or_404

PER_PAGE = 20


@page(Permission.RECORD)
@never_cache
@require_GET
def my_orders(request: StaffRequest) -> HttpResponse:
    """Where one may order for, and the orders so far; who has nowhere yet is asked to have it made."""
    today = timezone.localdate()
    places = queries.mine(request.user, on=today)
    listed = Paginator(queries.orders_of(places), PER_PAGE).get_page(request.GET.get("page"))
    own = own_organisations(request.user, on=today)
    context = {
        "places": places,
        "listed": listed,
        "wishes": queries.wishes_of(own),
        "may_ask": queries.owners_near(own).exists(),
    }
    return render(request, "materials/orders/mine.html", context)


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def add_my_order(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    place = get_object_or_404(queries.mine(request.user, on=today), pk=pk)
    start = {"contact": request.user.name}
    form = OrderForm(request.POST or None, offered=queries.offered_to(place), today=today, initial=start)
    made: list[Order] = []

    def act() -> None:
        key, now = form.cleaned_data["key"], timezone.now()
        entry, way = form.entry(), OrderWay.ACCOUNT
        made.append(place_order(destination=place, key=key, entry=entry, way=way, by=request.user, now=now))

    if request.method == "POST" and try_to(form, act):
        messages.success(request, _("The order No. %(number)s was entered.") % {"number": made[0].pk})
        return redirect("materials:my_order", made[0].pk)
    context = {"place": place, "form": form, "key": request.POST.get("key") or new_key()}
    return render(request, "materials/orders/add_mine.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@never_cache
@require_GET
def my_order(request: StaffRequest, pk: int) -> HttpResponse:
    found = own_order_or_404(request, pk)
    context = {"order": found, "lines": found.lines.all(), "steps": queries.steps_of(found)}
    return render(request, "materials/orders/my_order.html", context)


@page(Permission.RECORD)
@require_POST
def cancel_my_order(request: StaffRequest, pk: int) -> HttpResponse:
    found = own_order_or_404(request, pk)
    done = _("The order No. %(number)s was cancelled.") % {"number": pk}
    tried(request, lambda: cancel_order(order=found, by=request.user, now=timezone.now()), done)
    return redirect("materials:my_order", pk)


@page(Permission.RECORD)
@require_POST
def receive_my_order(request: StaffRequest, pk: int) -> HttpResponse:
    found = own_order_or_404(request, pk)
    done = _("Thank you. The order No. %(number)s has arrived.") % {"number": pk}
    tried(request, lambda: confirm_received(order=found, by=request.user, now=timezone.now()), done)
    return redirect("materials:my_order", pk)


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def ask_for_place(request: StaffRequest) -> HttpResponse:
    """Asked once: afterwards the organisation orders like everybody else."""
    today = timezone.localdate()
    reach = organisations_for(request.user, Permission.RECORD, on=today)
    own = own_organisations(request.user, on=today) & reach
    form = WishForm(request.POST or None, organisations=own, owners=queries.owners_near(own))

    def act() -> None:
        ask_for_destination(**form.cleaned_data, by=request.user, now=timezone.now())

    if request.method == "POST" and try_to(form, act):
        messages.success(request, _("You have asked. When you are entered, you can order here."))
        return redirect("materials:my_orders")
    return render(request, "materials/orders/ask.html", {"form": form}, status=422 if form.errors else 200)
