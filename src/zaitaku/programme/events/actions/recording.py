"""Who came and what they answered. A correction adds a row; the earlier one stays and no longer counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import OPEN, Kind, percent
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import (
    DoesNotFit,
    Entry,
    NothingToUndo,
    changed_meanwhile,
    checked,
    close,
    supersede,
)
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.rows import held_series, held_sessions
from zaitaku.programme.events.actions.running import hold_session
from zaitaku.programme.events.actions.summaries import check_not_summed, total_of
from zaitaku.programme.events.choices import KIND_OF, ChannelKind, Measure, SessionStatus
from zaitaku.programme.events.models import AnswerShare, Attendance, Channel, Question, Session
from zaitaku.programme.events.queries.collecting import counted_questions


@dataclass(frozen=True, slots=True)
class Fraction:
    """How many of how many answers; both or neither."""

    numerator: int
    denominator: int


@transaction.atomic
def record_attendance(*, channel: Channel, entry: Entry, expected: int | None, by: Person) -> Attendance:
    """Person-times of one channel (views of a video, cases of a telephone). `expected` is the id of the row seen
    before, None where there was none. A settled number says that the session took place, once its day has come.

    Raises DoesNotFit, ChangedMeanwhile, EventRefused (cancelled session or channel), ToldTwice.
    """
    if channel.is_cancelled:
        raise EventRefused(_("%(session)s was cancelled; nothing is recorded for it.") % {"session": channel})
    _hold([channel.pk], channel.session)
    entry = checked(entry, kind=KIND_OF[channel.measure], what=channel.label)
    if entry.value is not None:
        check_not_summed(channel.session, channel.measure)
    if entry.value is not None and entry.state not in OPEN and channel.kind != ChannelKind.VIDEO:
        _hold_if_over(channel.session_id, by)
    current = Attendance.objects.select_for_update().filter(channel=channel, superseded_at=None).first()
    before = Entry.of(current).as_json() if current else None
    row = supersede(
        current,
        entry,
        new=Attendance(channel=channel),
        expected=expected,
        by=by,
        at=timezone.now(),
        what=channel.label,
    )
    if row is not current:
        details = {"before": before, "after": entry.as_json()}
        record(by=by, action="events.record_attendance", subject=channel, details=details)
    return row


def _hold_if_over(session: int, by: Person) -> None:
    found = Session.objects.select_related("series").get(pk=session)
    is_over = found.held_on is not None and found.held_on <= timezone.localdate()
    if found.status == SessionStatus.PLANNED and is_over and total_of(found, Measure.SESSIONS) is None:
        hold_session(session=found, held_on=None, by=by)


def _hold(channels: Iterable[int], session: Session) -> None:
    """Check-ins hold the channel before they record their sum; so does whoever types a number (see rows). The session
    is held too, for the number may say that it took place."""
    list(Channel.objects.select_for_update(no_key=True).filter(pk__in=list(channels)).order_by("pk").values_list("pk"))
    held_series(session.series_id)
    held_sessions([session.pk])


@transaction.atomic
def record_session(
    *, session: Session, entries: Mapping[int, tuple[Entry, int | None]], by: Person
) -> list[Attendance]:
    """All channels of a session at once, or none: channel id → (entry, id of the row seen before).

    Raises what `record_attendance` raises, and EventRefused for a channel of another session.
    """
    channels = {channel.pk: channel for channel in session.channels.all()}
    _hold(channels, session)
    rows = []
    for pk, (entry, expected) in entries.items():
        if pk not in channels:
            raise EventRefused(_("This channel is not one of %(session)s.") % {"session": session})
        channels[pk].session = session
        rows.append(record_attendance(channel=channels[pk], entry=entry, expected=expected, by=by))
    return rows


@transaction.atomic
def record_answer_share(
    *,
    question: Question,
    session: Session,
    channel: Channel | None = None,
    entry: Entry,
    fraction: Fraction | None = None,
    expected: int | None,
    by: Person,
) -> AnswerShare:
    """Percent of the answers that count. With a fraction the percentage must be what it gives.

    Raises DoesNotFit, ChangedMeanwhile, EventRefused (channel of another session, or single responses are kept).
    """
    what = " ".join(str(part) for part in (session.label, channel and channel.label, question.text) if part)
    if channel is not None and channel.session_id != session.pk:
        raise EventRefused(_("This channel is not one of %(session)s.") % {"session": session})
    if question.pk in counted_questions(session):
        reason = _("answers came in one by one, and its share is counted from them.")
        raise EventRefused(_("%(what)s: %(reason)s") % {"what": what, "reason": reason})
    entry = checked(entry, kind=Kind.PERCENT, decimals=question.decimals, what=what)
    _check_fraction(entry, fraction, question.decimals, what)
    rows = AnswerShare.objects.select_for_update()
    current = rows.filter(question=question, session=session, channel=channel, superseded_at=None).first()
    before = Entry.of(current).as_json() if current else None
    new = AnswerShare(
        question=question,
        session=session,
        channel=channel,
        numerator=fraction.numerator if fraction else None,
        denominator=fraction.denominator if fraction else None,
    )
    row = supersede(current, entry, new=new, expected=expected, by=by, at=timezone.now(), what=what)
    if row is not current:
        after = entry.as_json() | {"numerator": new.numerator, "denominator": new.denominator}
        details = {"question": question.code, "channel": channel.label if channel else "", "after": after}
        record(by=by, action="events.record_answer_share", subject=session, details=details | {"before": before})
    return row


def _check_fraction(entry: Entry, fraction: Fraction | None, decimals: int, what: str) -> None:
    if fraction is None:
        return
    if not 0 <= fraction.numerator <= fraction.denominator <= 10**9 or fraction.denominator == 0:
        reason = _("%(above)s of %(below)s is no share. Check both numbers.") % {
            "above": fraction.numerator,
            "below": fraction.denominator,
        }
        raise DoesNotFit(_("%(what)s: %(reason)s") % {"what": what, "reason": reason})
    found = percent(Decimal(fraction.numerator), Decimal(fraction.denominator), decimals)
    if entry.value is not None and entry.value != found:
        reason = _("%(above)s of %(below)s is %(found)s percent, not %(value)s. Correct one of them.") % {
            "above": fraction.numerator,
            "below": fraction.denominator,
            "found": found,
            "value": entry.value,
        }
        raise DoesNotFit(_("%(what)s: %(reason)s") % {"what": what, "reason": reason})


@transaction.atomic
def restore_previous(*, channel: Channel, expected: int | None, by: Person) -> Attendance | None:
    """Undo the last entry: the value before it counts again, as a new row; None where there was none before.

    Raises NothingToUndo, ChangedMeanwhile.
    """
    _hold([channel.pk], channel.session)
    rows = Attendance.objects.select_for_update().filter(channel=channel).order_by("-recorded_at", "-pk")
    current = rows.filter(superseded_at=None).first()
    if current is None:
        raise NothingToUndo(_("%(what)s: there is nothing to undo.") % {"what": channel.label})
    if current.pk != expected:
        raise changed_meanwhile(channel.label)
    earlier = rows.filter(superseded_at__isnull=False, superseded_at__lte=current.recorded_at).first()
    details = {"before": Entry.of(current).as_json(), "after": Entry.of(earlier).as_json() if earlier else None}
    row = None
    if earlier is None:
        close(current, at=timezone.now())
    else:
        row = supersede(
            current,
            Entry.of(earlier),
            new=Attendance(channel=channel),
            expected=expected,
            by=by,
            at=timezone.now(),
            what=channel.label,
        )
    record(by=by, action="events.restore_previous", subject=channel, details=details)
    return row
