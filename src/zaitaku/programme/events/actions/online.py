"""Online reports: taken in, decided about by a person, then turned into check-ins, whole or not at all."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.online_report import Person as Participant
from zaitaku.analysis.online_report import as_json, persons, read, suggested, undecided
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions.checkin import Arrival, check_in_many, undo_many
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import ChannelKind, CheckInWay
from zaitaku.programme.events.models import Channel, CheckIn, OnlineReport, SignUp
from zaitaku.programme.events.queries.online import report_of, sign_ups_of

LONGEST_FILE_NAME = 200
LONGEST_NAME = 100  # what a check-in keeps of a name


class NotOnline(EventRefused):
    """Only an online channel has a participants' report."""


class Undecided(EventRefused):
    """Equal names that nobody has decided about."""


class SettledAlready(EventRefused):
    """A report of the channel counts already; a second one would count people twice."""


class SignUpTwice(EventRefused):
    """A sign-up is one party: two participants cannot both stand for it, nor one for two sign-ups."""


class NobodyLeft(EventRefused):
    """After the decisions there is no participant."""


@transaction.atomic
def take_in_report(*, channel: Channel, file_name: str, data: bytes, by: Person, now: datetime) -> OnlineReport:
    """The report, to be decided about. The same file again gives the one that exists.

    Raises NotOnline, and IntakeRefused, NotAReport or RowsRefused when the file cannot be read whole.
    """
    if channel.kind != ChannelKind.ONLINE:
        raise NotOnline(_("%(channel)s is no online channel. Open the channel of the meeting.") % {"channel": channel})
    digest = hashlib.sha256(data).hexdigest()
    if known := OnlineReport.objects.filter(channel=channel, digest=digest).first():
        return known
    report = read(data, file_name)
    row = OnlineReport(
        channel=channel,
        file_name=file_name[-LONGEST_FILE_NAME:],
        digest=digest,
        rows=as_json(report),
        left_out=asdict(report.left_out),
        imported_at=now,
        imported_by=by,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same file from two windows at once
        return OnlineReport.objects.get(channel=channel, digest=digest)
    details = {"report": row.pk, "digest": digest, "lines": report.lines, "units": len(report.units)}
    record(by=by, action="events.take_in_report", subject=channel, details=details)
    return row


@transaction.atomic
def settle_report(
    *,
    report: OnlineReport,
    decisions: Mapping[int, int],
    least_minutes: int,
    sign_ups: Mapping[int, SignUp] | None = None,
    by: Person,
    now: datetime,
) -> list[CheckIn]:
    """Its participants are checked in: with the sign-up given for one of their units, else as walk-ins.

    `decisions` as `analysis.online_report.persons` takes them; `sign_ups` unit → sign-up, without it what `suggested`
    offers. Who was checked in before keeps that check-in. Settling again changes nothing. Raises Undecided,
    SettledAlready, SignUpTwice, NobodyLeft, and what check-ins raise.
    """
    row = _locked(report)
    if row.settled_at is not None:
        return list(row.check_ins.filter(undone_at=None))
    if row.channel.online_reports.exclude(settled_at=None).exists():
        raise SettledAlready(_("Another report of this channel counts already. Take that one back first."))
    read_report = report_of(row)
    if missing := undecided(read_report, decisions):
        raise Undecided(_("Equal names are undecided: %(count)s. Decide about each.") % {"count": len(missing)})
    people = persons(read_report, decisions, least_minutes=least_minutes)
    if not people:
        raise NobodyLeft(_("Nobody is left to count. Look at the minutes and at who was marked as no participant."))
    if sign_ups is None:
        sign_ups = suggested(read_report, decisions, sign_ups_of(row))
    found = _linked(people, sign_ups)
    arrivals = [_arrival(person, found.get(place)) for place, person in enumerate(people)]
    row.rows = [one | {"decision": decisions.get(one["unit"], 1)} for one in row.rows]
    row.least_minutes, row.settled_at = least_minutes, now
    row.save(update_fields=["rows", "least_minutes", "settled_at"])
    details = {"report": row.pk, "people": len(people), "matched": len(found), "least_minutes": least_minutes}
    made = check_in_many(
        channel=row.channel, arrivals=arrivals, way=CheckInWay.ONLINE_REPORT, by=by, now=now, report=row
    )
    record(by=by, action="events.settle_report", subject=row.channel, details=details)
    return made


def _arrival(person: Participant, sign_up: SignUp | None) -> Arrival:
    return Arrival(
        key=str(uuid4()),
        sign_up=sign_up,
        name=person.name[:LONGEST_NAME],
        email=person.email,
        minutes=min(person.minutes, 32_767),
        let_in=True,
    )


def _linked(people: Sequence[Participant], sign_ups: Mapping[int, SignUp]) -> dict[int, SignUp]:
    """Place of a participant → the sign-up given for a unit of theirs."""
    found: dict[int, SignUp] = {}
    for place, person in enumerate(people):
        for one in {sign_ups[unit].pk: sign_ups[unit] for unit in person.units if unit in sign_ups}.values():
            if place in found:
                raise SignUpTwice(_("%(who)s has two sign-ups. Leave one of them.") % {"who": person.name})
            if one in found.values():
                raise SignUpTwice(
                    _("Sign-up No. %(number)s stands beside two people. Leave it with one of them.")
                    % {"number": one.number}
                )
            found[place] = one
    return found


@transaction.atomic
def take_back_report(*, report: OnlineReport, by: Person, now: datetime) -> OnlineReport:
    """Its check-ins do not count any more and it can be decided about anew. Doing it twice is the same as once."""
    row = _locked(report)
    if row.settled_at is None:
        return row
    row.settled_at = None
    row.rows = [{name: value for name, value in one.items() if name != "decision"} for one in row.rows]
    row.save(update_fields=["settled_at", "rows"])
    undo_many(channel=row.channel, check_ins=row.check_ins.all(), by=by, now=now)
    record(by=by, action="events.take_back_report", subject=row.channel, details={"report": row.pk})
    return row


@transaction.atomic
def discard_report(*, report: OnlineReport, by: Person) -> None:
    """The file was the wrong one; nothing of it is kept. Raises EventRefused once check-ins rest on it."""
    row = _locked(report)
    if row.check_ins.exists():
        raise EventRefused(_("People were checked in from this report. Take it back instead."))
    record(by=by, action="events.discard_report", subject=row.channel, details={"report": row.pk})
    row.delete()


def _locked(report: OnlineReport) -> OnlineReport:
    """The channel first, as every check-in does, so that two reports of it are settled one after the other."""
    Channel.objects.select_for_update(of=("self",)).get(pk=report.channel_id)
    rows = OnlineReport.objects.select_for_update(of=("self",)).select_related("channel__session__series")
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise EventRefused(_("This report was discarded meanwhile."))
    return found
