"""Names leave when a series no longer needs them; what is counted, and who met whom by digest, stays."""

from datetime import datetime

from django.db import transaction

from zaitaku.core.mail.actions import forget
from zaitaku.programme.events.models import Series
from zaitaku.programme.meetings.models import Slot
from zaitaku.programme.meetings.queries.removal import enrolments_of, members_of, trainees_of


@transaction.atomic
def remove(*, series: Series, now: datetime) -> dict[str, int]:
    """Empty names, contacts and offices of the series' meetings, and the letters; how many rows of each kind."""
    members, enrolled, trainees = members_of(series), enrolments_of(series), trainees_of(series)
    slots = Slot.objects.filter(round__series=series)
    about = [f"meetings.trainee:{pk}" for pk in trainees.values_list("pk", flat=True)]
    letters = forget(about=about + [f"meetings.slot:{pk}" for pk in slots.values_list("pk", flat=True)])
    slots.update(email="")  # the team's, which may name somebody
    return {
        "letters": letters,
        "members": members.update(name="", office="", removed_at=now),
        "enrolments": enrolled.update(name="", kana="", email="", office="", removed_at=now),
        "trainees": trainees.update(name="", email="", removed_at=now),
    }
