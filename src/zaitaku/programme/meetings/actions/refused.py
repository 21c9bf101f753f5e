"""Why a change to what happens within a meeting is refused."""

from zaitaku.core.records.actions import RecordRefused


class MeetingRefused(RecordRefused):
    """A change that is not possible; the message names what, why, and what to do."""
