"""What groups are made from: members, tables, facilitators, pins, and who stays together or apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.grouping import Groups
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.actions.seating import changing, make_groups, remember
from zaitaku.programme.meetings.choices import BondKind, MemberStatus, TableKind
from zaitaku.programme.meetings.models import Bond, GroupPlan, Member, Table
from zaitaku.programme.meetings.queries.group_sources import newcomers
from zaitaku.programme.meetings.queries.groups import load, person_key, shown_name, shown_table

MOST_MEMBERS, MOST_TABLES = 300, 60


@dataclass(frozen=True, slots=True)
class MemberEntry:
    name: str
    office: str = ""
    profession: str = ""
    kind: TableKind = TableKind.HALL
    is_facilitator: bool = False


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What the list of people says of one member; `table` is the id of a table or None."""

    kind: TableKind
    table: int | None
    is_facilitator: bool
    is_pinned: bool
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class TableSizes:
    """How many tables of a kind, and the seats of each new one; with `resizes` also of those that are there."""

    tables: int
    seats: int
    resizes: bool = True


@transaction.atomic
def plan_of(*, session: Session, by: Person) -> GroupPlan:
    """The session's plan; an empty one is begun where there is none."""
    plan, is_new = GroupPlan.objects.get_or_create(session=session)
    if is_new:
        record(by=by, action="meetings.begin_groups", subject=plan, details={})
    return plan


def made_from(entry: MemberEntry, plan: GroupPlan) -> Member:
    """Not saved yet."""
    return Member(
        plan=plan,
        name=entry.name,
        office=entry.office,
        profession=entry.profession,
        kind=entry.kind,
        person_key=person_key(entry.name, entry.office),
        is_facilitator=entry.is_facilitator,
    )


@transaction.atomic
def add_members(*, plan: GroupPlan, seen: int, entries: Sequence[MemberEntry], by: Person) -> int:
    """Refuses the same name of the same office twice. Raises MeetingRefused, ChangedMeanwhile."""
    plan = changing(plan, seen)
    known = set(plan.members.values_list("person_key", flat=True))
    rows = [made_from(entry, plan) for entry in entries]
    for row in rows:
        if row.person_key in known:
            raise MeetingRefused(_("“%(name)s” of this office is in the list already.") % {"name": row.name})
        known.add(row.person_key)
    _create(plan, rows)
    record(by=by, action="meetings.add_members", subject=plan, details={"people": len(rows)})
    return len(rows)


@transaction.atomic
def take_members(*, plan: GroupPlan, seen: int, by: Person) -> int:
    """Members from the session's sign-ups and from those who came without one; how many are new."""
    plan = changing(plan, seen)
    rows = newcomers(plan)
    _create(plan, rows)
    record(by=by, action="meetings.take_members", subject=plan, details={"people": len(rows)})
    return len(rows)


def _create(plan: GroupPlan, rows: list[Member]) -> None:
    if plan.members.count() + len(rows) > MOST_MEMBERS:
        raise MeetingRefused(_("A meeting has at most %(limit)s people.") % {"limit": MOST_MEMBERS})
    Member.objects.bulk_create(rows)
    plan.save(update_fields=["version"])


@transaction.atomic
def change_members(*, plan: GroupPlan, seen: int, changes: Mapping[int, MemberChange], by: Person) -> int:
    """Save the list of people whole or not at all; how many changed. Raises MeetingRefused, ChangedMeanwhile."""
    plan = changing(plan, seen)
    before_all = load(plan)
    members = {member.pk: member for member in plan.members.all()}
    gone = [pk for pk, change in changes.items() if change.leaves and pk in members]
    touched: list[int] = []
    for pk, change in changes.items():
        member = members.get(pk)
        if member is None or change.leaves:
            continue
        before = (member.kind, member.table_id, member.is_facilitator, member.is_pinned)
        table = None if member.status == MemberStatus.ABSENT else change.table
        after = (change.kind, table, change.is_facilitator, change.is_pinned and table is not None)
        if before != after:
            member.kind, member.table_id, member.is_facilitator, member.is_pinned = after
            touched.append(pk)
    if not touched and not gone:
        return 0
    remember(plan, before_all)
    Member.objects.bulk_update([members[pk] for pk in touched], ["kind", "table", "is_facilitator", "is_pinned"])
    plan.members.filter(pk__in=gone).delete()
    loaded = load(plan)
    _refuse_broken(loaded.tables, loaded.members)
    plan.save(update_fields=["version", "undo"])
    record(by=by, action="meetings.change_members", subject=plan, details={"members": touched, "removed": gone})
    return len(touched) + len(gone)


def _refuse_broken(tables: Sequence[Table], members: Sequence[Member]) -> None:
    """Seats and kinds; the other rules show as warnings until groups are made anew."""
    for table in tables:
        here = [member for member in members if member.table_id == table.pk]
        for member in here:
            if member.kind != table.kind:
                words = _("%(names)s cannot sit at “%(table)s”: one is in the hall, the other online.")
                raise MeetingRefused(words % {"names": shown_name(member), "table": shown_table(table)})
        if len(here) > table.seats:
            words = _("“%(table)s” has only %(seats)s seats. Swap two people, or add a seat.")
            raise MeetingRefused(words % {"table": shown_table(table), "seats": table.seats})


