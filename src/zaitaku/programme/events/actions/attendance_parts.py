"""Who came by profession, office, area or age group, counted by hand where nobody was checked in by name."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import DoesNotFit, Entry, changed_meanwhile, checked, close, supersede
from zaitaku.programme.events.actions.checkin import ViewsAreNoPersons
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import Dimension, Measure
from zaitaku.programme.events.models import Attendance, AttendancePart, Channel

MOST_CATEGORIES = 300


class NoHeadCount(EventRefused):
    """There is no number of people to break down."""


@transaction.atomic
def record_parts(
    *, channel: Channel, dimension: Dimension, counts: Mapping[str, int], seen: frozenset[int], by: Person
) -> int:
    """The whole break-down of one dimension; categories left out are taken away. How many rows changed.

    `seen` are the ids of the rows that the person saw. The counts may leave people out (不明) but not exceed the head
    count. Raises NoHeadCount, DoesNotFit, ViewsAreNoPersons, ChangedMeanwhile.
    """
    channel = Channel.objects.select_for_update(of=("self",)).select_related("session__series").get(pk=channel.pk)
    what = f"{channel.label} {dimension.label}"
    if channel.measure is not Measure.ATTENDANCE:
        raise ViewsAreNoPersons(
            _("“%(label)s” counts something else than people. Enter the number on the session's page.")
            % {"label": channel.label}
        )
    _check_sum(channel, counts, what)
    rows = AttendancePart.objects.filter(channel=channel, dimension=dimension, superseded_at=None)
    current = {row.category: row for row in rows}
    if {row.pk for row in current.values()} != seen:
        raise changed_meanwhile(what)
    changed = 0
    at = timezone.now()
    for category, count in counts.items():
        entry = checked(Entry(Decimal(count)), kind=Kind.PERSON_TIMES, what=f"{what} {category}")
        row = current.pop(category, None)
        new = AttendancePart(channel=channel, dimension=dimension, category=category)
        made = supersede(row, entry, new=new, expected=row.pk if row else None, by=by, at=at, what=what)
        changed += made is not row
    for row in current.values():
        close(row, at=at)
    changed += len(current)
    if changed:
        details = {"dimension": str(dimension), "categories": len(counts), "people": sum(counts.values())}
        record(by=by, action="events.record_parts", subject=channel, details=details)
    return changed


def _check_sum(channel: Channel, counts: Mapping[str, int], what: str) -> None:
    if len(counts) > MOST_CATEGORIES:
        raise DoesNotFit(_("%(what)s: at most %(most)s categories.") % {"what": what, "most": MOST_CATEGORIES})
    row = Attendance.objects.filter(channel=channel, superseded_at=None).first()
    if row is None or row.value is None:
        raise NoHeadCount(_("%(what)s: enter the number of people with the session first.") % {"what": what})
    total = sum(counts.values())
    if total > row.value:
        words = {"what": what, "total": total, "value": int(row.value)}
        raise DoesNotFit(
            _("%(what)s: the categories add up to %(total)s, but %(value)s came. Correct one of the two.") % words
        )
