"""Wishes voiced at peer meetings, the supporters found for them, and what came of them. Nobody is named anywhere.

The audit chain keeps which wish and which state, never its words: should a name slip in, it can still be taken out.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import latest
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import WishStatus
from zaitaku.programme.meetings.models import Match, Supporter, Wish

ENDED = (WishStatus.DONE, WishStatus.CLOSED)


@transaction.atomic
def voice_wish(*, center: Organisation, voiced_on: date, text: str, session: Session | None = None, by: Person) -> Wish:
    wish = Wish.objects.create(center=center, voiced_on=voiced_on, text=text, session=session)
    _record(wish, "meetings.voice_wish", by, {"center": center.code, "voiced_on": voiced_on.isoformat()})
    return wish


@transaction.atomic
def change_wish(
    *, wish: Wish, seen: int | None, voiced_on: date, text: str, session: Session | None, by: Person
) -> Wish:
    """`seen` is the version the person saw. Raises ChangedMeanwhile, and MeetingRefused for a day after the end."""
    now = latest(wish, seen)
    if now.done_on and voiced_on > now.done_on:
        raise MeetingRefused(_("The wish came to its end before that day. Correct the day."))
    now.voiced_on, now.text, now.session = voiced_on, text, session
    now.save(update_fields=["voiced_on", "text", "session", "version"])
    _record(now, "meetings.change_wish", by, {"voiced_on": voiced_on.isoformat()})
    return now


@transaction.atomic
def match_wish(*, wish: Wish, supporter: Supporter, matched_on: date, by: Person) -> Match:
    """Raises MeetingRefused for another centre's supporter, one who has stopped, or a wish that has ended."""
    wish = Wish.objects.select_for_update().get(pk=wish.pk)
    if supporter.center_id != wish.center_id:
        raise MeetingRefused(_("“%(label)s” belongs to another centre.") % {"label": supporter})
    if not supporter.is_active:
        raise MeetingRefused(_("“%(label)s” does not help any more.") % {"label": supporter})
    if wish.status in ENDED:
        raise MeetingRefused(_("The wish has come to its end. Reopen it first."))
    if matched_on < wish.voiced_on:
        raise MeetingRefused(_("The day lies before the day on which the wish was voiced. Correct it."))
    try:
        with transaction.atomic():
            match = Match.objects.create(wish=wish, supporter=supporter, matched_on=matched_on)
    except IntegrityError as clash:
        raise MeetingRefused(_("“%(label)s” is matched with this wish already.") % {"label": supporter}) from clash
    _set_status(wish, WishStatus.MATCHED)
    _record(wish, "meetings.match_wish", by, {"supporter": supporter.pk, "matched_on": matched_on.isoformat()})
    return match


@transaction.atomic
def unmatch_wish(*, match: Match, by: Person) -> None:
    """The supporter cannot help after all. Raises MeetingRefused for a wish that has ended."""
    wish = Wish.objects.select_for_update().get(pk=match.wish_id)
    if wish.status in ENDED:
        raise MeetingRefused(_("The wish has come to its end. Reopen it first."))
    _record(wish, "meetings.unmatch_wish", by, {"supporter": match.supporter_id})
    match.delete()
    _set_status(wish, WishStatus.MATCHED if wish.matches.exists() else WishStatus.VOICED)


@transaction.atomic
def end_wish(*, wish: Wish, status: WishStatus, done_on: date, outcome: str, by: Person) -> Wish:
    """It came true (DONE) or cannot (CLOSED). Raises MeetingRefused without words, or for a day before the wish."""
    wish = Wish.objects.select_for_update().get(pk=wish.pk)
    if status not in ENDED:
        raise ValueError(f"{status} is no end")
    if wish.status in ENDED:
        raise MeetingRefused(_("The wish has come to its end already. Reload the page."))
    if not outcome.strip():
        raise MeetingRefused(_("Say in a few words what came of the wish."))
    if done_on < wish.voiced_on:
        raise MeetingRefused(_("The day lies before the day on which the wish was voiced. Correct it."))
    wish.done_on, wish.outcome = done_on, outcome
    _set_status(wish, status)
    _record(wish, "meetings.end_wish", by, {"status": str(status), "done_on": done_on.isoformat()})
    return wish


@transaction.atomic
def reopen_wish(*, wish: Wish, by: Person) -> Wish:
    """What was written as outcome stays, until another is written. Raises MeetingRefused for one that has not ended."""
    wish = Wish.objects.select_for_update().get(pk=wish.pk)
    if wish.status not in ENDED:
        raise MeetingRefused(_("The wish is open already. Reload the page."))
    wish.done_on = None
    _set_status(wish, WishStatus.MATCHED if wish.matches.exists() else WishStatus.VOICED)
    _record(wish, "meetings.reopen_wish", by, {})
    return wish


@transaction.atomic
def save_supporter(
    *, supporter: Supporter | None, center: Organisation, label: str, offers: str, is_active: bool = True, by: Person
) -> Supporter:
    """A new one for None. Raises MeetingRefused where the centre has the label already, or one who helps would move."""
    if supporter is not None and supporter.center_id != center.pk and supporter.matches.exists():
        raise MeetingRefused(_("Somebody who helps with a wish cannot move to another centre. Add them there."))
    row = Supporter(pk=supporter.pk if supporter else None, center=center, label=label, offers=offers)
    row.is_active = is_active
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        reason = _("%(center)s already has a supporter “%(label)s”. Choose another label.")
        raise MeetingRefused(reason % {"center": center, "label": label}) from clash
    action = "meetings.change_supporter" if supporter else "meetings.add_supporter"
    record(by=by, action=action, subject=center, details={"supporter": row.pk, "is_active": is_active})
    return row


def _set_status(wish: Wish, status: WishStatus) -> None:
    wish.status = status
    wish.version += 1
    wish.save(update_fields=["status", "done_on", "outcome", "version"])


def _record(wish: Wish, action: str, by: Person, details: dict[str, Any]) -> None:
    record(by=by, action=action, subject=wish, details=details)