@transaction.atomic
def set_pinned(*, plan: GroupPlan, seen: int, member: Member, is_pinned: bool, by: Person) -> None:
    """A pinned member stays at the table when groups are made anew. Raises MeetingRefused without a table."""
    plan = changing(plan, seen)
    if is_pinned and not plan.members.filter(pk=member.pk).exclude(table=None).exists():
        raise MeetingRefused(_("Seat %(name)s at a table before pinning.") % {"name": shown_name(member)})
    plan.members.filter(pk=member.pk).update(is_pinned=is_pinned)
    plan.save(update_fields=["version"])
    action = "meetings.pin_member" if is_pinned else "meetings.unpin_member"
    record(by=by, action=action, subject=plan, details={"members": [member.pk]})


@transaction.atomic
def set_facilitator(*, plan: GroupPlan, seen: int, member: Member, is_facilitator: bool, by: Person) -> None:
    """Facilitators are spread over the tables when groups are made."""
    plan = changing(plan, seen)
    plan.members.filter(pk=member.pk).update(is_facilitator=is_facilitator)
    plan.save(update_fields=["version"])
    details = {"members": [member.pk], "is_facilitator": is_facilitator}
    record(by=by, action="meetings.set_facilitator", subject=plan, details=details)


@transaction.atomic
def make_groups_at(
    *, plan: GroupPlan, seen: int, hall: TableSizes, online: TableSizes, other: bool = False, now: datetime, by: Person
) -> Groups:
    """Set the tables and seat everybody anew, or neither. Raises MeetingRefused."""
    set_tables(plan=plan, seen=seen, hall=hall, online=online, by=by)
    return make_groups(plan=plan, seen=seen + 1, other=other, now=now, by=by)


@transaction.atomic
def set_tables(*, plan: GroupPlan, seen: int, hall: TableSizes, online: TableSizes, by: Person) -> None:
    """Hall tables are numbered first. Who sat at a table that goes is at no table. Raises MeetingRefused."""
    plan = changing(plan, seen)
    if not 0 < hall.tables + online.tables <= MOST_TABLES:
        raise MeetingRefused(_("A meeting has from 1 to %(limit)s tables.") % {"limit": MOST_TABLES})
    kept: list[int] = []
    number = plan.tables.count() + MOST_TABLES  # free numbers, while the old ones are still taken
    for kind, sizes in ((TableKind.HALL, hall), (TableKind.ONLINE, online)):
        before = list(plan.tables.filter(kind=kind))
        for at in range(sizes.tables):
            number += 1
            table = before[at] if at < len(before) else Table(plan=plan, kind=kind, seats=sizes.seats)
            if sizes.resizes and table.seats != sizes.seats:
                table.seats = max(sizes.seats, plan.members.filter(table=table).count())
            table.number = number
            table.save()
            kept.append(table.pk)
    plan.members.filter(table__plan=plan).exclude(table__in=kept).update(table=None, is_pinned=False)
    plan.tables.exclude(pk__in=kept).delete()
    for at, pk in enumerate(kept, start=1):
        Table.objects.filter(pk=pk).update(number=at)
    plan.save(update_fields=["version"])
    details = {"hall": [hall.tables, hall.seats], "online": [online.tables, online.seats]}
    record(by=by, action="meetings.set_tables", subject=plan, details=details)


@transaction.atomic
def change_table(*, plan: GroupPlan, seen: int, table: Table, label: str, seats: int, by: Person) -> None:
    """Raises MeetingRefused where more people sit there than seats are left."""
    plan = changing(plan, seen)
    if plan.members.filter(table=table).count() > seats:
        raise MeetingRefused(_("More people sit at “%(table)s”. Move some first.") % {"table": shown_table(table)})
    Table.objects.filter(pk=table.pk).update(label=label, seats=seats)
    plan.save(update_fields=["version"])
    details = {"table": table.number, "label": label, "seats": seats}
    record(by=by, action="meetings.change_table", subject=plan, details=details)


@transaction.atomic
def bind(*, plan: GroupPlan, seen: int, first: Member, second: Member, kind: BondKind, by: Person) -> None:
    """Two members who must share a table, or must not, when groups are made. Raises MeetingRefused."""
    plan = changing(plan, seen)
    if first.pk == second.pk:
        raise MeetingRefused(_("Choose two different people."))
    low, high = sorted((first, second), key=lambda member: member.pk)
    try:
        with transaction.atomic():
            Bond.objects.create(plan=plan, first=low, second=high, kind=kind)
    except IntegrityError as clash:
        raise MeetingRefused(_("There is a condition for these two already. Remove it first.")) from clash
    plan.save(update_fields=["version"])
    record(by=by, action="meetings.bind_members", subject=plan, details={"members": [low.pk, high.pk], "kind": kind})


@transaction.atomic
def unbind(*, plan: GroupPlan, seen: int, bond: Bond, by: Person) -> None:
    plan = changing(plan, seen)
    details = {"members": [bond.first_id, bond.second_id], "kind": bond.kind}
    plan.bonds.filter(pk=bond.pk).delete()
    plan.save(update_fields=["version"])
    record(by=by, action="meetings.unbind_members", subject=plan, details=details)
