"""Figures of the library: acts of sharing, the casebook, videos and how often they were watched."""

from django.utils.translation import gettext_lazy as _

from zaitaku.programme.indicators.figures import FigureFunction
from zaitaku.programme.library.choices import DocumentKind, Scene
from zaitaku.programme.library.figures import casebook, sharings, videos, views

SHARINGS = FigureFunction(
    compute=sharings.compute,
    records=sharings.records,
    version=1,
    formula=_(
        "Acts of sharing in the year: one version on one day is one, however many addressees it had and however often"
        " it was sent on that day; acts that were taken back do not count."
    ),
    params=(),
    optional=("owner", "kind"),
    choices={"kind": tuple(DocumentKind)},
)
EDITIONS = FigureFunction(
    compute=casebook.editions,
    records=casebook.edition_records,
    version=1,
    formula=_("Editions of the casebook issued in the year; one that stopped being offered afterwards was issued too."),
    params=(),
    optional=("owner",),
)
CASES = FigureFunction(
    compute=casebook.cases,
    records=casebook.case_records,
    version=1,
    formula=_("Cases in the casebook's editions of the year, each once in the year."),
    params=(),
    optional=("owner", "scene"),
    choices={"scene": tuple(Scene)},
)
VIDEOS = FigureFunction(
    compute=videos.compute,
    records=videos.records,
    version=1,
    formula=_(
        "Videos of the library published in the year; videos that are a channel of a session are not among them."
    ),
    params=(),
    optional=("owner",),
)
VIEWS = FigureFunction(
    compute=views.compute,
    records=views.records,
    version=1,
    formula=_(
        "How often the library's videos were watched in the months of the year that are over, by video; to follow"
        " while a month in which one was published is not entered. Times, never people."
    ),
    params=(),
    optional=("owner",),
)
