"""Who sits at which table: making the groups, moving people by hand, and the day itself.

Every change says which version of the plan it was made on (`seen`), so that two people cannot overwrite each other,
and leaves the seating before it for `undo`. The audit chain gets numbers of members and tables, never names.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.analysis import grouping
from zaitaku.analysis.refusal import Refusal
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.pages import is_japanese, worded
from zaitaku.core.records.actions import latest
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import MemberStatus
from zaitaku.programme.meetings.models import GroupPlan, Member, Table
from zaitaku.programme.meetings.queries.groups import Loaded, load, shown_name, shown_table

MOST_UNDONE = 30


def changing(plan: GroupPlan, seen: int) -> GroupPlan:
    """The plan, locked, with its next version. Raises ChangedMeanwhile, and MeetingRefused where it is settled."""
    now = latest(plan, seen)
    if now.is_fixed:
        raise MeetingRefused(_("The groups are settled. Take that back first if you want to change them."))
    return now


@transaction.atomic
def make_groups(*, plan: GroupPlan, seen: int, other: bool = False, now: datetime, by: Person) -> grouping.Groups:
    """Seat everybody anew. `other` looks for other groups than the ones that stand. Raises MeetingRefused."""
    plan = changing(plan, seen)
    loaded = load(plan)
    if not loaded.members:
        raise MeetingRefused(_("There is nobody to seat yet. Add the participants first."))
    if not loaded.tables:
        raise MeetingRefused(_("There are no tables yet. Say how many there are and how many seats they have."))
    if other:
        plan.seed += 1
    try:
        made = grouping.make_groups(loaded.meeting, seed=plan.seed)
    except Refusal as refused:
        raise MeetingRefused(worded(refused)) from refused
    plan.made_at, plan.made_by = now, by
    plan.made_from = {name: getattr(made.before, name) for name in ("profession", "office", "repeat")}
    _seat(plan, loaded, made.seating, extra=["seed", "made_at", "made_by", "made_from"])
    details = {"people": len(loaded.members), "tables": len(loaded.tables), "seed": plan.seed}
    record(by=by, action="meetings.make_groups", subject=plan, details=details)
    return made


@transaction.atomic
def move_member(*, plan: GroupPlan, seen: int, member: Member, table: Table | None, by: Person) -> list[Member]:
    """Put one member, and those who must be with them, at a table, or at none. Who moved. Raises MeetingRefused."""
    plan = changing(plan, seen)
    loaded = load(plan)
    where = None if table is None else _table_at(loaded, table)
    moved = loaded.together(_member_at(loaded, member)) if where is not None else [_member_at(loaded, member)]
    after = list(loaded.seating)
    for at in moved:
        after[at] = where
    _check(loaded, after)
    _seat(plan, loaded, after)
    details = {"members": [loaded.members[at].pk for at in moved], "table": table.number if table else None}
    record(by=by, action="meetings.move_member", subject=plan, details=details)
    return [loaded.members[at] for at in moved]


@transaction.atomic
def swap_members(*, plan: GroupPlan, seen: int, member: Member, other: Member, by: Person) -> None:
    """Two members, each with those who must be with them, change places. Raises MeetingRefused."""
    plan = changing(plan, seen)
    loaded = load(plan)
    first, second = _member_at(loaded, member), _member_at(loaded, other)
    here, there = loaded.seating[first], loaded.seating[second]
    if here == there:
        raise MeetingRefused(_("Both sit at the same table already."))
    after = list(loaded.seating)
    for at in loaded.together(first):
        after[at] = there
    for at in loaded.together(second):
        after[at] = here
    _check(loaded, after)
    _seat(plan, loaded, after)
    details = {"members": [member.pk, other.pk]}
    record(by=by, action="meetings.swap_members", subject=plan, details=details)


@transaction.atomic
def set_absent(*, plan: GroupPlan, seen: int, members: Sequence[Member], by: Person) -> None:
    """They did not come: their seats are free, and nobody else moves. Allowed of settled groups too."""
    plan = latest(plan, seen)
    loaded = load(plan)
    gone = {member.pk for member in members}
    remember(plan, loaded)
    Member.objects.filter(plan=plan, pk__in=gone).update(status=MemberStatus.ABSENT, table=None)
    plan.save(update_fields=["version", "undo"])
    record(by=by, action="meetings.set_absent", subject=plan, details={"members": sorted(gone)})


@transaction.atomic
def bring_back(*, plan: GroupPlan, seen: int, member: Member, by: Person) -> Table:
    """Somebody marked as absent is there: at the seat they had, as if they had never been away, where it is still free
    and no rule speaks against it; else at the best table for one, as a late-comer. Raises MeetingRefused."""
    plan = latest(plan, seen)
    remember(plan, load(plan))
    table = _own_seat(plan, member)
    if table is None:
        Member.objects.filter(plan=plan, pk=member.pk).update(status=MemberStatus.LATE, table=None)
        table = _place(plan, member.pk)
    plan.save(update_fields=["version", "undo"])
    details = {"members": [member.pk], "table": table.number}
    record(by=by, action="meetings.bring_back", subject=plan, details=details)
    return table


def _own_seat(plan: GroupPlan, member: Member) -> Table | None:
    """The table they left when they were marked as absent, taken again; None where that cannot be."""
    left = (seats.get(str(member.pk), (None, MemberStatus.ABSENT)) for seats in reversed(plan.undo))
    table_id, status = next((one for one in left if one[1] != MemberStatus.ABSENT), (None, ""))
    row = Member.objects.filter(plan=plan, pk=member.pk, status=MemberStatus.ABSENT)
    if not table_id or not row.update(status=status, table=None):
        return None
    loaded = load(plan)
    at = loaded.at(member.pk)
    tables = [table.pk for table in loaded.tables]
    if at is None or table_id not in tables:
        return None
    after = grouping.replace_at(loaded.seating, at, tables.index(table_id))
    if set(grouping.broken(loaded.meeting, after)) - set(grouping.broken(loaded.meeting, loaded.seating)):
        return None
    Member.objects.filter(pk=member.pk).update(table=table_id)
    return loaded.tables[tables.index(table_id)]


@transaction.atomic
def add_late(*, plan: GroupPlan, seen: int, member: Member, by: Person) -> Table:
    """One more person (`member` is not saved yet) at the best table for one; nobody else moves.

    Raises MeetingRefused where no table can take them; then nothing is saved.
    """
    plan = latest(plan, seen)
    remember(plan, load(plan))
    member.plan, member.status = plan, MemberStatus.LATE
    if plan.members.filter(person_key=member.person_key).exists():
        raise MeetingRefused(_("“%(name)s” of this office is in the list already.") % {"name": member.name})
    member.save(force_insert=True)
    table = _place(plan, member.pk)
    plan.save(update_fields=["version", "undo"])
    details = {"members": [member.pk], "table": table.number}
    record(by=by, action="meetings.add_late", subject=plan, details=details)
    return table


def _place(plan: GroupPlan, member_id: int) -> Table:
    loaded = load(plan)
    at = loaded.at(member_id)
    if at is None:
        raise MeetingRefused(_("This person is not in the list any more. Load the page again."))
    try:
        found = grouping.best_table(loaded.meeting, loaded.seating, at)
    except Refusal as refused:
        raise MeetingRefused(worded(refused)) from refused
    Member.objects.filter(pk=member_id).update(table=loaded.tables[found])
    return loaded.tables[found]


@transaction.atomic
def undo(*, plan: GroupPlan, seen: int, by: Person) -> None:
    """The seating before the last change. Who was not there then is at no table. Raises MeetingRefused."""
    plan = changing(plan, seen)
    if not plan.undo:
        raise MeetingRefused(_("There is no change to take back."))
    before = plan.undo.pop()
    tables = set(plan.tables.values_list("pk", flat=True))
    members = list(plan.members.all())
    for member in members:
        was = before.get(str(member.pk), [None, member.status])
        member.table_id = was[0] if was[0] in tables else None
        member.status = was[1]
    Member.objects.bulk_update(members, ["table", "status"])
    plan.save(update_fields=["version", "undo"])
    record(by=by, action="meetings.undo_seating", subject=plan, details={})


@transaction.atomic
def settle(*, plan: GroupPlan, seen: int, is_fixed: bool, by: Person) -> None:
    """Settled groups are kept from changes and count as an earlier meeting from then on. Raises MeetingRefused."""
    plan = latest(plan, seen)
    if is_fixed and plan.members.exclude(status=MemberStatus.ABSENT).filter(table=None).exists():
        raise MeetingRefused(_("Somebody has no table yet. Seat everybody, or mark them as absent, before settling."))
    plan.is_fixed = is_fixed
    plan.save(update_fields=["version", "is_fixed"])
    record(by=by, action="meetings.settle_groups" if is_fixed else "meetings.reopen_groups", subject=plan, details={})


def _seat(plan: GroupPlan, loaded: Loaded, seating: Sequence[int | None], extra: Sequence[str] = ()) -> None:
    remember(plan, loaded)
    changed = []
    for member, table in zip(loaded.members, seating, strict=True):
        found = None if table is None else loaded.tables[table].pk
        if member.table_id != found:
            member.table_id = found
            changed.append(member)
    Member.objects.bulk_update(changed, ["table"])
    plan.save(update_fields=["version", "undo", *extra])


def remember(plan: GroupPlan, loaded: Loaded) -> None:
    """Note the seating for `undo`; the caller saves `undo` with the plan."""
    now: dict[str, Any] = {str(one.pk): [one.table_id, one.status] for one in (*loaded.members, *loaded.absent)}
    plan.undo = [*plan.undo, now][-MOST_UNDONE:]


def _check(loaded: Loaded, after: Sequence[int | None]) -> None:
    """Raises MeetingRefused naming the hard rules that a new seating would break and the old one did not."""
    meeting = loaded.meeting
    old = set(grouping.broken(meeting, loaded.seating))
    new = [rule for rule in grouping.broken(meeting, tuple(after)) if rule not in old]
    reasons = [_reason(loaded, rule) for rule in new]
    if reasons:
        raise MeetingRefused(" ".join(dict.fromkeys(reasons)))


def _reason(loaded: Loaded, rule: grouping.Rule) -> str:
    names = "、".join(loaded.meeting.guests[at].name for at in rule.guests)
    if rule.kind is grouping.RuleKind.SEATS and rule.table is not None:
        table = shown_table(loaded.tables[rule.table])
        if rule.guests:
            words = _("%(names)s cannot sit at “%(table)s”: one is in the hall, the other online.")
            return words % {"names": names, "table": table}
        words = _("“%(table)s” has only %(seats)s seats. Swap two people, or add a seat.")
        return words % {"table": table, "seats": loaded.tables[rule.table].seats}
    if rule.kind is grouping.RuleKind.FACILITATORS and rule.table is not None:
        words = _("The facilitators would no longer be spread over the tables (“%(table)s”). Swap two facilitators.")
        return words % {"table": shown_table(loaded.tables[rule.table])}
    if rule.kind is grouping.RuleKind.PINNED:
        return _("%(names)s is pinned. Unpin first.") % {"names": names}
    language = "ja" if is_japanese() else "en"
    words = _("A condition would be broken: %(rule)s. Drop it first if it does not count any more.")
    return words % {"rule": grouping.worded_rule(loaded.meeting, rule, language)}


def _member_at(loaded: Loaded, member: Member) -> int:
    at = loaded.at(member.pk)
    if at is None:
        raise MeetingRefused(_("%(name)s is marked as absent. Bring them back first.") % {"name": shown_name(member)})
    return at


def _table_at(loaded: Loaded, table: Table) -> int:
    return [one.pk for one in loaded.tables].index(table.pk)
