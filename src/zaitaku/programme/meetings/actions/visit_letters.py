"""Letters of a settled round of visits: trainees learn where they go, teams who comes along, both what changes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import pgettext

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.mail.actions import AddressInvalid, post, withdraw
from zaitaku.programme.meetings.choices import RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Round, Slot, Trainee
from zaitaku.programme.meetings.queries.visits import Board, Line, SlotLine, Why, board


def about_trainee(trainee: int) -> str:
    return f"meetings.trainee:{trainee}"


def about_team(slots: Sequence[SlotLine]) -> str:
    """A team's letters hang on the first of its slots."""
    return f"meetings.slot:{min(one.slot.pk for one in slots)}"


def write_all(found: Board, *, now: datetime) -> int:
    """When the round is settled, to everybody who left an e-mail address; how many letters."""
    letters = sum(_write_trainee(line, now=now) for line in found.active)
    return letters + sum(_write_team(slots, found.round, now=now) for slots in teams(found) if _coming(slots))


def withdraw_all(found: Board) -> int:
    """Letters that were not sent yet; how many."""
    letters = sum(withdraw(about=about_trainee(line.trainee.pk)) for line in found.lines)
    return letters + sum(withdraw(about=about_team(slots)) for slots in teams(found))


def tell_change(*, round_: Round, trainees: Iterable[Trainee], slots: Iterable[Slot | None], now: datetime) -> None:
    """After a change in a settled round: to the trainees, and to the teams of the slots they were or are in now.

    Letters not sent yet are withdrawn, for they tell what holds no more. Nothing is written about visits of the past,
    nor where the round was settled without letters.
    """
    people = {trainee.pk for trainee in trainees}
    for pk in people:
        withdraw(about=about_trainee(pk))
    ahead = {slot.pk for slot in slots if slot is not None and slot.day >= timezone.localdate(now)}
    if not ahead or round_.status != RoundStatus.SETTLED or not round_.with_letters:
        return
    found = board(round_)
    for line in found.lines:
        if line.trainee.pk in people:
            _write_trainee(line, now=now, is_change=True)
    for one in teams(found):
        if ahead & {line.slot.pk for line in one}:
            withdraw(about=about_team(one))
            _write_team(one, round_, now=now, is_change=True)


def teams(found: Board) -> list[list[SlotLine]]:
    """The slots of each team and address, where it left one."""
    grouped: dict[tuple[str, str], list[SlotLine]] = {}
    for one in found.slots:
        if one.slot.email:
            grouped.setdefault((one.slot.team, one.slot.email), []).append(one)
    return list(grouped.values())


def _coming(slots: Sequence[SlotLine]) -> bool:
    return any(one.lines for one in slots)


def _write_trainee(line: Line, *, now: datetime, is_change: bool = False) -> bool:
    trainee = line.trainee
    with translation.override("ja"):
        opening = pgettext("letter", "Dear %(name)s,") % {"name": trainee.name}
        told, changed = (
            pgettext("letter", "Your visit: %(title)s"),
            pgettext("letter", "Your visit has changed: %(title)s"),
        )
        note = line.visit.slot.note if line.takes_place and line.visit else ""
        lines = [opening, _heading(trainee.round), _news(line, is_change=is_change), note, _sender(trainee.round)]
        subject = (changed if is_change else told) % {"title": trainee.round.series.title}
    return send(trainee.email, subject, lines, about=about_trainee(trainee.pk), now=now)


def _news(line: Line, *, is_change: bool) -> str:
    if line.visit is not None:
        told = slot_facts(line.visit.slot)
        if line.visit.status == VisitStatus.CANCELLED:
            return pgettext("letter", "Your visit with %(team)s on %(day)s (%(half)s) was called off.") % told
        return pgettext("letter", "You go along with %(team)s on %(day)s (%(half)s).") % told
    if line.why is Why.WITHDRAWN:
        return pgettext("letter", "We noted that you do not take part any more.")
    if is_change:
        return pgettext("letter", "We are sorry: the visit we wrote of does not take place.")
    return pgettext("letter", "We are sorry: no place was left on the days you wished for.")


def _write_team(slots: Sequence[SlotLine], round_: Round, *, now: datetime, is_change: bool = False) -> bool:
    team = slots[0].slot
    with translation.override("ja"):
        told = pgettext("letter", "Who comes along: %(title)s")
        changed = pgettext("letter", "Who comes along has changed: %(title)s")
        subject = (changed if is_change else told) % {"title": round_.series.title}
        opening = pgettext("letter", "Dear %(name)s,") % {"name": team.team}
        days = "\n".join(_day_line(one) for one in slots if one.lines or is_change)
        text = pgettext("letter", "These people of hospitals come along with you.")
        lines = [opening, _heading(round_), text, days, _sender(round_)]
    return send(team.email, subject, lines, about=about_team(slots), now=now)


def _day_line(one: SlotLine) -> str:
    people = "、".join(trainee_words(line.trainee) for line in one.lines) or pgettext("letter", "nobody")
    return f"{day_words(one.slot.day)} {one.slot.get_half_display()}：{people}"


def trainee_words(trainee: Trainee) -> str:
    """Name (hospital, profession)."""
    profession = trainee.get_profession_display() if trainee.profession else ""
    return f"{trainee.name}（{'、'.join(filter(None, [trainee.hospital.name, profession]))}）"


def slot_facts(slot: Slot) -> dict[str, str]:
    return {"team": slot.team, "day": day_words(slot.day), "half": slot.get_half_display()}


def day_words(day: date) -> str:
    return f"{format_wareki(day)}（{date_format(day, 'D')}）"


def _heading(round_: Round) -> str:
    return f"{round_.series.title} {round_.title}"


def _sender(round_: Round) -> str:
    return round_.series.contact or round_.series.owner.name


def send(to: str, subject: str, lines: Iterable[str], *, about: str, kind: str = "", now: datetime) -> bool:
    """Whether there is an address that a letter can go to."""
    if not to:
        return False
    body = "\n\n".join(text for text in lines if text) + "\n"
    try:
        post(to=to, subject=subject, body=body, about=about, kind=kind, now=now)
    except AddressInvalid:
        return False
    return True
