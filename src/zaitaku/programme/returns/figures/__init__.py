"""Figures of returns: values added up over organisations and months, rates, shares."""

from django.utils.translation import gettext_lazy as _

from zaitaku.programme.indicators.figures import FigureFunction
from zaitaku.programme.returns.figures import rate, value

WINDOW: dict[str, tuple[str, ...]] = {"window": ("year", "latest")}

VALUE = FigureFunction(
    compute=value.compute,
    records=value.records,
    version=1,
    formula=_(
        "Values of the element added up over organisations and the months of the year; of running totals and "
        "stands, those of the latest day. The parts of the element are its breakdown."
    ),
    params=("form", "element"),
    optional=("organisations", "expected", "by", "window"),
    choices={"by": ("organisation",)} | WINDOW,
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
