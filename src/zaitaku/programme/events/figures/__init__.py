"""Figures of events: who came, how often they were held, what those who came answered."""

from django.utils.translation import gettext_lazy as _

from zaitaku.programme.events.choices import ChannelKind, Measure, counting
from zaitaku.programme.events.figures import (
    answer_share,
    attendance,
    coverage,
    persons,
    places,
    reported,
    sessions_held,
)
from zaitaku.programme.indicators.figures import FigureFunction

OWNERS: dict[str, tuple[str, ...]] = {"owners": ("all",)}
CHANNELS: dict[str, tuple[str, ...]] = {"channels": tuple(ChannelKind)}

ATTENDANCE = FigureFunction(
    compute=attendance.compute,
    records=attendance.records,
    version=3,
    formula=_(
        "Attendance of every channel of every session held in the year, added up (person-times); a total that the"
        " organiser reports stands for the sessions of its days. Views of videos and calls are not persons. Of certain"
        " channels only, where the indicator names them."
    ),
    params=("series",),
    optional=("owner", "owners", "channels"),
    choices=OWNERS | {"channels": tuple(counting(Measure.ATTENDANCE))},
)
PERSONS = FigureFunction(
    compute=persons.compute,
    records=persons.records,
    version=2,
    formula=_(
        "Different people who came in the year. Equal name and contact are one person; where names or contacts are"
        " missing, or different names share a contact, the number lies between two ends: nobody, or everybody"
        " possible, came more than once."
    ),
    params=("series",),
    optional=("owner", "owners"),
    choices=OWNERS,
)
VIEWS = FigureFunction(
    compute=attendance.compute_views,
    records=attendance.view_records,
    version=2,
    formula=_(
        "Views of the videos of every session of the year, added up (times, never persons); a total that the organiser"
        " reports stands for the sessions of its days."
    ),
    params=("series",),
    optional=("owner", "owners"),
    choices=OWNERS,
)
SESSIONS_HELD = FigureFunction(
    compute=sessions_held.compute,
    records=sessions_held.records,
    version=3,
    formula=_(
        "Number of sessions held in the year, planned while sessions are still to come, to follow while nobody has"
        " said of one that is over whether it was held; a number that the organiser reports stands for the sessions of"
        " its days. Those with certain channels only, where the indicator names them."
    ),
    params=("series",),
    optional=("owner", "owners", "channels"),
    choices=OWNERS | CHANNELS,
)
SESSIONS_PLANNED = FigureFunction(
    compute=reported.compute_planned,
    records=sessions_held.session_rows,
    version=1,
    formula=_("Number of sessions that the plan wants in the year, as entered with the series."),
    params=("series",),
    optional=("owner", "owners"),
    choices=OWNERS,
)
REPORTED = FigureFunction(
    compute=reported.compute,
    records=reported.records,
    version=2,
    formula=_(
        "Persons or places as the organiser reports them for the whole run; consultations likewise, with the calls"
        " counted on single days added up."
    ),
    params=("series", "measure"),
    optional=("owner", "owners"),
    choices=OWNERS | {"measure": reported.MEASURES},
)
PLACES = FigureFunction(
    compute=places.compute,
    records=places.records,
    version=2,
    formula=_(
        "Places with at least one session held in the year, each counted once; those of certain channels, where the"
        " indicator names them."
    ),
    params=("series",),
    optional=("owner", "owners", "of", "channels"),
    choices=OWNERS | CHANNELS | {"of": ("places", "organisers", "areas")},
)
ANSWER_SHARE = FigureFunction(
    compute=answer_share.compute,
    records=answer_share.records,
    version=3,
    formula=_(
        "Share of answers that count, per session and channel; pooled where every fraction is known. Counted from the"
        " responses themselves where they are kept, without those who left the question out unless the base is all."
    ),
    params=("series", "question"),
    optional=("owner", "counts", "base"),
    choices={"base": ("answered", "all")},
)
COVERAGE = FigureFunction(
    compute=coverage.compute,
    records=coverage.records,
    version=2,
    formula=_("Daily living areas with at least one session held in the year, as a share of all of them."),
    params=("series",),
    optional=("owner", "owners"),
    choices=OWNERS,
)
