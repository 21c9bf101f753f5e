"""Models of the directory of community groups, by subject."""

from zaitaku.programme.facilities.models.directory import Directory, ListedCount
from zaitaku.programme.facilities.models.groups import Entry, Group, GroupStep

__all__ = ["Directory", "Entry", "Group", "GroupStep", "ListedCount"]
