"""How many residents aged 65 or more each organisation serves."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.returns.models import Catchment


@transaction.atomic
def record_catchments(
    *, residents: Mapping[Organisation, int], as_of: date, source: str, by: Person
) -> list[Catchment]:
    """All of one day; a number recorded for that day before is replaced, the same number is left as it is."""
    known = {
        one.organisation_id: one
        for one in Catchment.objects.select_for_update().filter(as_of=as_of, organisation__in=list(residents))
    }
    kept = []
    for organisation, number in residents.items():
        row = known.get(organisation.pk) or Catchment(organisation=organisation, as_of=as_of)
        before = {"residents_65": row.residents_65, "source": row.source} if row.pk else None
        after = {"residents_65": number, "source": source}
        if before != after:
            row.residents_65, row.source = number, source
            row.save()
            details = {"as_of": as_of.isoformat(), "before": before, "after": after}
            record(by=by, action="returns.record_catchment", subject=organisation, details=details)
        kept.append(row)
    return kept


@transaction.atomic
def remove_catchment(*, catchment: Catchment, by: Person) -> None:
    details = {"as_of": catchment.as_of.isoformat(), "residents_65": catchment.residents_65}
    record(by=by, action="returns.remove_catchment", subject=catchment.organisation, details=details)
    catchment.delete()
