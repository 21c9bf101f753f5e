"""Figures of what happens within meetings: who completed a course, who went along on visits, what hospitals say."""

from django.utils.translation import gettext_lazy as _

from zaitaku.programme.indicators.figures import FigureFunction
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel, WishStatus
from zaitaku.programme.meetings.figures import completion, issues, visits, wishes

COMPLETION = FigureFunction(
    compute=completion.compute,
    records=completion.records,
    version=2,
    formula=_(
        "People who came to as many parts of the course as its rule asks and did not withdraw, each once; as a share:"
        " of everybody who was enrolled by the day."
    ),
    params=("series",),
    optional=("owner", "share"),
    choices={"share": ("enrolled",)},
)
VISITING_HOSPITALS = FigureFunction(
    compute=visits.hospitals,
    records=visits.trainee_records,
    version=2,
    formula=_(
        "Hospitals of which at least one person has gone along on a visit; or, taking part: of which at least one"
        " person was entered by the day and has not withdrawn."
    ),
    params=("series",),
    optional=("owner", "hospitals"),
    choices={"hospitals": ("visited", "taking_part")},
)
TRAINEES = FigureFunction(
    compute=visits.trainees,
    records=visits.trainee_records,
    version=2,
    formula=_(
        "People of hospitals who have gone along on a visit, by hospital; planned while visits are still to come."
    ),
    params=("series",),
    optional=("owner",),
)
REVIEWS = FigureFunction(
    compute=visits.reviews,
    records=visits.review_records,
    version=2,
    formula=_("Hospitals whose review training has been held; 意向確認中 while hospitals are being asked."),
    params=("series",),
    optional=("owner",),
)
WISHES = FigureFunction(
    compute=wishes.compute,
    records=wishes.records,
    version=2,
    formula=_(
        "Wishes voiced in the year; or those of them that found a supporter, came true or were closed by the day;"
        " or, by their end: those that got so far in the year, whenever they were voiced."
    ),
    params=(),
    optional=("status", "by"),
    choices={"status": (WishStatus.MATCHED, WishStatus.DONE, WishStatus.CLOSED), "by": ("raised", "ended")},
)
ISSUES = FigureFunction(
    compute=issues.compute,
    records=issues.records,
    version=3,
    formula=_(
        "Issues of one level raised in the year; or those of them that stood in one state on the day; or, by their"
        " end: those that came to it in the year, whenever they were raised."
    ),
    params=("level",),
    optional=("status", "by"),
    choices={"level": tuple(IssueLevel), "status": tuple(FollowUp), "by": ("raised", "ended")},
)
