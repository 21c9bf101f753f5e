"""How a change to a form is refused."""

from zaitaku.core.records.actions import RecordRefused


class FormRefused(RecordRefused):
    """A change to a form, an element, a breakdown or a rule that is not possible."""
