"""How many residents aged 65 or more organisations serve."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.models import Catchment


def catchments_on(organisations: QuerySet[Organisation], on: date, text: str = "") -> QuerySet[Catchment]:
    """Of each organisation the number that counts on a day: the latest up to it."""
    latest = Catchment.objects.filter(organisation=OuterRef("organisation"), as_of__lte=on).order_by("-as_of")
    rows = Catchment.objects.filter(organisation__in=organisations, pk=Subquery(latest.values("pk")[:1]))
    if text:
        rows = rows.filter(Q(organisation__name__icontains=text) | Q(organisation__code__icontains=text))
    return rows.select_related("organisation").order_by("organisation__kind", "organisation__code", "pk")
