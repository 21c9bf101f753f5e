"""Everything a person does to forms and returns."""

from zaitaku.programme.returns.actions.asking import (
    FormRefused,
    add_element,
    change_element,
    create_form,
    relabel_element,
)
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
    "SheetRefused",
    "add_element",
    "change_element",
    "create_form",
    "open_return",
    "record_values",
    "relabel_element",
    "restore_previous",
]
