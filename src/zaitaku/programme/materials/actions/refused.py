"""What all refusals of this app have in common."""

from zaitaku.core.records.actions import RecordRefused


class MaterialRefused(RecordRefused):
    """A title, movement or destination that is not taken."""


class StockTooLow(MaterialRefused):
    """More copies would leave than there are."""
