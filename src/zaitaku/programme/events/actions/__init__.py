"""Everything a person does to events."""

from zaitaku.programme.events.actions.recording import (
    record_answer_share,
    record_attendance,
    record_session,
    restore_previous,
)
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.running import (
    add_channel,
    add_session,
    cancel_session,
    change_session,
    copy_series_to_year,
    create_question,
    create_series,
    hold_session,
)
from zaitaku.programme.events.actions.summaries import record_summary, take_back_summary

__all__ = [
    "EventRefused",
    "add_channel",
    "add_session",
    "cancel_session",
    "change_session",
    "copy_series_to_year",
    "create_question",
    "create_series",
    "hold_session",
    "record_answer_share",
    "record_attendance",
    "record_session",
    "record_summary",
    "restore_previous",
    "take_back_summary",
]
