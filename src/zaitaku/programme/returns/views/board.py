"""The board of a collected form, its rounds, and reminders to the late ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.access import Permission, StaffRequest, page, recorders_of
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import try_to
from zaitaku.programme.returns.actions.reminders import Reminded, remind
from zaitaku.programme.returns.actions.rounds import move_due_day
from zaitaku.programme.returns.actions.rounds import open_round as open_one
from zaitaku.programme.returns.forms.board import BoardForm, DueDayForm, RoundForm
from zaitaku.programme.returns.models import Form, Return, Round
from zaitaku.programme.returns.queries import board as queries
from zaitaku.programme.returns.queries.completeness import by_year
from zaitaku.programme.returns.views.reach import collected_or_404, own_collected_or_404, seen, settled, written
from zaitaku.reports import xlsx_list


@page(Permission.VIEW_PROGRAMME)
@require_GET
def board(request: StaffRequest, pk: int) -> HttpResponse:
    reach = settled(seen(request))
    found = collected_or_404(pk, reach)
    asked = BoardForm(request.GET or None)
    data = asked.cleaned_data if asked.is_valid() else {}
    year = year_of(found, data)
    asked.initial["year"] = year.year
    today = timezone.localdate()
    made = queries.board(found, reach, year, today=today)
    rows = queries.narrowed(made.rows, text=data.get("q", ""), only=data.get("only", ""), order=data.get("order", ""))
    is_owner = written(request).filter(pk=found.owner_id).exists()
    context = {
        "form": found,
        "asked": asked,
        "year": year,
        "board": made,
        "rows": rows,
        "is_owner": is_owner,
        "today": today,
        "is_narrowed": any(data.get(name) for name in ("q", "only")),
        "late": sum(1 for row in made.rows for cell in row.cells if cell and cell.is_overdue),
        "queries": sum(cell.queries for row in made.rows for cell in row.cells if cell),
    }
    return render(request, "returns/board/board.html", context)


def year_of(form: Form, data: dict[str, Any]) -> FiscalYear:
    if data.get("year"):
        return FiscalYear(data["year"])
    return queries.last_year(form) or FiscalYear.of(timezone.localdate())


@page(Permission.VIEW_PROGRAMME)
@require_GET
def completeness(request: StaffRequest, pk: int) -> HttpResponse:
    reach = settled(seen(request))
    found = collected_or_404(pk, reach)
    years, rows = by_year(found, reach)
    return render(request, "returns/board/completeness.html", {"form": found, "years": years, "rows": rows})


@page(Permission.VIEW_PROGRAMME)
@require_GET
def completeness_file(request: StaffRequest, pk: int) -> HttpResponse:
    reach = settled(seen(request))
    found = collected_or_404(pk, reach)
    years, rows = by_year(found, reach)
    columns = [_("Organisation"), _("Code"), _("Fiscal year"), _("Sheets expected"), _("Sent in"), _("On time")]
    columns += [_("Completeness (%)"), _("Timeliness (%)")]
    lines: list[list[xlsx_list.Value]] = []
    for row in rows:
        for year, one in zip(years, row.scores, strict=True):
            if one.expected:
                counts = [one.expected, one.sent, one.on_time, one.completeness, one.timeliness]
                lines.append([row.organisation.name, row.organisation.code, year.year, *counts])
    return workbook([xlsx_list.ListSheet(_("Completeness"), columns, lines)], f"completeness-{found.code}")


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def open_round(request: StaffRequest, pk: int) -> HttpResponse:
    found = own_collected_or_404(pk, written(request))
    asked = RoundForm(request.POST or None)
    if asked.is_valid():
        try:
            made = open_one(form=found, **asked.cleaned_data, by=request.user, now=timezone.now())
        except RecordRefused as refused:
            asked.add_error(None, str(refused))
        else:
            text = _("The round is open: %(count)s sheets, due on %(day)s.")
            messages.success(request, text % {"count": made.sheets.count(), "day": made.due_on.isoformat()})
            return redirect("returns:board", pk)
    context = {"page_form": asked, "heading": _("Open a round"), "button": _("Open a round"), "form": found}
    return render(request, "returns/entry.html", context, status=422 if asked.errors else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def due_day(request: StaffRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Round.objects.select_related("form__owner"), pk=pk, form__owner__in=written(request))
    asked = DueDayForm(request.POST or None, initial={"due_on": one.due_on})
    now = timezone.now()
    if try_to(asked, lambda: move_due_day(round_=one, **asked.cleaned_data, by=request.user, now=now)):
        messages.success(request, _("Saved."))
        return redirect("returns:board", one.form_id)
    context = {"page_form": asked, "heading": _("Move the due day"), "button": _("Save"), "form": one.form}
    return render(request, "returns/entry.html", context, status=422 if asked.errors else 200)


@dataclass(frozen=True, slots=True)
class Late:
    """A sheet overdue by `days`; `people` would get a letter, nobody: to be telephoned."""

    sheet: Return
    days: int
    people: int
    reminded_at: datetime | None


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def remind_late(request: StaffRequest, pk: int) -> HttpResponse:
    """Who would be written to and who is to be telephoned; the POST writes to those chosen."""
    found = own_collected_or_404(pk, written(request))
    now = timezone.now()
    late = queries.late_sheets(found, today=timezone.localdate(now))
    if request.method == "POST":
        chosen = set(request.POST.getlist("sheet"))
        sheets = [sheet for sheet in late if str(sheet.pk) in chosen]
        if not sheets:
            messages.info(request, _("Nobody was chosen, so nobody was reminded."))
            return redirect("returns:remind", pk)
        _tell(request, remind(form=found, sheets=sheets, by=request.user, now=now))
        return redirect("returns:board", pk)
    today = timezone.localdate(now)
    people = recorders_of({sheet.organisation_id for sheet in late}, on=today)
    last = queries.reminded(late)
    rows = [
        Late(
            sheet,
            (today - sheet.round.due_on).days if sheet.round else 0,
            len(people.get(sheet.organisation_id, ())),
            last.get(sheet.pk),
        )
        for sheet in late
    ]
    context = {"form": found, "rows": rows, "by_letter": any(row.people for row in rows)}
    return render(request, "returns/board/remind.html", context)


def _tell(request: StaffRequest, done: Reminded) -> None:
    if done.organisations:
        text = _("%(letters)s letters to %(count)s organisations leave within a minute.")
        messages.success(request, text % {"letters": done.letters, "count": len(done.organisations)})
    elif not done.by_telephone:
        messages.info(request, _("All of them were reminded today already."))
    if done.by_telephone:
        names = "、".join(one.name for one in done.by_telephone)
        messages.warning(request, _("No e-mail address is known; please telephone: %(names)s") % {"names": names})
