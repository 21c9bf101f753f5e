"""Frozen copies of what is public."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class PublishedChannel:
    """A way to take part. `day`, hours, `place` and `address` are its own or the session's.

    `door` is a value of queries.signup.Door: what the sign-up form would say now. `free` is None without a limit.
    """

    key: int
    label: str
    kind: str
    day: date | None
    starts: time | None
    ends: time | None
    place: str
    address: str
    is_cancelled: bool
    has_own_time: bool
    admission: str
    door: str
    capacity: int | None
    free: int | None
    waiting: int
    opens_at: datetime | None
    closes_at: datetime | None

    @property
    def takes_sign_up(self) -> bool:
        return self.door in ("open", "waiting")

    @property
    def is_online(self) -> bool:
        return self.kind in ("online", "video")


@dataclass(frozen=True, slots=True)
class PublishedSpeaker:
    name: str
    affiliation: str


@dataclass(frozen=True, slots=True)
class PublishedHandout:
    key: int
    title: str
    file_name: str
    size: int


@dataclass(frozen=True, slots=True)
class PublishedFile:
    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PublishedSession:
    """One meeting of a public series. `month` (its first day) stands in while `day` is not fixed."""

    key: int
    title: str
    title_kana: str
    number: int
    label: str
    topic: str
    theme: str
    kind: str
    kind_label: str
    audience: str
    audience_words: str
    description: str
    fee_yen: int | None
    contact: str
    organiser: str
    body: str
    body_code: str
    status: str
    day: date | None
    month: date | None
    starts: time | None
    ends: time | None
    place: str
    address: str
    access: str
    area: str
    has_acp_content: bool
    revision: int
    changed_at: datetime
    channels: tuple[PublishedChannel, ...]
    speakers: tuple[PublishedSpeaker, ...] = ()
    handouts: tuple[PublishedHandout, ...] = ()

    @property
    def is_cancelled(self) -> bool:
        return self.status == "cancelled"

    @property
    def last_day(self) -> date | None:
        """The last day on which anybody can still take part."""
        days = [one.day for one in self.channels if one.day is not None and not one.is_cancelled]
        return max([*days, self.day] if self.day else days, default=None)
