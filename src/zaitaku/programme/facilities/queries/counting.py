"""How many groups were listed on a day, from the steps of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zaitaku.analysis.listing import Step, Turn, standing
from zaitaku.programme.facilities.choices import TURNS, StepKind
from zaitaku.programme.facilities.models import Directory, Entry, GroupStep


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """A group that was listed on the day, and the entry that stood there then."""

    group: int
    directory: int
    entry: Entry
    confirmed_on: date


def listed_groups(directories: Iterable[Directory], day: date) -> list[ListedGroup]:
    """Two queries, whatever the number of groups."""
    by_pk = {one.pk: one for one in directories}
    rows = GroupStep.objects.filter(group__directory__in=by_pk, on__lte=day, kind__in=[*TURNS, StepKind.HIDDEN])
    steps: dict[int, list[Step]] = defaultdict(list)
    directory_of: dict[int, int] = {}
    stood: dict[int, tuple[date, int]] = {}
    for group, directory, on, kind, entry in rows.order_by("on", "pk").values_list(
        "group", "group__directory", "on", "kind", "entry"
    ):
        directory_of[group] = directory
        if kind in TURNS:
            steps[group].append(Step(on, Turn(kind)))
        if kind in (StepKind.APPROVED, StepKind.HIDDEN) and entry is not None:
            stood[group] = (on, entry)
    listed = {}
    for group, own in steps.items():
        found = standing(own, day)
        if group in stood and found.listed(day, by_pk[directory_of[group]].rule):
            listed[group] = found
    entries = Entry.objects.select_related("area__parent").in_bulk([stood[group][1] for group in listed])
    return [
        ListedGroup(group, directory_of[group], entries[stood[group][1]], found.confirmed_on or day)
        for group, found in listed.items()
    ]
