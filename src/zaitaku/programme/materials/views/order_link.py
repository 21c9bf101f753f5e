"""Ordering without an account, behind a destination's private address: the form, the orders so far, their state."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zaitaku.core.pages.forms import new_key
from zaitaku.core.pages.views import is_too_often, private
from zaitaku.core.records.views import tried, try_to
from zaitaku.programme.materials.actions.orders import cancel_order, confirm_received, place_order
from zaitaku.programme.materials.choices import COMPLETED, OrderWay
from zaitaku.programme.materials.forms.orders import OrderForm
from zaitaku.programme.materials.models import Destination, Order
from zaitaku.programme.materials.queries import orders as queries

SHOWN = 6  # of the orders so far


def _place_or_404(key: str) -> Destination:
    """An address that was renewed, one of a place that has ended and one that never was are all the same."""
    found = queries.behind(key, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order_by_link(request: HttpRequest, key: str) -> HttpResponse:
    place, now = _place_or_404(key), timezone.now()
    offered = queries.offered_to(place)
    form = OrderForm(request.POST if request.method == "POST" else None, offered=offered, today=timezone.localdate(now))

    def act() -> None:
        sent = form.cleaned_data["key"]
        place_order(destination=place, key=sent, entry=form.entry(), way=OrderWay.LINK, by=None, now=now)

    status = 200
    if request.method == "POST":
        status = 422
        if is_too_often(request, "order"):
            form.add_error(None, _too_often())
            status = 429
        elif try_to(form, act):
            messages.success(request, _("We have received your order. Its state stands on this page."))
            return private(redirect("materials:order_by_link", key))
    context = {
        "place": place,
        "form": form,
        "key": key,
        "form_key": new_key() if form.errors.get("key") or not form.is_bound else request.POST.get("key", ""),
        "under_way": queries.orders_at(place).exclude(status__in=COMPLETED),
        "completed": queries.orders_at(place).filter(status__in=COMPLETED)[:SHOWN],
        "offered": offered,
    }
    return private(render(request, "materials/orders/link.html", context, status=status))


@never_cache
@require_POST
def cancel_by_link(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    found = _order_or_404(key, pk)
    if not _held_back(request):
        done = _("The order No. %(number)s was cancelled.") % {"number": pk}
        tried(request, lambda: cancel_order(order=found, by=None, now=timezone.now()), done)
    return private(redirect("materials:order_by_link", key))


@never_cache
@require_POST
def receive_by_link(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    found = _order_or_404(key, pk)
    if not _held_back(request):
        done = _("Thank you. The order No. %(number)s has arrived.") % {"number": pk}
        tried(request, lambda: confirm_received(order=found, by=None, now=timezone.now()), done)
    return private(redirect("materials:order_by_link", key))


def _order_or_404(key: str, pk: int) -> Order:
    return get_object_or_404(queries.orders_at(_place_or_404(key)), pk=pk)


def _held_back(request: HttpRequest) -> bool:
    if not is_too_often(request, "order"):
        return False
    messages.error(request, _too_often())
    return True


def _too_often() -> str:
    return _("Too much was sent from your network in a short time. Please wait ten minutes or telephone.")
