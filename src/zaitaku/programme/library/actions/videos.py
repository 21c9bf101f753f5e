"""Videos, and how often they were watched in each month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import Entry, checked, supersede
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.choices import ChannelKind
from zaitaku.programme.events.models import Session
from zaitaku.programme.library.actions.refused import LibraryRefused
from zaitaku.programme.library.models import Video, ViewCount


class CountedElsewhere(LibraryRefused):
    """The video is a channel of its session, where its views are recorded."""


class NotYet(LibraryRefused):
    """A month in which the video was not published, or that has not begun."""


class VideoFields(TypedDict):
    title: str
    address: str
    session: Session | None
    published_on: date
    published_to: date | None
    audience: str
    minutes: int | None
    description: str


@transaction.atomic
def add_video(*, owner: Organisation, by: Person, now: datetime, **fields: Unpack[VideoFields]) -> Video:
    """Raises CountedElsewhere, EventRefused (the owner has the address), LibraryRefused."""
    _check(fields)
    video = Video(owner=owner, created_at=now, **fields)
    refusal = _("The owner has a video with this address already.")
    details = {"owner": owner.pk, "published_on": fields["published_on"].isoformat(), "address": fields["address"]}
    rows.create(video, refusal=refusal, by=by, action="library.add_video", details=details)
    return video


@transaction.atomic
def change_video(*, video: Video, by: Person, **fields: Unpack[VideoFields]) -> Video:
    """Raises CountedElsewhere, LibraryRefused."""
    _check(fields)
    twins = Video.objects.filter(owner=video.owner_id, address=fields["address"]).exclude(pk=video.pk)
    if twins.exists():
        raise LibraryRefused(_("The owner has a video with this address already."))
    rows.change(video, fields, by=by, action="library.change_video")
    return video


def _check(fields: VideoFields) -> None:
    session, ends = fields["session"], fields["published_to"]
    if ends is not None and ends < fields["published_on"]:
        raise LibraryRefused(_("The last day lies before the first. Correct one of them."))
    if session is not None and session.channels.filter(kind=ChannelKind.VIDEO).exists():
        raise CountedElsewhere(
            _("%(session)s has a channel “video”: record its views there, so that they are not counted twice.")
            % {"session": session}
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """The views of one month; `expected` is the key of the row that the person saw."""

    video: Video
    month: date
    entry: Entry
    expected: int | None


@transaction.atomic
def record_views(*, counts: Sequence[Counted], by: Person, now: datetime) -> list[ViewCount]:
    """All or none. Raises NotYet, DoesNotFit, ChangedMeanwhile."""
    list(Video.objects.select_for_update().filter(pk__in={one.video.pk for one in counts}).order_by("pk").values("pk"))
    return [_record(one, by, now) for one in counts]


def _record(one: Counted, by: Person, now: datetime) -> ViewCount:
    what = f"{one.video.title} {one.month:%Y-%m}"
    if reason := month_refused(one.video, one.month, today=timezone.localdate(now)):
        raise NotYet(f"{what}：{reason}")
    entry = checked(one.entry, kind=Kind.TIMES, what=what)
    current = one.video.views.filter(month=one.month, superseded_at=None).first()
    made = supersede(
        current, entry, new=ViewCount(video=one.video, month=one.month), expected=one.expected, by=by, at=now, what=what
    )
    if made != current:
        before = Entry.of(current).as_json() if current else None
        details: Mapping[str, object] = {"month": one.month.isoformat(), "before": before, "after": entry.as_json()}
        record(by=by, action="library.record_views", subject=one.video, details=details)
    return made


def month_refused(video: Video, month: date, *, today: date) -> str:
    """Why no views can be recorded for a month; "" where they can."""
    if month > today:
        return _("the month has not begun.")
    if month < video.published_on.replace(day=1) or (video.published_to and month > video.published_to):
        return _("the video was not published in that month.")
    return ""
