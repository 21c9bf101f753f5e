"""Lists to take away: everything as Excel, and whom to telephone on paper."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Area
from zaitaku.core.pages.views import workbook
from zaitaku.programme.facilities.actions.lists import list_taken
from zaitaku.programme.facilities.choices import CONTACTS
from zaitaku.programme.facilities.forms.staff import FilterForm
from zaitaku.programme.facilities.queries import groups as queries
from zaitaku.programme.facilities.queries.words import LABELS, kind_words, phone_words, when_words
from zaitaku.programme.facilities.views.reach import seen, written
from zaitaku.reports.xlsx_list import ListSheet, Value


@page(Permission.VIEW_PROGRAMME)
@never_cache
@require_safe
def workbook_of_groups(request: StaffRequest) -> HttpResponse:
    """As the list is narrowed. Contact persons stand in it for directories that the person may write in."""
    today, reach = timezone.localdate(), seen(request)
    directories = queries.directories_of(reach)
    form = FilterForm(request.GET, areas=Area.objects.all())
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.rows_of(queries.listed(reach, asked, today=today, directories=directories), today)
    own = set(written(request).values_list("pk", flat=True))
    cells = [_cells(row, row.group.directory.owner_id in own) for row in rows]
    if named := sum(row.group.directory.owner_id in own for row in rows):
        list_taken(form="xlsx", rows=named, by=request.user)
    return workbook([ListSheet(_("Community groups"), _columns(), cells)], _file_name(today))


def _file_name(today: date) -> str:
    return f"{_('Community groups')}_{today.isoformat()}"


def _columns() -> list[str]:
    name, kana, *rest = (str(label) for label in LABELS.values())
    return [
        name,
        kana,
        _("State"),
        *rest,
        _("Last confirmed"),
        _("Listed until"),
        _("Directory"),
        _("Name of the contact person"),
        _("Telephone of the contact person"),
        _("E-mail of the contact person"),
    ]


def _cells(row: queries.Row, may_see: bool) -> list[Value]:
    entry, group = row.entry, row.group
    public = [getattr(entry, name) if may_see or getattr(entry, f"{name}_public") else "" for name in CONTACTS]
    public[1] = phone_words(public[1])
    inside = [group.contact_name, phone_words(group.contact_phone), group.contact_email] if may_see else ["", "", ""]
    return [
        entry.name,
        entry.kana,
        str(row.listing.label),
        kind_words(entry.kinds),
        entry.what,
        entry.for_whom,
        when_words(entry),
        entry.venue,
        entry.address,
        entry.area.name if entry.area else "",
        entry.fee,
        entry.how_to_join,
        *public,
        group.confirmed_on,
        row.last_day,
        group.directory.owner.name,
        *inside,
    ]


@page(Permission.RECORD)
@never_cache
@require_safe
def telephone_list(request: StaffRequest) -> HttpResponse:
    """Groups that have not answered the yearly question, to be ticked off with a pencil."""
    today = timezone.localdate()
    rows = queries.rows_of(queries.to_telephone(written(request)), today)
    if rows:
        list_taken(form="print", rows=len(rows), by=request.user)
    lines = [(row, phone_words(row.group.contact_phone or row.entry.phone)) for row in rows]
    return render(request, "facilities/telephone.html", {"lines": lines, "today": today})
