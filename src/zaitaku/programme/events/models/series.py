"""Series, their sessions, and each session's channels."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.figure import UNITS
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.programme.events.choices import (
    KIND_OF,
    TOOLS,
    Admission,
    Audience,
    ChannelKind,
    Measure,
    SeriesKind,
    SessionStatus,
    Tool,
    counted_as,
)

KEPT_DAYS = 180  # default: personal data of a series goes half a year after its last session


class Series(models.Model):
    """A year's run of one event, such as 在宅療養講演会 of FY2023; `planned_sessions` is the plan's "3回/年"."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="event_series")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    title_kana = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=SeriesKind.choices)
    fiscal_year = models.PositiveSmallIntegerField()
    planned_sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.RESIDENTS)
    audience_text = models.CharField(max_length=200, blank=True)
    description = models.TextField(max_length=2000, blank=True)
    fee_yen = models.PositiveIntegerField(null=True, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=False)
    asks_area = models.BooleanField(default=False)
    asks_age_group = models.BooleanField(default=False)
    asks_needs = models.BooleanField(default=True)
    keeps_days = models.PositiveSmallIntegerField(default=KEPT_DAYS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "code", "fiscal_year"], name="series_once_a_year"),
            models.CheckConstraint(condition=Q(keeps_days__gte=1), name="series_keeps_at_least_a_day"),
        ]
        indexes = [models.Index(fields=["fiscal_year", "title"], name="series_by_year")]
        ordering = ["-fiscal_year", "code"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    @property
    def offers(self) -> frozenset[Tool]:
        return TOOLS[SeriesKind(self.kind)]


class Session(models.Model):
    """One meeting. `planned_month` (its first day) stands in while the day is not fixed or not known.

    Empty `audience_text`, `fee_yen` and `contact` mean what the series says: ask `audience_words`, `fee`,
    `contact_words`. `called_off_because` is told to whoever signed up.
    `revision` grows with every change a calendar should tell its readers (RFC 5545 SEQUENCE), `changed_at` says when.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    theme = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=SessionStatus.choices, default=SessionStatus.PLANNED)
    held_on = models.DateField(null=True, blank=True)
    planned_month = models.DateField(null=True, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    access = models.CharField(max_length=300, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="event_sessions")
    has_acp_content = models.BooleanField(default=False)
    audience_text = models.CharField(max_length=200, blank=True)
    fee_yen = models.PositiveIntegerField(null=True, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    called_off_because = models.CharField(max_length=300, blank=True)
    minutes = models.TextField(max_length=20000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    told = 0  # not kept: how many people the action that gave this row wrote to

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="session_number_from_1"),
            models.CheckConstraint(
                condition=Q(planned_month=None) | Q(planned_month__day=1), name="planned_month_is_a_first"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gt=F("starts")), name="session_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["held_on"], name="session_by_day")]
        ordering = ["series", "number"]

    def __str__(self) -> str:
        return f"{self.series} 第{self.number}回"

    @property
    def label(self) -> str:
        return f"第{self.number}回"

    @property
    def audience_words(self) -> str:
        return self.audience_text or self.series.audience_text or self.series.get_audience_display()

    @property
    def fee(self) -> int | None:
        """In yen; 0 is free of charge, None is not said."""
        return self.series.fee_yen if self.fee_yen is None else self.fee_yen

    @property
    def contact_words(self) -> str:
        return self.contact or self.series.contact

    @property
    def day_or_month(self) -> date | None:
        """Its day, or while that is not fixed or known the first of its month."""
        return self.held_on or self.planned_month

    @property
    def where(self) -> str:
        """The place and what the venue adds to its name; "" where nothing is said."""
        return _where(self.place, self.venue)

    @property
    def place_key(self) -> str:
        """What makes two sessions' places the same: the organisation, or else the words of the venue without regard
        to width, case and spaces; "" where nothing says where it was."""
        if self.place_id:
            return f"place {self.place_id}"
        return folded(self.venue)


def _where(place: Organisation | None, venue: str) -> str:
    return " ".join(part for part in (place.name if place else "", venue) if part)


class Speaker(models.Model):
    """Who speaks at a session; `organisation` where it is one of the directory's."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=100)
    affiliation = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "position"], name="speaker_position_once")]
        ordering = ["session", "position"]

    def __str__(self) -> str:
        return self.name


class Handout(models.Model):
    """A file given out at a session. It lies in the database, so that a backup has it and a refused upload leaves
    nothing behind; at most actions.LARGEST_HANDOUT bytes."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="handouts")
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    is_public = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return self.title


class Channel(models.Model):
    """A way to take part in a session: 本会場, 同時上映, Zoom, 後日上映会, each with its own place, time and seats.

    Empty `held_on`, `starts`, `ends`, `venue`, `place` and `address` mean those of the session. `capacity` None has
    no limit. `taken` counts the seats of confirmed sign-ups and `waiting` the entries of the waiting list; both change
    only together with a sign-up while the channel's row is locked, and the database refuses more seats than there are.
    `last_number` is the last reception number given out.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=20, choices=ChannelKind.choices)
    label = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=SessionStatus.choices, blank=True)
    held_on = models.DateField(null=True, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    join_url = models.URLField(max_length=500, blank=True)
    admission = models.CharField(max_length=12, choices=Admission.choices, default=Admission.OPEN)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    has_waiting_list = models.BooleanField(default=True)
    largest_group = models.PositiveSmallIntegerField(default=4)
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    told = 0  # as with a session

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "label"], name="channel_label_once"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="channel_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="channel_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gt=F("starts")), name="channel_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(largest_group__gte=1), name="channel_takes_at_least_one"),
        ]
        indexes = [models.Index(fields=["held_on"], name="channel_by_day")]
        ordering = ["session", "position"]

    def __str__(self) -> str:
        return f"{self.session} {self.label}"

    @property
    def day(self) -> date | None:
        """Its own day, or else the session's."""
        return self.held_on or self.session.held_on

    @property
    def day_or_month(self) -> date | None:
        return self.held_on or self.session.day_or_month

    @property
    def measure(self) -> Measure:
        """What its recorded number counts."""
        return counted_as(self.kind)

    @property
    def unit(self) -> str:
        return UNITS[KIND_OF[self.measure]]

    @property
    def own_status(self) -> str:
        """Its own state (a later screening may still lie ahead), or else the session's."""
        return self.status or self.session.status

    @property
    def is_cancelled(self) -> bool:
        """By itself or with its session."""
        return SessionStatus.CANCELLED in (self.status, self.session.status)

    @property
    def where(self) -> str:
        """Its own place, or else the session's; "" for what is watched from anywhere."""
        return _where(self.place, self.venue) or ("" if self.is_elsewhere else self.session.where)

    @property
    def is_elsewhere(self) -> bool:
        """Not where the session is, so that its address and the way to it say nothing."""
        return bool(self.place_id or self.venue) or self.kind in (ChannelKind.ONLINE, ChannelKind.VIDEO)

    @property
    def free(self) -> int | None:
        """Seats that are left; None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken
