"""Which forms and sheets a person may see, and which they may write in. What lies outside is not found."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for
from zaitaku.core.accounts.queries import own_organisations
from zaitaku.core.areas.models import Area, Organisation, below
from zaitaku.programme.returns.models import Form, Query, Return, Round
from zaitaku.programme.returns.queries import forms_reached, sheets_reached
from zaitaku.programme.returns.queries.threads import queries_reached


def seen(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate())


def written(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.RECORD, on=timezone.localdate())


def settled(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The same by their keys: a page that asks several times has the database look for its reach once."""
    return Organisation.objects.filter(pk__in=list(organisations.values_list("pk", flat=True)))


def form_or_404(pk: int, organisations: QuerySet[Organisation]) -> Form:
    return get_object_or_404(forms_reached(organisations), pk=pk)


def own_form_or_404(pk: int, organisations: QuerySet[Organisation]) -> Form:
    """Only the owner changes what is asked."""
    return get_object_or_404(Form.objects.select_related("owner"), pk=pk, owner__in=organisations)


def direct_or_404(pk: int, organisations: QuerySet[Organisation]) -> Form:
    """A form whose sheets are opened and recorded by whoever holds the numbers."""
    return get_object_or_404(forms_reached(organisations), pk=pk, is_collected=False)


def collected_or_404(pk: int, organisations: QuerySet[Organisation]) -> Form:
    """A form whose sheets are asked for in rounds."""
    return get_object_or_404(forms_reached(organisations), pk=pk, is_collected=True)


def own_collected_or_404(pk: int, organisations: QuerySet[Organisation]) -> Form:
    """The same, for those who ask it."""
    forms = Form.objects.select_related("owner")
    return get_object_or_404(forms, pk=pk, owner__in=organisations, is_collected=True)


def sheet_or_404(pk: int, organisations: QuerySet[Organisation]) -> Return:
    return get_object_or_404(sheets_reached(organisations), pk=pk)


def may_send(form: Form, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """For whom sheets of the form may be opened: one's own; for the form's owner anybody in its area."""
    if organisations.filter(pk=form.owner_id).exists():
        return Organisation.objects.filter(below("area", Area.objects.filter(pk=form.owner.area_id)))
    return organisations


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do to a sheet. `owner`: ask, hand back, accept, lock, re-open, excuse; `sender`: fill and send.

    `on_behalf`: the person holds no role for the sender itself, and fills in for it as one of those who ask.
    """

    owner: bool
    sender: bool
    on_behalf: bool

    @property
    def may_fill(self) -> bool:
        return self.owner or self.sender


def rights(request: StaffRequest, sheet: Return) -> Rights:
    """Two queries."""
    both = {sheet.form.owner_id, sheet.organisation_id}
    found = set(written(request).filter(pk__in=both).values_list("pk", flat=True))
    is_owner = sheet.form.owner_id in found
    mine = own_organisations(request.user, on=timezone.localdate())
    on_behalf = is_owner and len(both) == 2 and not mine.filter(pk=sheet.organisation_id).exists()
    return Rights(is_owner, sheet.organisation_id in found, on_behalf)


def seen_sheet_or_404(request: StaffRequest, pk: int) -> tuple[Return, Rights]:
    """Whoever only reads, such as a council member, sees what counts: no drafts."""
    sheet = sheet_or_404(pk, seen(request))
    held = rights(request, sheet)
    if not sheet.is_counted and not held.may_fill:
        raise Http404
    return sheet, held


def asked_sheet_or_404(request: StaffRequest, pk: int) -> Return:
    """Of a round of one's own form: what those who ask do to it."""
    sheets = Return.objects.select_related("form__owner", "organisation", "round")
    return get_object_or_404(sheets, pk=pk, form__owner__in=written(request), round__isnull=False)


def asked_round_or_404(request: StaffRequest, pk: int) -> Round:
    return get_object_or_404(Round.objects.select_related("form__owner"), pk=pk, form__owner__in=written(request))


def query_or_404(request: StaffRequest, pk: int) -> Query:
    return get_object_or_404(queries_reached(written(request)), pk=pk)
