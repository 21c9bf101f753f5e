"""Everything a person does to forms and returns."""

from zaitaku.programme.returns.actions.asking import create_form
from zaitaku.programme.returns.actions.elements import add_element, change_element, relabel_element
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.actions.rounds import RoundRefused, move_due_day, open_round
from zaitaku.programme.returns.actions.senders import add_sender, add_senders, end_sender
from zaitaku.programme.returns.actions.sending import (
    PartsDoNotAddUp,
    SheetRefused,
    open_return,
    record_values,
    restore_previous,
)
from zaitaku.programme.returns.actions.steps import (
    FindingsRemain,
    QueriesOpen,
    QueriesUnanswered,
    ReasonMissing,
    StepRefused,
    accept,
    excuse,
    hand_back,
    lock,
    lock_round,
    reopen,
    submit,
)
from zaitaku.programme.returns.actions.threads import QueryRefused, answer, ask, close_query

__all__ = [
    "FindingsRemain",
    "FormRefused",
    "PartsDoNotAddUp",
    "QueriesOpen",
    "QueriesUnanswered",
    "QueryRefused",
    "ReasonMissing",
    "RoundRefused",
    "SheetRefused",
    "StepRefused",
    "accept",
    "add_element",
    "add_sender",
    "add_senders",
    "answer",
    "ask",
    "change_element",
    "close_query",
    "create_form",
    "end_sender",
    "excuse",
    "hand_back",
    "lock",
    "lock_round",
    "move_due_day",
    "open_return",
    "open_round",
    "record_values",
    "relabel_element",
    "reopen",
    "restore_previous",
    "submit",
]
