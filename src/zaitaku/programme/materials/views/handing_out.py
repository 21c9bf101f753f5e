"""A day's distribution to many destinations, who never got a title, and the table of kinds and years."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import pasting
from zaitaku.programme.materials.actions.handing_out import Portion, hand_out, latest_movement
from zaitaku.programme.materials.forms.handing_out import (
    MOST_ROWS,
    MOST_TITLES,
    GridFilter,
    GridForm,
    GridPasteForm,
    read_grid,
)
from zaitaku.programme.materials.forms.served import KindsFilter, ServedFilter
from zaitaku.programme.materials.models import Title
from zaitaku.programme.materials.queries.destinations import never_served
from zaitaku.programme.materials.queries.kind_table import KindTable, kind_table
from zaitaku.programme.materials.queries.stock import stocks
from zaitaku.programme.materials.views.reach import destinations_of_today, seen, settled, title_or_404, written
from zaitaku.reports import xlsx_list

PER_PAGE = 100


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def grid(request: StaffRequest) -> HttpResponse:
    """The filter stands in the address, so that what is sent meets the same grid again."""
    organisations, today = settled(written(request)), timezone.localdate()
    titles = Title.objects.filter(owner__in=organisations).order_by("name", "pk").prefetch_related("editions")
    filter_form = GridFilter(request.GET, titles=titles)
    asked = filter_form.cleaned_data if filter_form.is_valid() else {}
    chosen = list(asked.get("title") or titles[:1])[:MOST_TITLES]
    rows = destinations_of_today(organisations)
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("never"):
        for title in chosen:
            rows = rows.filter(pk__in=never_served(title, organisations, since=None, kind="", on=today).values("pk"))
    count = rows.count()
    form = GridForm(
        request.POST or None,
        destinations=list(rows[:MOST_ROWS]),
        titles=chosen,
        today=today,
        initial={"on": today, "seen": latest_movement()},
    )
    if form.is_valid():
        try:
            made = hand_out(
                portions=form.portions(),
                on=form.cleaned_data["on"],
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved: %(count)s distributions.") % {"count": len(made)})
            return redirect("materials:titles")
    kept = stocks(chosen, on=today)
    context: dict[str, Any] = {"page_form": form, "filter": filter_form}
    context["columns"] = [(title, edition, kept.get(title.pk)) for title, edition in form.columns()]
    context |= {"count": count, "most": MOST_ROWS, "has_titles": bool(chosen)}
    return render(request, "materials/hand_out.html", context, status=422 if form.is_bound else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste_grid(request: StaffRequest) -> HttpResponse:
    organisations, today = settled(written(request)), timezone.localdate()
    form = GridPasteForm(request.POST or None, today=today, initial={"on": today, "seen": latest_movement()})
    titles = Title.objects.filter(owner__in=organisations).order_by("pk").prefetch_related("editions")

    def save(found: list[list[Portion]]) -> HttpResponse:
        portions = [one for line in found for one in line]
        data = form.cleaned_data
        made = hand_out(portions=portions, on=data["on"], seen=data["seen"], by=request.user)
        messages.success(request, _("Saved: %(count)s distributions.") % {"count": len(made)})
        return redirect("materials:titles")

    block: list[list[str]] = form.cleaned_data["block"] if form.is_valid() else []
    head = next((cells for cells in block if any(cells)), [])
    context = {
        "columns": [_("Destination"), *[text for text in head[1:] if text]],
        "heading": _("Paste a distribution from Excel"),
        "save_label": _("Hand these out"),
    }
    return pasting(
        request,
        "materials/paste_grid.html",
        context,
        form=form,
        read=lambda cells: read_grid(cells, titles=titles, destinations=destinations_of_today(organisations)),
        save=save,
    )


@page(Permission.VIEW_PROGRAMME)
@require_GET
def unserved(request: StaffRequest, pk: int) -> HttpResponse:
    organisations = settled(seen(request))
    title = title_or_404(pk, organisations)
    form = ServedFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    since, kind = asked.get("since"), asked.get("kind") or ""
    rows = never_served(title, organisations, since=since, kind=kind, on=timezone.localdate())
    context = {
        "title": title,
        "filter": form,
        "since": since,
        "kind": kind,
        "listed": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_write": written(request).filter(pk=title.owner_id).exists(),
    }
    return render(request, "materials/unserved.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def unserved_xlsx(request: StaffRequest, pk: int) -> HttpResponse:
    organisations = settled(seen(request))
    title = title_or_404(pk, organisations)
    form = ServedFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = never_served(
        title, organisations, since=asked.get("since"), kind=asked.get("kind") or "", on=timezone.localdate()
    )
    rows: list[list[xlsx_list.Value]] = [
        [one.name, one.get_kind_display(), one.postal_code, one.address, one.last_on] for one in found
    ]
    heads = [_("Name"), _("Kind"), _("Postal code"), _("Address"), _("Last served on")]
    return workbook([xlsx_list.ListSheet(_("Never served"), heads, rows)], f"never-served-{pk}")


@page(Permission.VIEW_PROGRAMME)
@require_GET
def kinds(request: StaffRequest) -> HttpResponse:
    form, table = _kinds(request)
    return render(request, "materials/kinds.html", {"filter": form, "table": table})


@page(Permission.VIEW_PROGRAMME)
@require_GET
def kinds_xlsx(request: StaffRequest) -> HttpResponse:
    _form, table = _kinds(request)
    lines = [*table.rows, *([table.total] if table.total else [])]
    rows: list[list[xlsx_list.Value]] = [[one.label, *one.copies, one.rest, one.total] for one in lines]
    heads = [_("Destination"), *[_("FY%(year)s") % {"year": year} for year in table.years], _("Other years")]
    return workbook([xlsx_list.ListSheet(_("By destination"), [*heads, _("Total")], rows)], "by-destination")


def _kinds(request: StaffRequest) -> tuple[KindsFilter, KindTable]:
    titles = Title.objects.filter(owner__in=settled(seen(request))).order_by("name", "pk")
    form = KindsFilter(request.GET, titles=titles)
    chosen = form.cleaned_data["title"] if form.is_valid() else None
    return form, kind_table(titles.filter(pk=chosen.pk) if chosen else titles)
