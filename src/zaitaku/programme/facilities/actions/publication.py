"""Agreement to the publication, end and new beginning of a group, its link, and the removal of its contacts."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.mail.actions import forget, withdraw
from zaitaku.programme.facilities.actions import letters
from zaitaku.programme.facilities.actions.entry import GroupContact, new_key
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.actions.steps import add_step, locked
from zaitaku.programme.facilities.choices import StepKind, Way
from zaitaku.programme.facilities.models import Entry, Group


@transaction.atomic
def give_consent(*, group: Group, on: date, way: Way, by: Person | None, now: datetime) -> Group:
    """Again changes nothing."""
    held = locked(group, by=by)
    if not held.has_consent:
        _turn(held, StepKind.CONSENTED, on=on, way=way, by=by, now=now)
    return held


@transaction.atomic
def withdraw_consent(*, group: Group, on: date, way: Way, by: Person | None, now: datetime) -> Group:
    """Off the public list with the next page that anybody opens. Again changes nothing."""
    held = locked(group, by=by)
    if held.has_consent:
        _turn(held, StepKind.WITHDRAWN, on=on, way=way, by=by, now=now)
        withdraw(about=letters.about(held), kind=letters.News.CONFIRM)
    return held


@transaction.atomic
def end_group(*, group: Group, on: date, way: Way, note: str = "", by: Person | None, now: datetime) -> Group:
    held = locked(group, by=by)
    if held.ended_on is None:
        _turn(held, StepKind.ENDED, on=on, way=way, by=by, now=now, note=note)
        withdraw(about=letters.about(held), kind=letters.News.CONFIRM)
    return held


@transaction.atomic
def resume_group(*, group: Group, on: date, way: Way, by: Person | None, now: datetime) -> Group:
    """Taking it up again says that the entry is right. Raises GroupRefused for a day before the end."""
    held = locked(group, by=by)
    if held.ended_on is None:
        return held
    if on < held.ended_on:
        raise GroupRefused(_("The group ended on %(day)s. Give that day or a later one.") % {"day": held.ended_on})
    _turn(held, StepKind.RESUMED, on=on, way=way, by=by, now=now)
    if held.confirmed_on is None or held.confirmed_on < on:
        add_step(held, StepKind.CONFIRMED, on=on, by=by, now=now, way=way)
    return held


def _turn(
    group: Group, kind: StepKind, *, on: date, way: Way, by: Person | None, now: datetime, note: str = ""
) -> None:
    """Raises GroupRefused: a day before the last word on the same matter would change nothing."""
    last = group.steps.filter(kind__in=_OPPOSITE[kind]).order_by("-on", "-pk").first()
    if last is not None and on < last.on:
        raise GroupRefused(
            _("%(what)s on %(day)s is known already. Give that day or a later one.")
            % {"what": last.get_kind_display(), "day": last.on.isoformat()}
        )
    add_step(group, kind, on=on, by=by, now=now, way=way, note=note)
    if by is not None:
        details = {"on": on.isoformat(), "way": way}
        record(by=by, action=f"facilities.{_ACTIONS[kind]}", subject=group, details=details)


_OPPOSITE = {
    StepKind.CONSENTED: (StepKind.CONSENTED, StepKind.WITHDRAWN),
    StepKind.WITHDRAWN: (StepKind.CONSENTED, StepKind.WITHDRAWN),
    StepKind.ENDED: (StepKind.ENDED, StepKind.RESUMED),
    StepKind.RESUMED: (StepKind.ENDED, StepKind.RESUMED),
}
_ACTIONS = {
    StepKind.CONSENTED: "give_consent",
    StepKind.WITHDRAWN: "withdraw_consent",
    StepKind.ENDED: "end_group",
    StepKind.RESUMED: "resume_group",
}


@transaction.atomic
def renew_link(*, group: Group, by: Person, now: datetime) -> Group:
    """The old link opens nothing any more; the new one goes to the contact person."""
    held = locked(group, by=by)
    held.key = new_key()
    for news in letters.WITH_LINK:
        withdraw(about=letters.about(held), kind=news)
    add_step(held, StepKind.LINK_RENEWED, on=timezone.localdate(now), by=by, now=now)
    record(by=by, action="facilities.renew_link", subject=held, details={})
    letters.tell(held, letters.News.LINK, now=now)
    return held


@transaction.atomic
def send_link(*, group: Group, by: Person, now: datetime) -> None:
    """The same link once more to the contact person, if there is an address."""
    held = locked(group, by=by)
    if letters.tell(held, letters.News.LINK, now=now):
        record(by=by, action="facilities.send_link", subject=held, details={})


@transaction.atomic
def forget_contacts(*, group: Group, by: Person, now: datetime) -> Group:
    """Names, telephones and addresses of an ended or withdrawn group, in its earlier entries and letters too.

    Raises GroupRefused while it is to stay on the list.
    """
    held = locked(group, by=by)
    if held.ended_on is None and held.has_consent:
        raise GroupRefused(_("The group is still active and agrees to the publication. Change its entry instead."))
    GroupContact().give(held)
    held.key = new_key()
    empty = dict.fromkeys(("desk", "phone", "email", "web"), "")
    Entry.objects.filter(group=held).update(**empty, **{f"{name}_public": False for name in empty})
    forget(about=[letters.about(held)])
    add_step(held, StepKind.FORGOTTEN, on=timezone.localdate(now), by=by, now=now)
    record(by=by, action="facilities.forget_contacts", subject=held, details={})
    return held
