"""A collected form with a sender and the rounds of two months, one of them late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import returns
from zaitaku.programme.returns.choices import SheetStatus

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner = world.nerima.organisation("高齢者支援課")
    form = returns.form(owner=owner, code="extra-board", title="月次報告（一覧）", is_collected=True)
    element = returns.element(form=form, code="calls", label="相談件数")
    sender = returns.sender(form=form, organisation=world.nerima.organisation("地域包括支援センター"))
    returns.round_(form=form, start=date(2023, 4, 1))
    returns.round_(form=form, start=timezone.localdate().replace(day=1))
    sent = form.returns.get(start=date(2023, 4, 1))
    returns.value(sheet=sent, element=element, value=Decimal(12))
    form.returns.filter(pk=sent.pk).update(status=SheetStatus.SUBMITTED, first_sent_on=date(2023, 5, 20))
    returns.round_(form=form, start=date(2023, 5, 1))
    return {"collected:pk": form.pk, "senders:pk": sender.pk}
