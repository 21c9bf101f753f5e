"""The register of destinations."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Organisation, exists_on
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.actions import ChangedMeanwhile, RecordRefused
from zaitaku.core.records.forms import ReadLine
from zaitaku.core.records.views import as_it_stands, pasting, tried, try_to
from zaitaku.programme.materials.actions import destinations as actions
from zaitaku.programme.materials.actions.destinations import DestinationEntry
from zaitaku.programme.materials.forms.destinations import (
    DestinationFilter,
    DestinationForm,
    DestinationsForm,
    MergeForm,
    columns,
    read_destinations,
)
from zaitaku.programme.materials.queries import destinations as queries
from zaitaku.programme.materials.queries.orders import orders_at
from zaitaku.programme.materials.views.reach import destination_or_404, seen, settled, written
from zaitaku.reports import xlsx_list

PER_PAGE = 50
ORDERS = 10  # the latest ones on a destination's page


@page(Permission.VIEW_PROGRAMME)
@require_GET
def destinations(request: StaffRequest) -> HttpResponse:
    organisations = settled(seen(request))
    form = DestinationFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.listed_destinations(organisations, asked, on=timezone.localdate())
    context = {
        "listed": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "filter": form,
        "is_narrowed": any(asked.values()),
        "may_add": written(request).exists(),
    }
    return render(request, "materials/destinations/list.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def destinations_xlsx(request: StaffRequest) -> HttpResponse:
    """With contacts for those only who may write in the register."""
    form = DestinationFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    mine = set(written(request).values_list("pk", flat=True))
    rows: list[list[xlsx_list.Value]] = []
    for one in queries.listed_destinations(seen(request), asked, on=timezone.localdate()):
        people = [one.contact, one.phone, one.email, one.note] if one.owner_id in mine else ["", "", "", ""]
        address = [one.name, one.get_kind_display(), one.postal_code, one.address]
        rows.append([*address, *people, one.copies or 0, one.last_on, one.owner.name])
    heads = [*columns(), _("Copies in all"), _("Last served on"), _("Owner")]
    return workbook([xlsx_list.ListSheet(_("Destinations"), heads, rows)], "destinations")


@page(Permission.VIEW_PROGRAMME)
@require_GET
def destination(request: StaffRequest, pk: int) -> HttpResponse:
    organisations = settled(seen(request))
    found = destination_or_404(pk, organisations)
    movements = queries.movements_at(found, organisations)
    may_write = written(request).filter(pk=found.owner_id).exists()
    context = {
        "destination": found,
        "totals": queries.totals_at(found, organisations),
        "listed": Paginator(movements, PER_PAGE).get_page(request.GET.get("page")),
        "doubles": found.doubles.order_by("name", "pk"),
        "may_write": may_write,
        "orders": orders_at(found)[:ORDERS] if may_write else (),
    }
    return render(request, "materials/destinations/page.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_destination(request: StaffRequest) -> HttpResponse:
    owners = written(request)
    form = DestinationForm(
        request.POST or None,
        owners=owners,
        organisations=_organisations(request),
        initial={"valid_from": timezone.localdate()},
    )

    def add() -> None:
        owner = form.cleaned_data["owner"]
        actions.add_destinations(owner=owner, entries=[form.entry()], by=request.user)

    if try_to(form, add, "name"):
        messages.success(request, _("“%(name)s” was added.") % {"name": form.cleaned_data["name"]})
        return redirect("materials:destinations")
    context = {"page_form": form, "heading": _("Add a destination"), "button": _("Add it")}
    return render(request, "materials/destinations/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_destination(request: StaffRequest, pk: int) -> HttpResponse:
    found = destination_or_404(pk, written(request))
    form = DestinationForm(
        request.POST or None, owners=written(request), organisations=_organisations(request), destination=found
    )
    now = None
    if form.is_valid():
        seen_version = form.cleaned_data["seen"]
        try:
            actions.change_destination(destination=found, entry=form.entry(), seen=seen_version, by=request.user)
        except ChangedMeanwhile as refused:
            now = as_it_stands(form, found, refused)
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("materials:destination", pk)
    context = {"page_form": form, "heading": _("Change the destination"), "button": _("Save"), "destination": found}
    return render(request, "materials/destinations/form.html", context | {"now": now})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def merge_destination(request: StaffRequest, pk: int) -> HttpResponse:
    found = destination_or_404(pk, written(request))
    others = (
        queries.register(Organisation.objects.filter(pk=found.owner_id))
        .exclude(pk=pk)
        .order_by(queries.KIND_ORDER, "name", "pk")
    )
    form = MergeForm(request.POST or None, others=others)

    def merge() -> None:
        actions.merge_destinations(double=found, into=form.cleaned_data["into"], by=request.user)

    if try_to(form, merge):
        messages.success(request, _("Merged. What both got counts for this one."))
        return redirect("materials:destination", form.cleaned_data["into"].pk)
    context = {"page_form": form, "heading": _("Merge a double"), "button": _("Merge"), "destination": found}
    return render(request, "materials/destinations/form.html", context)


@page(Permission.RECORD)
@require_POST
def separate_destination(request: StaffRequest, pk: int) -> HttpResponse:
    found = destination_or_404(pk, written(request))
    done = _("It stands for itself again.")
    tried(request, lambda: actions.separate_destination(destination=found, by=request.user), done)
    return redirect("materials:destination", pk)


@page(Permission.RECORD)
@require_POST
def remove_contact(request: StaffRequest, pk: int) -> HttpResponse:
    found = destination_or_404(pk, written(request))
    actions.remove_contact(destination=found, by=request.user)
    messages.success(request, _("The contact person, telephone and e-mail address were removed."))
    return redirect("materials:destination", pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste_destinations(request: StaffRequest) -> HttpResponse:
    owners = written(request)
    form = DestinationsForm(
        request.POST or None, owners=owners, initial={"valid_from": timezone.localdate(), "owner": owners.first()}
    )

    def read(block: Sequence[Sequence[str]]) -> list[ReadLine[DestinationEntry]]:
        owner = Organisation.objects.filter(pk=form.cleaned_data["owner"].pk)
        known = queries.register(owner).values_list("name", "address")
        return read_destinations(block, valid_from=form.cleaned_data["valid_from"], known=known)

    def save(found: list[DestinationEntry]) -> HttpResponse:
        made = actions.add_destinations(owner=form.cleaned_data["owner"], entries=found, by=request.user)
        messages.success(request, _("Added: %(count)s destinations.") % {"count": len(made)})
        return redirect("materials:destinations")

    context = {"columns": columns(), "heading": _("Paste destinations from Excel"), "save_label": _("Add these")}
    return pasting(request, "materials/destinations/paste.html", context, form=form, read=read, save=save)


def _organisations(request: StaffRequest) -> QuerySet[Organisation]:
    """Whom a destination can belong to: the organisations of today that the person knows of."""
    return seen(request).filter(exists_on(timezone.localdate())).order_by("kind", "code")
