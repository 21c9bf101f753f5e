"""A collected form with a month in which one centre has sent and is asked about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import returns
from zaitaku.programme.returns.actions import ask

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    form = returns.collected_form(owner=world.nerima.organisation("高齢者支援課"), code="extra-hub")
    returns.sender(form=form, organisation=world.nerima.organisation("歯科医師会"))
    round_ = returns.round_(form=form, start=date(2023, 11, 1))
    sheet = round_.sheets.get()
    element = form.elements.get()
    returns.value(sheet=sheet, element=element, value=5)
    sheet.status, sheet.first_sent_on = "submitted", date(2023, 12, 5)
    sheet.save()
    query = ask(sheet=sheet, element=element, text="内訳を教えてください", by=world.officer, now=timezone.now())
    return {"collected-sheets:pk": sheet.pk, "sheet-queries:pk": query.pk, "months:pk": round_.pk}
