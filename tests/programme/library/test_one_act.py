"""One act of sharing counts once, however the addressees of a day are cut into sendings."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, indicators, library
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.library.actions.sharing import NobodyNew
from zaitaku.programme.library.figures import SHARINGS
from zaitaku.programme.library.models import Sharing

DAYS = [date(2023, 10, 2), date(2023, 10, 3), date(2024, 4, 1)]
# A sending: which day, which of five organisations, which of three addresses.
SENDING = st.tuples(st.integers(0, 2), st.sets(st.integers(0, 4)), st.sets(st.integers(0, 2)))


@pytest.mark.django_db(transaction=False)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sendings=st.lists(SENDING, max_size=7))
def test_any_cut_of_a_days_addressees_is_one_act(sendings):
    from django.db import transaction

    with transaction.atomic():
        owner = core.organisation()
        places = [core.organisation(area=owner.area) for _ in range(5)]
        version = library.version(document=library.document(owner=owner))
        want: dict[date, set[str]] = {}
        for day, chosen, addresses in sendings:
            emails = [f"a{number}@example.jp" for number in addresses]
            names = {places[number].name for number in chosen} | set(emails)
            try:
                library.shared(
                    version=version,
                    on=DAYS[day],
                    organisations=[places[number] for number in chosen],
                    emails=emails,
                    by_letter=False,
                    now=library.NOW.replace(year=2024, month=5),
                )
            except NobodyNew:
                assert names <= want.get(DAYS[day], set())
            want.setdefault(DAYS[day], set()).update(names)
        want = {day: names for day, names in want.items() if names}
        found = {
            one.shared_on: {
                each.organisation.name if each.organisation else each.email for each in one.addressees.all()
            }
            for one in Sharing.objects.filter(version=version)
        }
        assert found == want
        indicator = indicators.indicator(area=owner.area, function="library.sharings", params={}, unit="回")
        figure = SHARINGS.compute([indicator], FiscalYear(2023), date(2024, 3, 31))[indicator.code]
        in_year = sum(day < date(2024, 4, 1) for day in want)
        assert (figure.value or 0) == in_year
        assert figure.is_open == (in_year == 0), "nothing shared yet is unknown, not 0"
        transaction.set_rollback(True)
