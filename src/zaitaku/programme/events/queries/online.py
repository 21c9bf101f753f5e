"""An online report beside the sign-ups of its channel."""

from collections import Counter
from collections.abc import Sequence

from zaitaku.analysis.online_report import Person, Report, from_json, name_key
from zaitaku.programme.events.choices import LIVE
from zaitaku.programme.events.models import OnlineReport, SignUp


def report_of(row: OnlineReport) -> Report:
    return from_json(row.rows)


def matched(persons: Sequence[Person], sign_ups: Sequence[SignUp]) -> dict[int, SignUp]:
    """Place of a person in the list → the sign-up: by the e-mail address, else by the name, where either fits one
    person and one sign-up only. Whoever fits several or none is left out."""
    found: dict[int, SignUp] = {}
    for of_person, of_sign_up in (
        ([person.email for person in persons], [one.email.casefold() for one in sign_ups]),
        ([name_key(person.name) for person in persons], [name_key(one.name) for one in sign_ups]),
    ):
        people, signed = Counter(of_person), Counter(of_sign_up)
        taken = {one.pk for one in found.values()}
        by_key = {key: one for key, one in zip(of_sign_up, sign_ups, strict=True) if key and signed[key] == 1}
        for place, key in enumerate(of_person):
            one = by_key.get(key)
            if one is not None and one.pk not in taken and place not in found and people[key] == 1:
                found[place] = one
    return found


def sign_ups_of(row: OnlineReport) -> list[SignUp]:
    """Those who may stand behind the report's names."""
    rows = SignUp.objects.filter(channel=row.channel_id, status__in=LIVE, removed_at=None)
    return list(rows.select_related("channel__session").order_by("number"))
