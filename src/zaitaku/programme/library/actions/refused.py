from zaitaku.core.records.actions import RecordRefused


class LibraryRefused(RecordRefused):
    """A change to a document, case, edition or video that is not possible; the message says why and what to do."""
