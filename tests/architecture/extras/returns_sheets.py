"""A collected form with a month in which one centre has sent, by Excel at first, and is asked about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import core, returns
from zaitaku.programme.returns.actions import answer, ask

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
    answer(query=query, text="全て新規です", by=core.person(organisation=sheet.organisation), now=timezone.now())
    sheet.uploads.create(name="報告.xlsx", digest="0" * 64, cells={}, at=timezone.now(), by=world.officer)
    return {
        "collected-sheets:pk": sheet.pk,
        "collected-sheets:element": element.pk,
        "sheet-queries:pk": query.pk,
        "months:pk": round_.pk,
    }
