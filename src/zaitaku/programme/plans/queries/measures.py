"""Which figures a plan version asks for."""

from django.db.models import QuerySet

from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.plans.models import PlanVersion


def measures_of(version: PlanVersion) -> QuerySet[Indicator]:
    """Indicators that the version's plan indicators name as their measures, each once, by code."""
    named = Indicator.objects.filter(plan_indicators__node__version=version).distinct()
    return named.select_related("area", "owner").order_by("code")
