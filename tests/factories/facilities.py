"""Directories and community groups for tests; every default is valid and unlike the last."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import enter_group, hand_in
from zaitaku.programme.facilities.choices import GroupKind, Way
from zaitaku.programme.facilities.models import Directory, Group

_next = count(1).__next__


def directory(*, owner: Organisation | None = None, **kw: Any) -> Directory:
    defaults: dict[str, Any] = {"kept_since": date(2020, 4, 1), "contact": "高齢者支援課 03-0000-0000"}
    return Directory.objects.create(owner=owner or core.organisation(), **(defaults | kw))


def writer(directory: Directory, role: Role = Role.SECTION_OFFICER) -> Person:
    return core.person(role=role, organisation=directory.owner)


def entry(**kw: Any) -> GroupEntry:
    number = _next()
    defaults: dict[str, Any] = {
        "name": f"ひだまりの会{number}",
        "kana": f"ひだまりのかい{number}",
        "kinds": (GroupKind.FAMILY,),
        "what": "介護の悩みを話し合います。",
        "venue": "区民センター",
        "weekdays": (2,),
        "weeks": (2,),
        "desk": "世話人",
        "desk_public": True,
        "phone": "0312345678",
        "phone_public": True,
        "email": f"open{number}@example.jp",
    }
    return GroupEntry(**(defaults | kw))


def contact(**kw: Any) -> GroupContact:
    number = _next()
    defaults = {"name": f"内緒 花子{number}", "phone": "09000001111", "email": f"secret{number}@example.jp"}
    return GroupContact(**(defaults | kw))


def group(
    *,
    directory: Directory,
    by: Person | None = None,
    on: date | None = None,
    now: datetime | None = None,
    approves: bool = True,
    has_consent: bool = True,
    internal: GroupContact | None = None,
    **kw: Any,
) -> Group:
    """Listed since `on` (today); `kw` are fields of its entry."""
    moment = now or timezone.now()
    day = on or timezone.localdate(moment)
    return enter_group(
        directory=directory,
        entry=entry(**kw),
        contact=contact() if internal is None else internal,
        way=Way.PHONE,
        on=day,
        consent_on=day if has_consent else None,
        approves=approves,
        by=by or writer(directory),
        now=moment,
    )


def changed(group: Group, *, now: datetime | None = None, by: Person | None = None, **kw: Any) -> Group:
    """Changes as the group hands them in."""
    before = group.pending or group.current
    assert before is not None
    return hand_in(
        group=group,
        entry=replace(GroupEntry.of(before), **kw),
        contact=GroupContact.of(group),
        seen=group.version,
        way=Way.LINK if by is None else Way.PHONE,
        by=by,
        now=now or timezone.now(),
    )


def long_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def fresh(group: Group) -> Group:
    return Group.objects.select_related("directory", "current", "pending").get(pk=group.pk)
