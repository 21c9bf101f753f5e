"""Figures that organisations send in: forms with elements, rounds, sheets per organisation and period, values."""

from zaitaku.programme.returns.models.forms import (
    Breakdown,
    Catchment,
    Element,
    Form,
    Option,
    Rule,
    Sender,
    Wording,
)
from zaitaku.programme.returns.models.sheets import Message, Query, Return, Round, SheetStep, Upload, Value

__all__ = [
    "Breakdown",
    "Catchment",
    "Element",
    "Form",
    "Message",
    "Option",
    "Query",
    "Return",
    "Round",
    "Rule",
    "Sender",
    "SheetStep",
    "Upload",
    "Value",
    "Wording",
]
