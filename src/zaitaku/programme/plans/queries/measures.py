"""Which figures a plan version can be measured and reported by."""

from django.db.models import QuerySet

from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.indicators.queries import indicators_of
from zaitaku.programme.plans.models import PlanVersion


def measures_of(version: PlanVersion) -> QuerySet[Indicator]:
    """Every figure of the plan's area: those its indicators name, and those that only the papers print. One query."""
    return indicators_of(version.plan.area)
