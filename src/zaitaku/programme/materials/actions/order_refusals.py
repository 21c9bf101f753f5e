"""Why an order, or a step of one, is not taken."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.models import Order


class OrderRefused(MaterialRefused):
    """Any refusal around an order."""


class OrderKeyTaken(OrderRefused):
    """The form's key belongs to another destination's order."""


class TooManyOrders(OrderRefused):
    """As many orders of the destination wait as may wait."""


class OrderChanged(OrderRefused):
    """Somebody else was quicker, or the order is in a state that does not allow the step."""


class NotSent(OrderRefused):
    """The stock does not suffice; `lines` say of what."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def key_taken() -> OrderKeyTaken:
    return OrderKeyTaken(_("The page is out of date. Open it again."))


def too_many(most: int) -> TooManyOrders:
    return TooManyOrders(
        _("%(most)s orders are waiting already. Please wait for our answer, or telephone.") % {"most": most}
    )


def changed(order: Order) -> OrderChanged:
    return OrderChanged(
        _("The order No. %(number)s is “%(state)s” by now. Look at it, and do what is still needed.")
        % {"number": order.pk, "state": order.get_status_display()}
    )
