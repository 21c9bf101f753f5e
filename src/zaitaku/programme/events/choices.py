from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeriesKind(TextChoices):
    LECTURE = "lecture", _("Lecture")
    COURSE = "course", _("Course of several parts")
    SALON = "salon", _("Salon")
    CAFE = "cafe", _("Café")
    PHONE_DAY = "phone_day", _("Phone consultation day")
    PEER_MEETING = "peer_meeting", _("Peer meeting")
    CASE_MEETING = "case_meeting", _("Case meeting")
    TRAINING = "training", _("Training")
    VISIT = "visit", _("Accompanied visit")
    COMMITTEE = "committee", _("Committee")


class SessionStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Called off")


class ChannelKind(TextChoices):
    MAIN_HALL = "main_hall", _("Main hall")
    SIMULTANEOUS = "simultaneous", _("Simultaneous screening")
    ONLINE = "online", _("Online")
    LATER_SCREENING = "later_screening", _("Later screening")
    VIDEO = "video", _("Video")
