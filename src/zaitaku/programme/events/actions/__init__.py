"""Everything a person does to events."""

from zaitaku.programme.events.actions.channels import add_channel, change_channel, remove_channel
from zaitaku.programme.events.actions.handouts import add_handout, change_handout, remove_handout
from zaitaku.programme.events.actions.questions import create_question
from zaitaku.programme.events.actions.recording import (
    record_answer_share,
    record_attendance,
    record_session,
    restore_previous,
)
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.running import (
    SpeakerEntry,
    add_session,
    cancel_session,
    change_session,
    hold_session,
    name_speakers,
    plan_session_again,
    remove_session,
    write_minutes,
)
from zaitaku.programme.events.actions.series import (
    add_sessions,
    change_series,
    copy_programme,
    copy_series_to_year,
    create_series,
    remove_series,
)
from zaitaku.programme.events.actions.summaries import record_summary, take_back_summary

__all__ = [
    "EventRefused",
    "SpeakerEntry",
    "add_channel",
    "add_handout",
    "add_session",
    "add_sessions",
    "cancel_session",
    "change_channel",
    "change_handout",
    "change_series",
    "change_session",
    "copy_programme",
    "copy_series_to_year",
    "create_question",
    "create_series",
    "hold_session",
    "name_speakers",
    "plan_session_again",
    "record_answer_share",
    "record_attendance",
    "record_session",
    "record_summary",
    "remove_channel",
    "remove_handout",
    "remove_series",
    "remove_session",
    "restore_previous",
    "take_back_summary",
    "write_minutes",
]
