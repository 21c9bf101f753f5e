from zaitaku.core.records.actions import RecordRefused


class EventRefused(RecordRefused):
    """A change to a series, session, channel or sign-up that is not possible; the message says why and what to do."""
