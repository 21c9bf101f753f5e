"""What organisations answered, as a workbook."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import workbook
from zaitaku.programme.returns import queries
from zaitaku.programme.returns.forms.asking import YearForm
from zaitaku.programme.returns.queries.export import lists_of
from zaitaku.programme.returns.queries.workbooks import period_words
from zaitaku.programme.returns.views.reach import form_or_404, seen, written


@page(Permission.VIEW_PROGRAMME)
@require_GET
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Of the month whose round begins on `start`, of the fiscal `year`, else of the latest year with sheets; whoever
    sees a part of the organisations gets that part."""
    organisations = seen(request)
    form = form_or_404(pk, organisations)
    if day := request.GET.get("start", ""):
        found = next((one for one in form.rounds.all() if one.start.isoformat() == day), None)
        if found is None:
            raise Http404
        start, end = found.start, found.end
    else:
        asked = YearForm(request.GET)
        if not asked.is_valid():
            raise Http404
        chosen = asked.cleaned_data["year"]
        year = FiscalYear(chosen) if chosen else queries.latest_year(form)
        if year is None:
            raise Http404
        start, end = year.start, year.end
    return workbook(
        lists_of(form, organisations, written(request), start=start, end=end),
        f"{form.title}_{period_words(start, end)}",
    )
