"""The list of forms, and one form: who has sent what for which month."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns import actions, queries
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.forms.asking import FilterForm, SheetForm, YearForm
from zaitaku.programme.returns.models import Return
from zaitaku.programme.returns.views.reach import direct_or_404, form_or_404, may_send, seen, written

PER_PAGE = 50
MONTHS = (*range(4, 13), 1, 2, 3)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def form_list(request: StaffRequest) -> HttpResponse:
    organisations = seen(request)
    asked_form = FilterForm(request.GET, organisations=organisations)
    asked = asked_form.cleaned_data if asked_form.is_valid() else {}
    listed = Paginator(queries.listed_forms(organisations, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "listed": listed,
        "filter": asked_form,
        "may_add": written(request).exists(),
        "is_narrowed": any(asked.values()),
    }
    return render(request, "returns/forms.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def form(request: StaffRequest, pk: int) -> HttpResponse:
    organisations = seen(request)
    found = form_or_404(pk, organisations)
    if found.is_collected:
        return redirect(f"{reverse('returns:board', args=[pk])}?{request.GET.urlencode()}".rstrip("?"))
    asked = YearForm(request.GET)
    chosen = asked.cleaned_data["year"] if asked.is_valid() else None
    year = FiscalYear(chosen) if chosen else queries.latest_year(found) or FiscalYear.of(timezone.localdate())
    sheets = queries.sheets_of(found, organisations, start=year.start, end=year.end)
    own = written(request)
    context = {
        "form": found,
        "year": year,
        "asked": asked,
        "months": MONTHS,
        "rows": _by_month(sheets),
        "sheets": sheets,
        "is_monthly": found.rhythm == Rhythm.MONTH,
        "may_open": own.exists(),
        "is_owner": own.filter(pk=found.owner_id).exists(),
        "earliest": year.year - 1,
        "latest": year.year + 1,
    }
    return render(request, "returns/form.html", context)


def _by_month(sheets: list[Return]) -> list[tuple[Organisation, list[list[Return]]]]:
    """Organisation by organisation, for each month of the fiscal year the sheets that end in it."""
    found: dict[Organisation, dict[int, list[Return]]] = {}
    for sheet in sheets:
        found.setdefault(sheet.organisation, {}).setdefault(sheet.end.month, []).append(sheet)
    return [(one, [months.get(month, []) for month in MONTHS]) for one, months in found.items()]


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def open_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    own = written(request)
    found = direct_or_404(pk, own)
    today = timezone.localdate()
    initial = {"start": date(today.year, today.month, 1), "end": today}
    if found.rhythm != Rhythm.MONTH:
        year = FiscalYear.of(today)
        initial = {"start": year.start, "end": year.end}
    asked = SheetForm(request.POST or None, organisations=may_send(found, own), initial=initial)
    if asked.is_valid():
        try:
            sheet = actions.open_return(form=found, **asked.cleaned_data, by=request.user)
        except actions.SheetRefused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(request, _("The sheet is open. Enter its values."))
            return redirect("returns:sheet", sheet.pk)
    context = {"page_form": asked, "heading": _("Open a sheet"), "button": _("Open"), "form": found}
    return render(request, "returns/entry.html", context)
