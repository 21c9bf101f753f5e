"""A group plan as the search understands it, and as the page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from zaitaku.analysis import grouping
from zaitaku.analysis.contacts import folded
from zaitaku.core.pages import is_japanese
from zaitaku.programme.events.choices import Profession
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.choices import BondKind, MemberStatus, TableKind
from zaitaku.programme.meetings.models import Bond, GroupPlan, Member, Table

MOST_EARLIER = 12  # earlier meetings looked at, the latest first


def person_key(name: str, office: str) -> str:
    """Links the same professional over several meetings. Keyed, so that nobody finds the name by trying names."""
    plain = "\n".join(folded(text) for text in (name, office))
    return salted_hmac("zaitaku.meetings.person", plain, algorithm="sha256").hexdigest()


def shown_name(member: Member) -> str:
    return member.name or _("(name removed)")


def shown_table(table: Table) -> str:
    """Its own name, or kind and number: 会場 3番."""
    if table.label:
        return table.label
    words = _("Online %(number)s") if table.kind == TableKind.ONLINE else _("Table %(number)s")
    return words % {"number": table.number}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan's rows and the same as a task for the search. `seating[i]` is where `members[i]` sits (index of table).

    Who did not come is in `absent` only.
    """

    plan: GroupPlan
    tables: tuple[Table, ...]
    members: tuple[Member, ...]
    absent: tuple[Member, ...]
    bonds: tuple[Bond, ...]
    meeting: grouping.Meeting
    seating: grouping.Seating

    def at(self, member_id: int) -> int | None:
        """Index of a member who is expected or came."""
        return next((at for at, member in enumerate(self.members) if member.pk == member_id), None)

    def together(self, at: int) -> list[int]:
        """The member and everybody who must sit at the same table, directly or through others."""
        found, ahead = {at}, [at]
        while ahead:
            here = ahead.pop()
            for bond in self.meeting.bonds:
                pair = {bond.first, bond.second}
                if bond.together and here in pair:
                    new = pair - found
                    found |= new
                    ahead += new
        return sorted(found)


def load(plan: GroupPlan) -> Loaded:
    """Five queries, however many people."""
    tables = tuple(plan.tables.all())
    everybody = list(plan.members.all())
    members = tuple(one for one in everybody if one.status != MemberStatus.ABSENT)
    absent = tuple(one for one in everybody if one.status == MemberStatus.ABSENT)
    bonds = tuple(plan.bonds.select_related("first", "second"))
    number = {table.pk: at for at, table in enumerate(tables)}
    place = {member.pk: at for at, member in enumerate(members)}
    seating = tuple(number.get(member.table_id or 0) for member in members)
    guests = tuple(
        grouping.Guest(
            shown_name(member),
            member.profession,
            folded(member.office),
            member.kind,
            member.is_facilitator,
            table if member.is_pinned else None,
        )
        for member, table in zip(members, seating, strict=True)
    )
    kept = tuple(
        grouping.Bond(place[bond.first_id], place[bond.second_id], bond.kind == BondKind.TOGETHER)
        for bond in bonds
        if bond.first_id in place and bond.second_id in place
    )
    places = tuple(grouping.Place(shown_table(table), table.seats, table.kind) for table in tables)
    meeting = grouping.Meeting(guests, places, kept, tuple(met(plan, members)))
    return Loaded(plan, tables, members, absent, bonds, meeting, seating)


def nothing(plan: GroupPlan) -> Loaded:
    """Of a plan that is not begun yet."""
    return Loaded(plan, (), (), (), (), grouping.Meeting((), ()), ())


def met(plan: GroupPlan, members: Iterable[Member]) -> list[grouping.Met]:
    """Which of the members sat together at earlier meetings of the same owner whose groups are settled."""
    by_key: dict[str, int] = {}
    for at, member in enumerate(members):
        by_key.setdefault(member.person_key, at)
    found = []
    for age, earlier in enumerate(earlier_plans(plan)):
        rows: dict[int, list[int]] = {}
        for member in earlier.members.all():
            if member.table_id is not None and member.person_key in by_key:
                rows.setdefault(member.table_id, []).append(by_key[member.person_key])
        label = _meeting_name(plan.session, earlier.session)
        for row in rows.values():
            pairs = combinations(sorted(set(row)), 2)
            found += [grouping.Met(first, second, label, age) for first, second in pairs]
    return found


