"""Videos that were published for their own sake, and how often they were watched.

Which is for what: a video that is one way of taking part in a session (後日配信 of a lecture) is a channel of the kind
"video" in `events`; its views are recorded there, beside the other channels, and `events.views` counts them. Videos of
this table stand for themselves (a film about home care, a lesson by an association) or carry a session's recording on
after it has been settled. The two are never added up: a video that counts as a channel is not entered here, and the
forms refuse a session that has such a channel.
"""

from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.models import Recorded, one_current_row, superseded_after_recorded, value_fits_state
from zaitaku.programme.events.choices import Audience
from zaitaku.programme.events.models import Session


class Video(models.Model):
    """Published from `published_on` until and with `published_to`; without the latter for good."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="library_videos")
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=500)
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="library_videos")
    published_on = models.DateField()
    published_to = models.DateField(null=True, blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.RESIDENTS)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "address"], name="video_address_once"),
            models.CheckConstraint(
                condition=Q(published_to=None) | Q(published_to__gte=F("published_on")),
                name="video_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["published_on"], name="videos_by_day")]
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class ViewCount(Recorded):
    """How often a video was watched in a month, as its platform says: times, never people."""

    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="views")
    month = models.DateField()

    class Meta:
        constraints = [
            one_current_row("video", "month", name="views_one_current"),
            value_fits_state("views_value_fits_state"),
            superseded_after_recorded("views_superseded_after"),
            models.CheckConstraint(condition=Q(month__day=1), name="views_month_is_a_first"),
        ]
        ordering = ["video", "month", "-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.video} {self.month:%Y-%m}"
