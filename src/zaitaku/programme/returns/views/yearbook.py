"""The year book: all numbers of a form for a year on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import workbook
from zaitaku.programme.returns.forms.asking import YearForm
from zaitaku.programme.returns.models import Form
from zaitaku.programme.returns.queries.yearbook import YearBook
from zaitaku.programme.returns.queries.yearbook import yearbook as book_of
from zaitaku.programme.returns.views.board import year_of
from zaitaku.programme.returns.views.reach import collected_or_404, seen, settled
from zaitaku.reports import xlsx_list


@page(Permission.VIEW_PROGRAMME)
@require_GET
def yearbook(request: StaffRequest, pk: int) -> HttpResponse:
    found, year, book = _read(request, pk)
    return render(request, "returns/board/yearbook.html", {"form": found, "year": year, "book": book})


@page(Permission.VIEW_PROGRAMME)
@require_GET
def yearbook_file(request: StaffRequest, pk: int) -> HttpResponse:
    """One line for each item and organisation; what is not final bears ※."""
    found, year, book = _read(request, pk)
    months = [_("Month %(month)s") % {"month": start.month} for start in book.starts]
    columns = [_("Item asked"), _("Part of"), _("Organisation"), *months, _("Year to date")]
    rows: list[list[xlsx_list.Value]] = []
    marked = set()
    for item in book.items:
        parent = item.element.breakdown.label if item.element.breakdown else ""
        for organisation, name in book.organisations:
            cells = [item.numbers.get((organisation, month)) for month in range(len(book.starts))]
            known = [cell for cell in cells if cell is not None]
            marks = {month for month in range(len(cells)) if (organisation, month) in item.open_marks}
            marked |= {(len(rows), 3 + month) for month in marks}
            total = sum(known) if known and item.adds_up else None
            if total is not None and organisation in book.missing:
                marked.add((len(rows), len(columns) - 1))
            rows.append([item.element.label, parent, name, *cells, total])
    notice = _("※: not final yet")
    sheet = xlsx_list.ListSheet(found.title, columns, rows, marked=frozenset(marked), notice=notice if marked else "")
    return workbook([sheet], f"yearbook-{found.code}-{year.year}")


def _read(request: StaffRequest, pk: int) -> tuple[Form, FiscalYear, YearBook]:
    reach = settled(seen(request))
    found = collected_or_404(pk, reach)
    asked = YearForm(request.GET)
    year = year_of(found, asked.cleaned_data if asked.is_valid() else {})
    return found, year, book_of(found, reach, year)
