"""What somebody has to see to: sheets to send, queries to answer, and what waits for those who ask."""

from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from zaitaku.core.accounts.access import Permission, organisations_for
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import Duty, own_organisations
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.models import Query, Return, Round
from zaitaku.programme.returns.queries.workbooks import period_name

TO_SEND = (SheetStatus.ASKED, SheetStatus.DRAFT, SheetStatus.RETURNED)


def duties_of(person: Person, *, on: date, most: int) -> list[Duty]:
    """Of the person's own organisations; the most urgent first. Five queries at most."""
    own = own_organisations(person, on=on) & organisations_for(person, Permission.RECORD, on=on)
    mine = Organisation.objects.filter(pk__in=list(own.values_list("pk", flat=True)))
    found = [*_sheets(mine, on, most), *_queries(mine, on, most), *_rounds(mine, on, most), *_answers(mine, most)]
    return sorted(found, key=lambda duty: duty.due_on or date.max)[:most]


def _sheets(own: QuerySet[Organisation], on: date, most: int) -> list[Duty]:
    rows = Return.objects.filter(organisation__in=own, status__in=TO_SEND, round__isnull=False)
    rows = rows.select_related("form", "organisation", "round").order_by("round__due_on", "pk")[:most]
    return [
        Duty(
            (_("Mend and send anew: %(what)s") if row.status == SheetStatus.RETURNED else _("Send in: %(what)s"))
            % {"what": _named(row)},
            row.organisation.name,
            "returns:sheet",
            row.pk,
            row.round.due_on if row.round else None,
            # What was handed back was in time or late already, and is in nobody's way by its day.
            row.first_sent_on is None and row.round is not None and row.round.due_on < on,
        )
        for row in rows
    ]


def _queries(own: QuerySet[Organisation], on: date, most: int) -> list[Duty]:
    rows = _open().filter(sheet__organisation__in=own, answered_at=None)[:most]
    return [
        Duty(
            _("Answer the query: %(what)s") % {"what": row.element or _("The whole sheet")},
            _named(row.sheet),
            "returns:query",
            row.pk,
            on,
            False,
        )
        for row in rows
    ]


def _answers(own: QuerySet[Organisation], most: int) -> list[Duty]:
    rows = _open().filter(sheet__form__owner__in=own, answered_at__isnull=False)[:most]
    return [
        Duty(
            _("A query was answered: %(what)s") % {"what": row.element or _("The whole sheet")},
            f"{_named(row.sheet)} {row.sheet.organisation}",
            "returns:query",
            row.pk,
            None,
            False,
        )
        for row in rows
    ]


def _rounds(own: QuerySet[Organisation], on: date, most: int) -> list[Duty]:
    """One duty for each round, whatever the number of its sheets."""
    rows = Round.objects.filter(form__owner__in=own, sheets__status=SheetStatus.SUBMITTED).select_related("form")
    rows = rows.annotate(waiting=Count("sheets")).order_by("due_on", "pk")[:most]
    return [
        Duty(
            _("Returns to accept: %(count)s") % {"count": row.waiting},
            f"{row.form} {period_name(row)}",
            "returns:accept_round",
            row.pk,
            max(row.due_on, on),
            False,
        )
        for row in rows
    ]


def _open() -> QuerySet[Query]:
    rows = Query.objects.filter(closed_at=None).select_related("element", "sheet__form", "sheet__organisation")
    return rows.order_by("opened_at", "pk")


def _named(sheet: Return) -> str:
    return f"{sheet.form} {period_name(sheet)}"
