"""A session's collection of answers: opened, given out to those who came, reminded of, closed, opened again."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.mail.actions import AddressInvalid, post, withdraw
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import CollectionStatus, SessionStatus
from zaitaku.programme.events.models import Channel, Collection, Invitation, Questionnaire, Session
from zaitaku.programme.events.queries import collecting as queries

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # read out or typed from paper: nothing that looks like something else


def about(invitation: Invitation) -> str:
    """What its letters belong to: they are withdrawn, and removed with the personal data, by it."""
    return f"events.invitation:{invitation.pk}"


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody named by another part of the product; `about` says what for (meetings.trainee:12)."""

    about: str
    name: str
    email: str


@transaction.atomic
def open_collection(
    *,
    questionnaire: Questionnaire,
    session: Session,
    closes_on: date | None = None,
    takes_qr: bool = True,
    by: Person,
    now: datetime,
) -> Collection:
    """It may be opened before the session, so that the poster is printed in time; answers come from its day on.

    Raises EventRefused: another series, a session called off, no questions, or opened already.
    """
    if questionnaire.series_id != session.series_id:
        raise EventRefused(_("The questionnaire belongs to another series."))
    if session.status == SessionStatus.CANCELLED:
        raise EventRefused(_("%(session)s was called off; nobody can be asked about it.") % {"session": session})
    if not questionnaire.items.exists():
        raise EventRefused(_("“%(what)s” has no questions yet. Add them first.") % {"what": questionnaire})
    if closes_on is not None and closes_on < timezone.localdate(now):
        raise EventRefused(_("The last day lies in the past. Choose a later one."))
    key = "".join(secrets.choice(_SIGNS) for _sign in range(12))
    collection = Collection(
        questionnaire=questionnaire, session=session, key=key, takes_qr=takes_qr, opened_at=now, closes_on=closes_on
    )
    refusal = _("%(session)s collects answers to “%(what)s” already.") % {"session": session, "what": questionnaire}
    details = {
        "questionnaire": questionnaire.pk,
        "closes_on": closes_on and closes_on.isoformat(),
        "takes_qr": takes_qr,
    }
    rows.create(collection, refusal=refusal, by=by, action="events.open_collection", details=details)
    return collection


@transaction.atomic
def send_invitations(*, collection: Collection, by: Person, now: datetime) -> int:
    """A personal link to everybody who came, left an e-mail address and has none yet; how many.

    Raises EventRefused where it is closed.
    """
    collection = _locked_open(collection, now)
    sent = 0
    for check_in, address in queries.without_invitation(collection):
        sent += _invite(Invitation(collection=collection, check_in=check_in), address, now)
    if sent:
        record(by=by, action="events.send_invitations", subject=collection, details={"sent": sent})
    return sent


@transaction.atomic
def invite_named(
    *, collection: Collection, channel: Channel, people: Sequence[Invited], by: Person, now: datetime
) -> int:
    """A personal link to each of them who has none yet; how many. Raises EventRefused where it is closed."""
    collection = _locked_open(collection, now)
    if channel.session_id != collection.session_id:
        raise EventRefused(_("This channel is not one of %(session)s.") % {"session": collection.session})
    known = set(collection.invitations.exclude(about="").values_list("about", flat=True))
    sent = 0
    for one in people:
        if one.about not in known and one.email:
            link = Invitation(collection=collection, about=one.about, channel=channel, name=one.name, email=one.email)
            sent += _invite(link, one.email, now)
    if sent:
        record(by=by, action="events.send_invitations", subject=collection, details={"sent": sent})
    return sent


def _invite(link: Invitation, address: str, now: datetime) -> bool:
    """False where nobody can be written to, for the address was mistyped."""
    link.key, link.sent_at = secrets.token_urlsafe(18), now
    try:
        with transaction.atomic():
            link.save()
            _write(link, address, now)
    except AddressInvalid:
        return False
    return True


@transaction.atomic
def remind(*, collection: Collection, by: Person, now: datetime) -> int:
    """Those whose link was not used hear again, once a day at most; how many. Raises EventRefused."""
    collection = _locked_open(collection, now)
    sent = 0
    for link in queries.unanswered(collection):
        invitation = link.invitation
        last = invitation.sent_at
        if link.address and (last is None or timezone.localdate(last) < timezone.localdate(now)):
            _write(invitation, link.address, now, again=True)
            invitation.sent_at = now
            invitation.save(update_fields=["sent_at"])
            sent += 1
    if sent:
        record(by=by, action="events.remind", subject=collection, details={"sent": sent})
    return sent


