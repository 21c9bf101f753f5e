"""What the public may know of events: series that are public, never a person but the speakers, never an address to
join. The portal reads nothing else of events."""

from zaitaku.programme.events.published.open_data import open_data_row
from zaitaku.programme.events.published.sessions import (
    CHOICES_AHEAD,
    Asked,
    Choices,
    Listing,
    choices,
    feed,
    listed,
    of_year,
    public_file,
    session,
    years,
)
from zaitaku.programme.events.published.shapes import (
    PublishedChannel,
    PublishedFile,
    PublishedHandout,
    PublishedSession,
    PublishedSpeaker,
)

__all__ = [
    "CHOICES_AHEAD",
    "Asked",
    "Choices",
    "Listing",
    "PublishedChannel",
    "PublishedFile",
    "PublishedHandout",
    "PublishedSession",
    "PublishedSpeaker",
    "choices",
    "feed",
    "listed",
    "of_year",
    "open_data_row",
    "public_file",
    "session",
    "years",
]
