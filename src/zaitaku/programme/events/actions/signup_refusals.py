"""Why an entry, a change or a cancellation is not taken."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.queries.signup import Door


class SignUpRefused(EventRefused):
    """Any refusal around a sign-up."""


class NotOpen(SignUpRefused):
    """The channel takes no entries now; `door` says why."""

    def __init__(self, message: str, door: Door) -> None:
        super().__init__(message)
        self.door = door


class NoSeatLeft(SignUpRefused):
    """There are not enough seats, and no waiting list that could take the entry."""


class GroupTooLarge(SignUpRefused):
    """More seats in one entry than the channel allows, or than it has at all."""


class TooManyOfOne(SignUpRefused):
    """One contact stands in as many entries of the channel as the public can make."""


class NameRefused(SignUpRefused):
    """A name or reading holds an address of the web or of mail."""


class KeyRefused(SignUpRefused):
    """The key was not made here, or belongs to another channel's entry."""


class AlreadySignedUp(SignUpRefused):
    """The same person has a live entry; `sign_up` is shown to staff only, the person gets a letter."""

    def __init__(self, message: str, sign_up: SignUp) -> None:
        super().__init__(message)
        self.sign_up = sign_up


class NotLive(SignUpRefused):
    """The entry is cancelled, not drawn, or its personal data is gone."""


class AlreadyCame(SignUpRefused):
    """Somebody who was checked in can no longer be taken off the list."""


def not_open(channel: Channel, door: Door) -> NotOpen:
    words = {
        Door.NOT_NEEDED: _("No sign-up is needed here. Come on the day."),
        Door.CALLED_OFF: _("This event was called off, so that nothing can be signed up for or changed."),
        Door.PAST: _("The day is over; sign-ups cannot be made or changed any more."),
        Door.NOT_YET: _("Sign-up has not begun yet. It begins at %(when)s.") % {"when": _when(channel.opens_at)},
        Door.CLOSED: _("Sign-up is closed. Please telephone if you still want to come."),
    }
    return NotOpen(words[door], door)


def no_seat(channel: Channel, seats: int) -> NoSeatLeft:
    left = channel.free or 0
    if channel.waiting or left == 0:
        return NoSeatLeft(_("All seats are taken. Please look at another day or another way to take part."))
    return NoSeatLeft(
        _("Only %(left)s seats are left, and you asked for %(seats)s. Lower the number of people.")
        % {"left": left, "seats": seats}
    )


def no_more_seats(channel: Channel) -> NoSeatLeft:
    if channel.waiting:
        reason = _("Others are waiting for a seat, and free seats go to them first.")
    else:
        reason = _("There are only %(left)s free seats.") % {"left": channel.free or 0}
    advice = _("Your entry stays as it was. For more people make a further entry in another name.")
    return NoSeatLeft(f"{reason} {advice}")


def gone(sign_up: SignUp) -> NotLive:
    if sign_up.removed_at is not None:
        return NotLive(_("The personal data of this entry was removed, so that it cannot be changed any more."))
    state = sign_up.get_status_display()
    return NotLive(_("This entry is “%(state)s” and cannot be changed any more.") % {"state": state})


def too_large(most: int) -> GroupTooLarge:
    return GroupTooLarge(
        _("One entry takes at most %(most)s people here. Please divide the group or telephone.") % {"most": most}
    )


def _when(moment: datetime | None) -> str:
    return date_format(localtime(moment), "Y-m-d H:i") if moment else ""


def name_words() -> str:
    return _("Write a name only: no address of a web page and no e-mail address. There is a field for e-mail below.")


def name_refused() -> NameRefused:
    return NameRefused(name_words())


def too_many_of_one() -> TooManyOfOne:
    return TooManyOfOne(
        _("Many people are entered with this e-mail address or telephone number already. Please telephone for more.")
    )
