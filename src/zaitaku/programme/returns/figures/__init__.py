"""Figures of returns: values added up over organisations and months, rates, shares."""

from django.utils.translation import gettext_lazy as _

from zaitaku.programme.indicators.figures import FigureFunction
from zaitaku.programme.returns.figures import rate, reporters, value

WINDOW: dict[str, tuple[str, ...]] = {"window": ("year", "latest")}

VALUE = FigureFunction(
    compute=value.compute,
    records=value.records,
    version=2,
    formula=_(
        "Values of the element added up over organisations and the months of the year; of running totals and "
        "stands, those of the latest day. The parts of the element are its breakdown. Of a collected form sheets "
        "sent in count, preliminary until they are accepted; while one that was asked for is missing, the sum stays "
        "open and says how many places have reported."
    ),
    params=("form", "element"),
    optional=("organisations", "expected", "by", "window", "breakdown"),
    choices={"by": ("organisation",)} | WINDOW,
)
REPORTERS = FigureFunction(
    compute=reporters.compute,
    records=reporters.records,
    version=1,
    formula=_(
        "Organisations whose sheet was sent in, of those that were asked and not excused, in the latest round from "
        "which anybody (or, with the window “complete”, everybody) reported. A sheet that adds up several counts as "
        "that many."
    ),
    params=("form",),
    optional=("organisations", "window"),
    choices={"window": ("latest", "complete")},
)
RATE = FigureFunction(
    compute=rate.compute,
    records=rate.records,
    version=1,
    formula=_("100 × numerator ÷ denominator, rounded half up, for the whole and for every part of the same name."),
    params=("form", "numerator", "denominator"),
    optional=("organisations", "window", "decimals"),
    choices=WINDOW,
)
SHARES = FigureFunction(
    compute=value.compute_shares,
    records=value.records,
    version=1,
    formula=_("Shares as reported, in percent; their sum may differ from 100 by rounding."),
    params=("form", "element"),
    optional=("organisations", "window"),
    choices=WINDOW,
)
