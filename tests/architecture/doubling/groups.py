"""Twice of directories, of groups with their entries and steps, and of former lists."""

from collections.abc import Mapping

from tests.architecture.doubling.rows import again, key, year_before
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.facilities.models import Directory, Entry, Group, ListedCount


def double_groups(offices: Mapping[int, Organisation]) -> None:
    for group in list(Group.objects.all()):
        for one in [*group.entries.all(), *group.steps.all()]:
            again(one)
        _another_group(group, group.directory)
    for directory in list(Directory.objects.all()):
        copy = again(directory, owner=offices[directory.owner_id])
        for group in list(directory.groups.all()):
            _another_group(group, copy)
    for one in list(ListedCount.objects.filter(superseded_at=None)):
        again(one, as_of=year_before(one.as_of))


def _another_group(group: Group, directory: Directory) -> None:
    copy = again(group, directory=directory, key=key(), current=None, pending=None)
    entries: dict[int | None, Entry] = {one.pk: again(one, group=copy) for one in list(group.entries.all())}
    copy.current, copy.pending = entries.get(group.current_id), entries.get(group.pending_id)
    copy.save()
    for step in list(group.steps.all()):
        again(step, group=copy, entry=entries.get(step.entry_id))
