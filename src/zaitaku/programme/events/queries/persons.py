"""What is known of the people who came to a series: arrivals by name, and head counts without."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from zaitaku.analysis.figure import State
from zaitaku.analysis.persons import Arrived
from zaitaku.core.records.models import Recorded
from zaitaku.programme.events.choices import Measure, SessionStatus, counting
from zaitaku.programme.events.models import Attendance, Channel, CheckIn


@dataclass(slots=True)
class Known:
    """A series' arrivals, the state of each channel's count, and how many records they rest on. `is_whole`: no
    channel was left out."""

    arrivals: list[Arrived] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    records: int = 0
    is_whole: bool = True


def known(series: Collection[int], as_of: date, *, without: Collection[int] = ()) -> dict[int, Known]:
    """Series id → what was known by `as_of`, sessions in `without` left out. Three queries.

    Videos and calls do not count, nor what was called off. An occasion is a channel. Of a head count above the
    check-ins of its channel the rest came without a name.
    """
    found = {pk: Known() for pk in series}
    channels: dict[int, Channel] = {}
    ways = Channel.objects.filter(session__series__in=series).filter(kind__in=counting(Measure.ATTENDANCE))
    ways = ways.exclude(status=SessionStatus.CANCELLED).exclude(session__status=SessionStatus.CANCELLED)
    for channel in ways.select_related("session"):
        if channel.session_id not in without and (channel.day_or_month or as_of) <= as_of:
            channels[channel.pk] = channel
        else:
            found[channel.session.series_id].is_whole = False
    people = _checked_in(found, channels)
    rows = _counts(channels, as_of)
    for pk, channel in channels.items():
        one, row = found[channel.session.series_id], rows.get(pk)
        if row is None and channel.own_status != SessionStatus.HELD and pk not in people:
            continue
        one.states.append(State(row.state) if row else State.TO_FOLLOW)
        if row is not None and row.value is not None:
            one.records += 1
            if (rest := int(row.value) - people.get(pk, 0)) > 0:
                one.arrivals.append(Arrived(pk, rest))
    return found


def _checked_in(found: dict[int, Known], channels: dict[int, Channel]) -> dict[int, int]:
    """Channel id → people, each arrival put with its series."""
    people: dict[int, int] = {}
    rows = CheckIn.objects.filter(channel__in=channels, undone_at=None).select_related("sign_up")
    for row in rows.order_by("pk"):
        name, contacts = row.name, [row.email]
        if row.sign_up is not None:
            name, contacts = row.sign_up.name, [row.sign_up.email, row.sign_up.phone]
        one = found[channels[row.channel_id].session.series_id]
        one.arrivals.append(Arrived(row.channel_id, row.people, name, [text for text in contacts if text]))
        one.records += 1
        people[row.channel_id] = people.get(row.channel_id, 0) + row.people
    return people


def _counts(channels: dict[int, Channel], as_of: date) -> dict[int, Attendance]:
    rows: Iterable[Attendance] = Attendance.objects.filter(channel__in=channels, superseded_at=None)
    return {row.channel_id: row for row in rows if _is_known(row, as_of)}


def _is_known(row: Recorded, as_of: date) -> bool:
    return row.as_of is None or row.as_of <= as_of
