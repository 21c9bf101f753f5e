"""Everything a person does to forms and returns."""

from zaitaku.programme.returns.actions.asking import (
    FormRefused,
    add_element,
    change_element,
    create_form,
    relabel_element,
)
from zaitaku.programme.returns.actions.rounds import RoundRefused, move_due_day, open_round
from zaitaku.programme.returns.actions.senders import add_sender, add_senders, end_sender
from zaitaku.programme.returns.actions.sending import (
    PartsDoNotAddUp,
    SheetRefused,
    open_return,
    record_values,
    restore_previous,
)

__all__ = [
    "FormRefused",
    "PartsDoNotAddUp",
    "RoundRefused",
    "SheetRefused",
    "add_element",
    "add_sender",
    "add_senders",
    "change_element",
    "create_form",
    "end_sender",
    "move_due_day",
    "open_return",
    "open_round",
    "record_values",
    "relabel_element",
    "restore_previous",
]
