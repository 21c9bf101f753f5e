"""Which forms and sheets a person may see, and which they may write in. What lies outside is not found."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zaitaku.core.accounts.access import Permission, StaffRequest, organisations_for
from zaitaku.core.areas.models import Area, Organisation, below
from zaitaku.programme.returns.models import Form, Return
from zaitaku.programme.returns.queries import forms_reached, sheets_reached


def seen(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.VIEW_PROGRAMME, on=timezone.localdate())


def written(request: StaffRequest) -> QuerySet[Organisation]:
    return organisations_for(request.user, Permission.RECORD, on=timezone.localdate())


def form_or_404(pk: int, organisations: QuerySet[Organisation]) -> Form:
    return get_object_or_404(forms_reached(organisations), pk=pk)


def own_form_or_404(pk: int, organisations: QuerySet[Organisation]) -> Form:
    """Only the owner changes what is asked."""
    return get_object_or_404(Form.objects.select_related("owner"), pk=pk, owner__in=organisations)


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
