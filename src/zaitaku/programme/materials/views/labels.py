"""Address labels for any of the destinations: of a kind, of a name, never served."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import download
from zaitaku.programme.materials.actions.order_papers import labels_taken
from zaitaku.programme.materials.forms.order_steps import LabelForm
from zaitaku.programme.materials.forms.orders import PlaceForm
from zaitaku.programme.materials.models import Destination, Title
from zaitaku.programme.materials.queries import order_papers as papers
from zaitaku.programme.materials.queries import orders as queries
from zaitaku.programme.materials.views.order_reach import owners
from zaitaku.reports import labels

PER_PAGE = 50
MOST = 2000  # labels in one file


@page(Permission.RECORD)
@never_cache
@require_GET
def place_labels(request: StaffRequest) -> HttpResponse:
    return _page(request, LabelForm())


@page(Permission.RECORD)
@require_POST
def print_labels(request: StaffRequest) -> HttpResponse:
    """All destinations of the list as it is narrowed; the address of this page carries what narrows it."""
    form = LabelForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    every, narrowing = _asked(request)
    asked = narrowing.cleaned_data if narrowing.is_valid() else {}
    places = list(queries.narrowed_places(every, asked)[:MOST])
    if not places:
        form.add_error(None, _("There is no destination to print."))
        return _page(request, form)
    now, with_code = timezone.now(), form.cleaned_data["with_code"]
    links = labels_taken(places=places, with_code=with_code, by=request.user, now=now)
    made = labels.render(
        [papers.place_label(place, links.get(place.pk, "")) for place in places],
        per_sheet=int(form.cleaned_data["per_sheet"]),
        first=form.cleaned_data["first"],
        created=now,
    )
    return download(made, f"{_('Address labels')}.pdf", labels.CONTENT_TYPE)


def _page(request: StaffRequest, form: LabelForm) -> HttpResponse:
    places, narrowing = _asked(request)
    asked = narrowing.cleaned_data if narrowing.is_valid() else {}
    listed = Paginator(queries.narrowed_places(places, asked), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"filter": narrowing, "listed": listed, "form": form, "most": MOST, "narrowing": query.urlencode()}
    return render(request, "materials/orders/labels.html", context, status=422 if form.errors else 200)


def _asked(request: StaffRequest) -> tuple[QuerySet[Destination], PlaceForm]:
    """Every destination in reach, and what narrows them."""
    reach = owners(request)
    titles = Title.objects.filter(owner__in=reach).order_by("name", "pk")
    return queries.places_of(reach, on=timezone.localdate()), PlaceForm(request.GET, titles=titles)
