"""The order in which a form asks."""

from typing import Any

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.returns.actions.elements import held
from zaitaku.programme.returns.models import Breakdown, Element, Option


@transaction.atomic
def move(*, one: Element | Breakdown | Option, up: bool, by: Person) -> bool:
    """A place further up or down among its like; False at the end. The order is the same for all months."""
    held(one.breakdown.form if isinstance(one, Option) else one.form)
    like = _like(one)
    here = next(index for index, other in enumerate(like) if other.pk == one.pk)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(like):
        return False
    like[here], like[there] = like[there], like[here]
    places = sorted(each.position for each in like)
    if len(set(places)) < len(places):
        places = list(range(1, len(like) + 1))
    for position, each in zip(places, like, strict=True):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    record(by=by, action="returns.move", subject=one, details={"up": up})
    return True


def _like(one: Element | Breakdown | Option) -> list[Any]:
    if isinstance(one, Option):
        return list(one.breakdown.options.order_by("position", "pk"))
    if isinstance(one, Breakdown):
        return list(one.form.breakdowns.order_by("position", "pk"))
    return list(one.form.elements.filter(parent=one.parent_id, breakdown=one.breakdown_id).order_by("position", "pk"))