@transaction.atomic
def take_by_qr(*, collection: Collection, takes_qr: bool, by: Person) -> Collection:
    """Whether the address of the venue still takes answers; links and paper do in any case."""
    collection = Collection.objects.select_for_update().get(pk=collection.pk)
    rows.change(collection, {"takes_qr": takes_qr}, by=by, action="events.change_collection")
    return collection


@transaction.atomic
def close_collection(*, collection: Collection, by: Person, now: datetime) -> Collection:
    """Its results are final from now on; letters not sent yet are withdrawn. Closing twice is closing once."""
    collection = Collection.objects.select_for_update().get(pk=collection.pk)
    if collection.status == CollectionStatus.CLOSED:
        return collection
    collection.status, collection.closed_at = CollectionStatus.CLOSED, now
    collection.save(update_fields=["status", "closed_at"])
    for invitation in collection.invitations.filter(is_answered=False):
        withdraw(about=about(invitation))
    responses = collection.responses.filter(discarded_at=None).count()
    record(by=by, action="events.close_collection", subject=collection, details={"responses": responses})
    return collection


@transaction.atomic
def reopen_collection(
    *, collection: Collection, reason: str, closes_on: date | None = None, by: Person, now: datetime
) -> Collection:
    """More answers came in. Raises EventRefused without a reason, or for a last day that is over."""
    if not reason.strip():
        raise EventRefused(_("Say why answers are taken again."))
    if closes_on is not None and closes_on < timezone.localdate(now):
        raise EventRefused(_("The last day lies in the past. Choose a later one."))
    collection = Collection.objects.select_for_update().get(pk=collection.pk)
    if collection.status == CollectionStatus.OPEN and closes_on == collection.closes_on:
        return collection
    before = collection.closed_at.isoformat() if collection.closed_at else None
    collection.status, collection.closed_at, collection.closes_on = CollectionStatus.OPEN, None, closes_on
    collection.save(update_fields=["status", "closed_at", "closes_on"])
    details = {"reason": reason, "closed_before": before}
    record(by=by, action="events.reopen_collection", subject=collection, details=details)
    return collection


def _locked_open(collection: Collection, now: datetime) -> Collection:
    found = Collection.objects.select_for_update().select_related("session__series", "questionnaire")
    one = found.get(pk=collection.pk)
    stage = queries.stage(one, timezone.localdate(now))
    if stage is queries.Stage.EARLY:
        raise EventRefused(
            _("%(session)s has not taken place yet; ask those who came afterwards.") % {"session": one.session}
        )
    if stage is queries.Stage.CLOSED:
        raise EventRefused(_("The collection is closed. Open it again first."))
    return one


def _write(invitation: Invitation, address: str, now: datetime, *, again: bool = False) -> None:
    """Into the queue; the letter names no person, and only the link leads to the questionnaire."""
    collection = invitation.collection
    link = settings.BASE_URL.rstrip("/") + reverse("events:answer", args=[invitation.key])
    words = {
        "series": collection.session.series.title,
        "session": collection.session.label,
        "link": link,
        "contact": collection.session.contact_words,
    }
    subject = _("Request: questionnaire on %(series)s %(session)s") % words
    if again:
        subject = _("Reminder: questionnaire on %(series)s %(session)s") % words
    lines = [
        _("Thank you for taking part in %(series)s %(session)s.") % words,
        _("Please tell us what you think. The link is for you and can be used once:"),
        link,
        _("Your answers are kept without your name; nobody can see which ones are yours."),
        _("If you answered already, on paper or by QR code, please disregard this letter."),
    ]
    if collection.closes_on is not None:
        lines.append(_("Please answer by %(day)s.") % {"day": queries.day_text(collection.closes_on)})
    if words["contact"]:
        lines.append(_("Enquiries: %(contact)s") % words)
    post(to=address, subject=subject, body="\n\n".join(lines) + "\n", about=about(invitation), now=now)
