"""Orders that came by telephone, fax or at the counter, entered by the owner."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import new_key
from zaitaku.core.records.views import try_to
from zaitaku.programme.materials.actions.orders import place_order
from zaitaku.programme.materials.choices import OrderWay
from zaitaku.programme.materials.forms.orders import OrderForm, PlaceForm
from zaitaku.programme.materials.models import Order
from zaitaku.programme.materials.queries import orders as queries
from zaitaku.programme.materials.views.order_reach import owners, place_or_404

PER_PAGE = 30


@page(Permission.RECORD)
@never_cache
@require_GET
def choose_place(request: StaffRequest) -> HttpResponse:
    """Who orders."""
    form = PlaceForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    places = queries.narrowed_places(queries.places_of(owners(request), on=timezone.localdate()), asked)
    listed = Paginator(places, PER_PAGE).get_page(request.GET.get("page"))
    context = {"listed": listed, "filter": form, "is_narrowed": any(asked.values())}
    return render(request, "materials/orders/choose_place.html", context)


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def add_order(request: StaffRequest, pk: int) -> HttpResponse:
    place, today = place_or_404(request, pk), timezone.localdate()
    offered = queries.offered_to(place, also_closed=True)
    start = {"contact": place.contact, "phone": place.phone}
    form = OrderForm(request.POST or None, offered=offered, today=today, is_staff=True, initial=start)
    made: list[Order] = []

    def act() -> None:
        data = form.cleaned_data
        way = OrderWay(data["way"])
        made.append(
            place_order(
                destination=place, key=data["key"], entry=form.entry(), way=way, by=request.user, now=timezone.now()
            )
        )

    if request.method == "POST" and try_to(form, act):
        messages.success(request, _("The order No. %(number)s was entered.") % {"number": made[0].pk})
        return redirect("materials:order", made[0].pk)
    context = {"place": place, "form": form, "key": request.POST.get("key") or new_key()}
    return render(request, "materials/orders/add.html", context, status=422 if form.errors else 200)
