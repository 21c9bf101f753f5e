"""Figures of the directory of community groups."""

from django.utils.translation import gettext_lazy as _

from zaitaku.programme.facilities.figures import listed
from zaitaku.programme.indicators.figures import FigureFunction

LISTED_GROUPS = FigureFunction(
    compute=listed.compute,
    records=listed.records,
    version=1,
    formula=_(
        "Groups on the public list on the day: approved, agreed to, not ended, confirmed within the months and days of"
        " grace of the directory; before the directory was kept here, the number of the former list."
    ),
    params=(),
    optional=("by",),
    choices={"by": ("kind", "area")},
)

__all__ = ["LISTED_GROUPS"]
