from zaitaku.core.records.actions import RecordRefused


class GroupRefused(RecordRefused):
    """Something that cannot be done with a group or a directory; the message says why, and what to do."""