def earlier_plans(plan: GroupPlan) -> list[GroupPlan]:
    """The last MOST_EARLIER settled plans of the owner's meetings before this one, the latest first, with the members
    who came."""
    plans = GroupPlan.objects.filter(is_fixed=True, session__series__owner=plan.session.series.owner_id)
    here = _moment(plan.session)
    rows = plans.exclude(pk=plan.pk).select_related("session__series").defer("undo")
    before = [one for one in rows if _moment(one.session) < here]
    earlier = sorted(before, key=lambda one: _moment(one.session), reverse=True)[:MOST_EARLIER]
    came = Member.objects.exclude(status=MemberStatus.ABSENT)
    prefetch_related_objects(earlier, Prefetch("members", queryset=came))
    return earlier


def _moment(session: Session) -> tuple[date, int, int]:
    """Where a session stands in time; without a day, after those of its year that have one."""
    day = session.day_or_month or date(session.series.fiscal_year + 1, 3, 31)
    return day, session.number, session.pk


def _meeting_name(now: Session, earlier: Session) -> str:
    return earlier.label if earlier.series_id == now.series_id else f"{earlier.series.title} {earlier.label}"


@dataclass(frozen=True, slots=True)
class Reunion:
    names: str
    meetings: str


@dataclass(frozen=True, slots=True)
class Card:
    """One table as the page and the paper show it."""

    table: Table
    name: str
    members: tuple[Member, ...]
    free: int
    professions: tuple[tuple[str, int], ...]
    colleagues: tuple[tuple[str, str], ...]
    reunions: tuple[Reunion, ...]

    @property
    def is_sound(self) -> bool:
        return not self.colleagues and not self.reunions


def cards(loaded: Loaded) -> list[Card]:
    """A card for each table, with the reason for what is left of faults."""
    names = [guest.name for guest in loaded.meeting.guests]
    words = dict(Profession.choices)
    found = []
    for note, table in zip(grouping.explain(loaded.meeting, loaded.seating), loaded.tables, strict=True):
        members = [loaded.members[at] for at in note.guests]
        order = [*Profession.values, ""]
        members.sort(key=lambda one: (not one.is_facilitator, order.index(one.profession), one.pk))
        found.append(
            Card(
                table,
                shown_table(table),
                tuple(members),
                table.seats - len(members),
                tuple((str(words.get(name, _("Not given"))), count) for name, count in note.professions),
                tuple(
                    (loaded.members[who[0]].office, "、".join(names[at] for at in who)) for _, who in note.colleagues
                ),
                tuple(
                    Reunion(f"{names[one.first]} – {names[one.second]}", "、".join(one.meetings))
                    for one in note.reunions
                ),
            )
        )
    return found


def score_made_from(plan: GroupPlan) -> float | None:
    """What the seating cost from which the last search began."""
    parts = plan.made_from
    return sum(parts.values()) if parts else None


def warnings(loaded: Loaded) -> list[str]:
    """Hard rules that the seating breaks now, after people did not come or were moved, and tables without anybody."""
    if not any(table is not None for table in loaded.seating):
        return []
    language = "ja" if is_japanese() else "en"
    found = []
    for rule in grouping.broken(loaded.meeting, loaded.seating):
        if rule.kind is grouping.RuleKind.FACILITATORS and rule.table is not None:
            name = shown_table(loaded.tables[rule.table])
            words = _("“%(table)s” has several facilitators.") if rule.guests else _("“%(table)s” has no facilitator.")
            found.append(words % {"table": name})
        else:
            words = _("Not kept: %(rule)s.")
            found.append(words % {"rule": grouping.worded_rule(loaded.meeting, rule, language)})
    return list(dict.fromkeys(found))
