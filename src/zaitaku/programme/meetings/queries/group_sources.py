"""Where the people of a group plan come from: sign-ups of the session, and who was checked in."""

from zaitaku.programme.events.choices import ChannelKind, SignUpStatus
from zaitaku.programme.events.models import CheckIn, Session, SignUp
from zaitaku.programme.meetings.choices import MemberStatus, TableKind
from zaitaku.programme.meetings.models import GroupPlan, Member
from zaitaku.programme.meetings.queries.groups import person_key


def confirmed_sign_ups(session: Session) -> list[SignUp]:
    """Sign-ups with a seat and a name."""
    rows = SignUp.objects.filter(channel__session=session, status=SignUpStatus.CONFIRMED, removed_at=None)
    return [row for row in rows.select_related("channel") if row.name]


def walk_ins(session: Session) -> list[CheckIn]:
    """People checked in by name without a sign-up."""
    rows = CheckIn.objects.filter(channel__session=session, sign_up=None, undone_at=None, removed_at=None)
    return [row for row in rows.select_related("channel") if row.name]


def sign_ups_to_take(plan: GroupPlan) -> list[SignUp]:
    """Those who are not members yet; of the same name and office only one."""
    known = _known(plan)
    taken = set(plan.members.exclude(sign_up=None).values_list("sign_up_id", flat=True))
    return [row for row in confirmed_sign_ups(plan.session) if row.pk not in taken and _is_new(row, known)]


def walk_ins_to_take(plan: GroupPlan) -> list[CheckIn]:
    known = _known(plan) | {person_key(row.name, row.office) for row in sign_ups_to_take(plan)}
    return [row for row in walk_ins(plan.session) if _is_new(row, known)]


def _known(plan: GroupPlan) -> set[str]:
    return set(plan.members.values_list("person_key", flat=True))


def _is_new(row: SignUp | CheckIn, known: set[str]) -> bool:
    """Notes the person as known."""
    key = person_key(row.name, row.office)
    is_new = key not in known
    known.add(key)
    return is_new


def not_checked_in(plan: GroupPlan) -> list[Member]:
    """Members from a sign-up that nobody checked in, once somebody of the session was."""
    arrived = CheckIn.objects.filter(channel__session=plan.session_id, undone_at=None)
    came = set(arrived.exclude(sign_up=None).values_list("sign_up_id", flat=True))
    if not came:
        return []
    expected = plan.members.filter(status=MemberStatus.EXPECTED).exclude(sign_up=None)
    return [member for member in expected if member.sign_up_id not in came]


def kind_of(channel_kind: str) -> TableKind:
    return TableKind.ONLINE if channel_kind == ChannelKind.ONLINE else TableKind.HALL
