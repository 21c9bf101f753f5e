"""Where the people of a group plan come from: sign-ups of the session, and who was checked in."""

from collections.abc import Iterator

from zaitaku.programme.events.choices import ChannelKind, SignUpStatus
from zaitaku.programme.events.models import CheckIn, Session, SignUp
from zaitaku.programme.meetings.choices import MemberStatus, TableKind
from zaitaku.programme.meetings.models import GroupPlan, Member
from zaitaku.programme.meetings.queries.groups import person_key


def newcomers(plan: GroupPlan) -> list[Member]:
    """Members, not saved yet: everybody with a seat or checked in who is not in the list, each name of an office once.

    Who signed up or came for several people stands for as many, the others as 氏名＋1, 氏名＋2.
    """
    known = set(plan.members.values_list("person_key", flat=True)) if plan.pk else set()
    taken = set(plan.members.exclude(sign_up=None).values_list("sign_up_id", flat=True)) if plan.pk else set()
    found = []
    came: list[SignUp | CheckIn] = [*_sign_ups(plan.session), *_walk_ins(plan.session)]
    for row in came:
        first, *others = _members(plan, row)
        if isinstance(row, SignUp) and row.pk in taken:
            if first.person_key not in known:
                continue  # was given another name since: the others are in the list under the earlier one
        else:
            others = [first, *others]
        for member in others:
            if member.person_key not in known:
                known.add(member.person_key)
                found.append(member)
    return found


def _sign_ups(session: Session) -> list[SignUp]:
    rows = SignUp.objects.filter(channel__session=session, status=SignUpStatus.CONFIRMED, removed_at=None)
    return [row for row in rows.select_related("channel") if row.name]


def _walk_ins(session: Session) -> list[CheckIn]:
    """People checked in by name without a sign-up."""
    rows = CheckIn.objects.filter(channel__session=session, sign_up=None, undone_at=None, removed_at=None)
    return [row for row in rows.select_related("channel") if row.name]


def _members(plan: GroupPlan, row: SignUp | CheckIn) -> Iterator[Member]:
    """Of the others nothing is known but whom they come with."""
    people = row.seats if isinstance(row, SignUp) else row.people
    for at, name in enumerate(_names(row.name, people)):
        yield Member(
            plan=plan,
            channel=row.channel,
            sign_up=row if at == 0 and isinstance(row, SignUp) else None,
            name=name,
            office=row.office,
            profession="" if at else row.profession,
            kind=kind_of(row.channel.kind),
            person_key=person_key(name, row.office),
        )


def _names(name: str, people: int) -> list[str]:
    return [name[:100], *(f"{name[:96]}＋{at}" for at in range(1, people))]


def not_checked_in(plan: GroupPlan) -> list[Member]:
    """Expected members who were not checked in, once somebody of the session was.

    Whoever is in the list without a sign-up is known by name and office, unless people came in without giving them.
    """
    rows = CheckIn.objects.filter(channel__session=plan.session_id, undone_at=None).select_related("sign_up")
    arrived = [(row.sign_up or row, row.people) for row in rows]
    if not arrived:
        return []
    sign_ups = {one.pk for one, _ in arrived if isinstance(one, SignUp)}
    keys = {person_key(name, one.office) for one, people in arrived for name in _names(one.name, people)}
    by_name = all(one.name for one, _ in arrived)
    return [
        member
        for member in plan.members.filter(status=MemberStatus.EXPECTED)
        if (
            by_name and member.person_key not in keys
            if member.sign_up_id is None
            else member.sign_up_id not in sign_ups
        )
    ]


def kind_of(channel_kind: str) -> TableKind:
    return TableKind.ONLINE if channel_kind == ChannelKind.ONLINE else TableKind.HALL
