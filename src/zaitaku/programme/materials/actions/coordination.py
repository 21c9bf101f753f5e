"""Offering a title as a form to be filled in on one's own machine."""

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.materials.models import Title


@transaction.atomic
def offer_as_form(*, title: Title, is_offered: bool, contact: str, by: Person) -> Title:
    """`contact` is printed on the form: a section and its telephone."""
    now = Title.objects.select_for_update().get(pk=title.pk)
    if (now.has_coordination_sheet, now.contact) == (is_offered, contact):
        return now
    now.has_coordination_sheet, now.contact = is_offered, contact
    now.save(update_fields=["has_coordination_sheet", "contact"])
    record(by=by, action="materials.offer_as_form", subject=now, details={"offered": is_offered, "contact": contact})
    return now
