"""How a channel's seats are given: what a change of its settings entails, and the draw."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zaitaku.analysis.lottery import digest_of_entries, digest_of_seed, draw, new_seed
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.mail.actions import post_many
from zaitaku.programme.events.actions import signup_letters as letters
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.signup import locked, promote, save_counters
from zaitaku.programme.events.choices import LIVE, Admission, SignUpStatus, StepKind
from zaitaku.programme.events.models import Channel, Lottery, SignUp, SignUpStep
from zaitaku.programme.events.queries.signup import Door, closing, door, lottery_of


class LotteryRefused(EventRefused):
    """The draw cannot take place, or not any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Entries, not seats."""

    seated: int
    waiting: int
    not_drawn: int


def check_admission(channel: Channel) -> None:
    """`channel` is locked and holds the new settings, not yet saved. Raises EventRefused."""
    before = Channel.objects.get(pk=channel.pk)
    if channel.capacity is not None and channel.capacity < before.taken:
        raise EventRefused(
            _("%(taken)s seats of “%(label)s” are taken already; there cannot be fewer. Cancel sign-ups first.")
            % {"taken": before.taken, "label": channel.label}
        )
    _check_waiting_groups(channel, before)
    if channel.admission == before.admission:
        return
    if SignUp.objects.filter(channel=channel, status__in=LIVE).exists():
        raise EventRefused(_("People have signed up already, so that the way seats are given cannot change any more."))


def _check_waiting_groups(channel: Channel, before: Channel) -> None:
    """A group larger than the whole hall would wait for ever, and everybody behind it."""
    if channel.capacity is None or channel.capacity == before.capacity:
        return
    waiting = SignUp.objects.filter(channel=channel, status__in=(SignUpStatus.WAITING, SignUpStatus.ENTERED))
    largest = waiting.aggregate(most=Max("seats"))["most"] or 0
    if largest > channel.capacity:
        raise EventRefused(
            _("A group of %(people)s people waits; there cannot be fewer seats than that. Change its entry first.")
            % {"people": largest}
        )


def admission_changed(*, channel: Channel, now: datetime) -> list[SignUp]:
    """After the settings were saved, in the same transaction: a lottery is announced, and who waits moves up."""
    if channel.admission == Admission.LOTTERY:
        announce_lottery(channel=channel, now=now)
    return promote(channel=channel, now=now)


def announce_lottery(*, channel: Channel, now: datetime) -> Lottery:
    """Fix the seed, which nobody sees before the draw, and with it the digest that is published at once."""
    seed = new_seed()
    fields = {"seed": seed, "seed_digest": digest_of_seed(seed), "announced_at": now}
    return Lottery.objects.get_or_create(channel=channel, defaults=fields)[0]


def draw_lottery(*, channel: Channel, by: Person, now: datetime) -> Outcome:
    """Give the seats by lot. With a waiting list the rest waits in drawn order. Raises LotteryRefused."""
    with transaction.atomic():
        channel = locked(channel)
        lottery = _to_be_drawn(channel, now)
        entries = list(SignUp.objects.filter(channel=channel, status=SignUpStatus.ENTERED).order_by("number"))
        pairs = [(entry.number, entry.seats) for entry in entries]
        drawn = draw(pairs, seed=lottery.seed, free=channel.free or 0)
        seated = set(drawn.seated)
        ranks = dict(zip(drawn.order, sorted(drawn.order), strict=True))
        rest = SignUpStatus.WAITING if channel.has_waiting_list else SignUpStatus.NOT_DRAWN
        for entry in entries:
            entry.channel = channel
            entry.rank = ranks[entry.number]
            entry.status = SignUpStatus.CONFIRMED if entry.number in seated else rest
            entry.changed_at = now
        SignUp.objects.bulk_update(entries, ["rank"], batch_size=500)
        for status in {entry.status for entry in entries}:
            _set_status(status, [entry.pk for entry in entries if entry.status == status], now)
        channel.taken += sum(entry.seats for entry in entries if entry.status == SignUpStatus.CONFIRMED)
        channel.waiting += sum(entry.status == SignUpStatus.WAITING for entry in entries)
        save_counters(channel)
        lottery.drawn_at, lottery.entries_digest = now, digest_of_entries(pairs)
        lottery.save(update_fields=["drawn_at", "entries_digest"])
        _tell(entries, by, now)
        return _recorded(channel, lottery, entries, by)


def _set_status(status: str, entries: list[int], now: datetime) -> None:
    for start in range(0, len(entries), 500):
        SignUp.objects.filter(pk__in=entries[start : start + 500]).update(status=status, changed_at=now)


def _to_be_drawn(channel: Channel, now: datetime) -> Lottery:
    lottery = lottery_of(channel)
    if lottery is None:
        raise LotteryRefused(_("Seats are not given by lot here."))
    if lottery.drawn_at is not None:
        raise LotteryRefused(_("The lots have been drawn already; a draw is never repeated."))
    closes = closing(channel)
    if closes is None or now < closes:
        raise LotteryRefused(_("Lots are drawn after sign-up has closed. Wait, or set an earlier closing time."))
    if door(channel, now) == Door.CALLED_OFF:
        raise LotteryRefused(_("This event was called off."))
    return lottery


def _tell(entries: list[SignUp], by: Person, now: datetime) -> None:
    """A step and a letter each; who waits is told the place in the line."""
    kinds = {
        SignUpStatus.CONFIRMED: (StepKind.DRAWN, letters.News.DRAWN),
        SignUpStatus.WAITING: (StepKind.NOT_DRAWN, letters.News.DRAWN_TO_WAIT),
        SignUpStatus.NOT_DRAWN: (StepKind.NOT_DRAWN, letters.News.NOT_DRAWN),
    }
    steps, written, place = [], [], 0
    for entry in sorted(entries, key=lambda one: one.rank):
        kind, news = kinds[SignUpStatus(entry.status)]
        place += entry.status == SignUpStatus.WAITING
        details = {"status": entry.status, "seats": entry.seats}
        steps.append(SignUpStep(sign_up=entry, at=now, kind=kind, by=by, details=details))
        written.append(letters.letter_to(entry, news, now=now, place=place))
    SignUpStep.objects.bulk_create(steps, batch_size=500)
    post_many(letter for letter in written if letter is not None)


def _recorded(channel: Channel, lottery: Lottery, entries: list[SignUp], by: Person) -> Outcome:
    counted = [entry.status for entry in entries]
    states = (SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.NOT_DRAWN)
    outcome = Outcome(*(counted.count(state) for state in states))
    details = {"entries": len(entries), "seated": outcome.seated, "seed": lottery.seed}
    record(by=by, action="events.draw_lottery", subject=channel, details=details)
    return outcome
