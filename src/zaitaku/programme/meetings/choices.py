from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TableKind(TextChoices):
    HALL = "hall", _("In the hall")
    ONLINE = "online", _("Online")


class MemberStatus(TextChoices):
    EXPECTED = "expected", _("Expected")
    LATE = "late", _("Added late")
    ABSENT = "absent", _("Did not come")


class BondKind(TextChoices):
    TOGETHER = "together", _("Keep together")
    APART = "apart", _("Keep apart")


class RoundStatus(TextChoices):
    ASKING = "asking", _("Wishes come in")
    MATCHED = "matched", _("Matched")
    SETTLED = "settled", _("Settled")


class HalfDay(TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    DAY = "day", _("Whole day")


class VisitStatus(TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    DONE = "done", pgettext_lazy("visit", "Done")
    CANCELLED = "cancelled", pgettext_lazy("visit", "Called off")


class ReviewStatus(TextChoices):
    """Where the hospital stands with its 振り返り研修."""

    ASKING = "asking", _("Being asked")
    WANTED = "wanted", _("Wanted")
    DONE = "done", pgettext_lazy("review", "Done")
    DECLINED = "declined", _("Declined")


class Audience(TextChoices):
    """Whom one of the two questionnaires on accompanied visits asks."""

    STAFF = "staff", _("Hospital staff who went along")
    TEAM = "team", _("Teams that took somebody along")


class WishStatus(TextChoices):
    VOICED = "voiced", _("Voiced")
    MATCHED = "matched", _("Supporters found")
    DONE = "done", pgettext_lazy("wish", "Come true")
    CLOSED = "closed", pgettext_lazy("wish", "Closed without")


class IssueLevel(TextChoices):
    CASE = "case", _("Issue of a case")
    AREA = "area", _("Issue of the area")
    PROPOSAL = "proposal", _("Proposal")


class FollowUp(TextChoices):
    OPEN = "open", pgettext_lazy("follow-up", "Open")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", pgettext_lazy("follow-up", "Done")
    DROPPED = "dropped", pgettext_lazy("follow-up", "Dropped")

    @property
    def is_open(self) -> bool:
        return self in (FollowUp.OPEN, FollowUp.UNDER_WAY)
