"""What may be ordered, the private addresses, and who asks to become a destination."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import private
from zaitaku.core.records.views import tried, try_to
from zaitaku.programme.materials.actions import order_links as actions
from zaitaku.programme.materials.actions.order_letters import private_address
from zaitaku.programme.materials.choices import DestinationKind
from zaitaku.programme.materials.forms.order_links import OfferForm, WishAnswerForm, WishRefusalForm
from zaitaku.programme.materials.models import DestinationWish, Offer, OrderLink, Title
from zaitaku.programme.materials.queries import orders as queries
from zaitaku.programme.materials.views.order_reach import owners, place_or_404
from zaitaku.reports.qr import qr_picture


@page(Permission.RECORD)
@require_GET
def offers(request: StaffRequest) -> HttpResponse:
    """Every title with how it may be ordered."""
    titles = Title.objects.filter(owner__in=owners(request)).select_related("offer", "owner").order_by("name", "pk")
    return render(request, "materials/orders/offers.html", {"titles": titles})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    title: Title = get_object_or_404(Title.objects.select_related("owner"), pk=pk, owner__in=owners(request))
    now = Offer.objects.filter(title=title).first() or Offer(title=title)
    start = {name: getattr(now, name) for name in ("purpose", "bundle", "largest", "is_open")}
    form = OfferForm(request.POST or None, initial=start)
    if try_to(form, lambda: actions.offer_title(title=title, **form.cleaned_data, by=request.user)):
        messages.success(request, _("Saved."))
        return redirect("materials:offers")
    context = {"page_form": form, "title": title, "heading": _("Ordering of “%(title)s”") % {"title": title}}
    context["button"] = _("Save")
    return render(request, "materials/orders/offer.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@never_cache
@require_GET
def order_link(request: StaffRequest, pk: int) -> HttpResponse:
    """The address of a destination, as text and as a code; how it was told."""
    place = place_or_404(request, pk)
    link = OrderLink.objects.filter(destination=place).first()
    address = private_address(link) if link else ""
    context = {"place": place, "link": link, "address": address, "qr": qr_picture(address) if address else ""}
    return private(render(request, "materials/orders/order_link.html", context))


@page(Permission.RECORD)
@require_POST
def make_order_link(request: StaffRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    done = _("The address works from now on.")
    tried(request, lambda: actions.link_of(destination=place, by=request.user, now=timezone.now()), done)
    return redirect("materials:order_link", pk)


@page(Permission.RECORD)
@require_POST
def renew_order_link(request: StaffRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    done = _("There is a new address; the earlier one does not work any more.")
    tried(request, lambda: actions.renew_link(destination=place, by=request.user, now=timezone.now()), done)
    return redirect("materials:order_link", pk)


@page(Permission.RECORD)
@require_POST
def send_order_link(request: StaffRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    done = _("The letter with the address is on its way.")
    tried(request, lambda: actions.send_link(destination=place, by=request.user, now=timezone.now()), done)
    return redirect("materials:order_link", pk)


@page(Permission.RECORD)
@require_GET
def wishes(request: StaffRequest) -> HttpResponse:
    return render(request, "materials/orders/wishes.html", {"wishes": queries.open_wishes(owners(request))[:200]})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def wish(request: StaffRequest, pk: int) -> HttpResponse:
    """One of them, with the answer."""
    found: DestinationWish = get_object_or_404(queries.open_wishes(owners(request)), pk=pk)
    form = WishAnswerForm(request.POST or None)

    def act() -> None:
        kind = DestinationKind(form.cleaned_data["kind"])
        actions.grant_wish(wish=found, kind=kind, by=request.user, now=timezone.now())

    if try_to(form, act):
        messages.success(request, _("“%(name)s” can order from now on.") % {"name": found.organisation})
        return redirect("materials:orders")
    context = {"wish": found, "form": form, "refusal_form": WishRefusalForm()}
    return render(request, "materials/orders/wish.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_POST
def refuse_wish(request: StaffRequest, pk: int) -> HttpResponse:
    found: DestinationWish = get_object_or_404(queries.open_wishes(owners(request)), pk=pk)
    form = WishRefusalForm(request.POST)

    def act() -> None:
        actions.refuse_wish(wish=found, **form.cleaned_data, by=request.user, now=timezone.now())

    if try_to(form, act):
        messages.success(request, _("Saved."))
        return redirect("materials:orders")
    context = {"wish": found, "form": WishAnswerForm(), "refusal_form": form}
    return render(request, "materials/orders/wish.html", context, status=422)
