"""The nightly round of orders: what arrived long ago counts as received, and contacts are removed in time."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zaitaku.core.accounts.actions import system_person
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.jobs.worker import Handle
from zaitaku.core.mail.actions import forget
from zaitaku.programme.materials.actions.order_letters import about
from zaitaku.programme.materials.actions.order_refusals import OrderChanged
from zaitaku.programme.materials.actions.orders import confirm_received, held, told
from zaitaku.programme.materials.choices import COMPLETED, OrderStatus, OrderStepKind
from zaitaku.programme.materials.models import Order

ARRIVED = timedelta(days=14)  # after sending; nobody complained
KEPT = timedelta(days=90)  # contacts after the order is completed: as long as questions about a delivery come


def tend_orders(handle: Handle) -> Any:
    """The task, once a day."""
    return tend(by=system_person(), now=timezone.now())


def tend(*, by: Person, now: datetime) -> dict[str, int]:
    """How many orders counted as received, and of how many the contact was removed."""
    received = removed = 0
    with override(settings.LANGUAGE_CODE):  # it stays with the order
        why = _("by itself after 14 days")
    for order in Order.objects.filter(status=OrderStatus.SENT, sent_on__lte=timezone.localdate(now - ARRIVED)):
        try:
            confirm_received(order=order, by=by, now=now, text=why)
        except OrderChanged:  # somebody was quicker
            continue
        received += 1
    for order in Order.objects.filter(status__in=COMPLETED, completed_at__lt=now - KEPT, removed_at=None):
        removed += _remove(order, by, now)
    return {"received": received, "removed": removed}


@transaction.atomic
def _remove(order: Order, by: Person, now: datetime) -> int:
    try:
        current = held(order, COMPLETED)
    except OrderChanged:
        return 0
    current.contact = current.phone = current.remark = ""
    current.removed_at = now
    current.save(update_fields=["contact", "phone", "remark", "removed_at"])
    told(current, OrderStepKind.REMOVED, by=by, now=now)
    letters = forget(about=[about(current)])
    record(by=by, action="materials.remove_order_contact", subject=current, details={"letters": letters})
    return 1
