"""Figures of events: who came, how often they were held, what those who came answered."""

from django.utils.translation import gettext_lazy as _

from zaitaku.programme.events.figures import answer_share, attendance, sessions_held
from zaitaku.programme.indicators.figures import FigureFunction

ATTENDANCE = FigureFunction(
    compute=attendance.compute,
    records=attendance.records,
    version=1,
    formula=_("Attendance of every channel of every session held in the year, added up (person-times)."),
    params=("series",),
    optional=("owner",),
)
SESSIONS_HELD = FigureFunction(
    compute=sessions_held.compute,
    records=sessions_held.records,
    version=1,
    formula=_("Number of sessions held in the year; planned while sessions are still to come."),
    params=("series",),
    optional=("owner",),
)
ANSWER_SHARE = FigureFunction(
    compute=answer_share.compute,
    records=answer_share.records,
    version=1,
    formula=_("Share of answers that count, per session and channel; pooled where every fraction is known."),
    params=("series", "question"),
    optional=("owner",),
)
