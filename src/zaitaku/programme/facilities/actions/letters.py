"""Letters to groups and to the section that keeps their directory. Those to a group carry its private link."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from zaitaku.analysis.listing import Stage, anniversary, last_day
from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.accounts.access import recorders_of
from zaitaku.core.mail.actions import AddressInvalid, post
from zaitaku.core.mail.models import Letter
from zaitaku.programme.facilities.models import Group

AGAIN_AFTER = timedelta(minutes=10)


class News(StrEnum):
    """The kind of a letter; its word stands in the catalogue's context "letter kind"."""

    REQUESTED = "group_requested"
    RECEIVED = "group_received"
    WAITING = "group_waiting"
    APPROVED = "group_approved"
    RETURNED = "group_returned"
    CONFIRM = "group_confirm"
    LINK = "group_link"
    CONTACT = "group_contact"


WITH_LINK = tuple(one for one in News if one not in (News.WAITING, News.CONTACT))

_SUBJECTS = {
    News.REQUESTED: gettext_lazy("Open this letter to ask for the listing of “%(name)s”"),
    News.RECEIVED: gettext_lazy("Received: “%(name)s” for the list of groups"),
    News.APPROVED: gettext_lazy("“%(name)s” was approved for the list of groups"),
    News.RETURNED: gettext_lazy("Please mend the entry of “%(name)s”"),
    News.LINK: gettext_lazy("The private link of “%(name)s”"),
}
_OPENINGS = {
    News.REQUESTED: gettext_lazy("somebody asked for “%(name)s” to be listed. Please open this link and send it off:"),
    News.RECEIVED: gettext_lazy("we have received the entry of “%(name)s” and will look through it."),
    News.APPROVED: gettext_lazy("the entry of “%(name)s” was looked through and approved."),
    News.RETURNED: gettext_lazy("something in the entry of “%(name)s” is to be mended before it can be published:"),
    News.LINK: gettext_lazy("this is the link with which “%(name)s” looks after its entry."),
}
_YEARLY = {
    Stage.NOTICE: gettext_lazy("Once a year: is the entry of “%(name)s” still right?"),
    Stage.DUE: gettext_lazy("Reminder: is the entry of “%(name)s” still right?"),
    Stage.LAST: gettext_lazy("Last reminder: the entry of “%(name)s” goes off the list soon"),
    Stage.LAPSED: gettext_lazy("“%(name)s” is off the public list until it is confirmed"),
}


def about(group: Group) -> str:
    return f"facilities.group:{group.pk}"


def private_link(group: Group) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("facilities:my_group", args=[group.key])


def was_written_to(group: Group, *, now: datetime) -> bool:
    """With the link, a moment ago: nobody fills a mailbox by pressing again."""
    return Letter.objects.filter(about=about(group), kind=News.LINK, written_at__gt=now - AGAIN_AFTER).exists()


def tell(group: Group, news: News, *, now: datetime) -> bool:
    """To the group's contact person; whether there is anybody to write to."""
    with override(settings.LANGUAGE_CODE):
        name = {"name": _name(group)}
        parts = [str(_OPENINGS[news]) % name]
        if news == News.RETURNED:
            parts.append(group.returned_because)
        if news == News.APPROVED and group.has_consent:
            parts.append(_("It is on the public list now:") + "\n" + _public_link(group))
        if news == News.APPROVED and not group.has_consent:
            parts.append(_("It is not on the public list, for there is no agreement to the publication."))
        return _send(group, news, str(_SUBJECTS[news]) % name, parts, now=now)


def ask(group: Group, stage: Stage, *, now: datetime, not_before: datetime) -> bool:
    """Whether everything is still right. The group has been confirmed at some time."""
    if group.confirmed_on is None:
        return False
    rule = group.directory.rule
    with override(settings.LANGUAGE_CODE):
        name = {"name": _name(group)}
        day = format_wareki(anniversary(group.confirmed_on, rule))
        last = format_wareki(last_day(group.confirmed_on, rule))
        words = {"name": _name(group), "day": day, "last": last, "since": format_wareki(group.confirmed_on)}
        if stage is Stage.LAPSED:
            opening = _(
                "the entry of “%(name)s” was last confirmed on %(since)s and is not shown any more since %(last)s has"
                " passed. It comes back at once when you confirm it."
            )
        elif stage in (Stage.DUE, Stage.LAST):
            opening = _(
                "the entry of “%(name)s” was to be confirmed by %(day)s, and we have no answer yet. Please look at it"
                " and press “Still right”, or hand in what has changed. Without an answer it is not shown any more"
                " after %(last)s."
            )
        else:
            opening = _(
                "the entry of “%(name)s” was last confirmed on %(since)s. Please look at it by %(day)s and press “Still"
                " right”. Without an answer it is not shown any more after %(last)s."
            )
        return _send(group, News.CONFIRM, str(_YEARLY[stage]) % name, [opening % words], now=now, not_before=not_before)


def _send(
    group: Group, news: News, subject: str, parts: list[str], *, now: datetime, not_before: datetime | None = None
) -> bool:
    contact = group.directory.contact
    greeting = _("Dear %(name)s,") % {"name": group.contact_name or _name(group)}
    body = [
        greeting,
        *parts,
        _("The page of your group (please keep the address to yourselves):") + "\n" + private_link(group),
        _("Questions: %(contact)s") % {"contact": contact} if contact else "",
        _("If this is not about you, please tell us or delete this letter."),
    ]
    return _post(group, news, to=group.contact_email, subject=subject, parts=body, now=now, not_before=not_before)


def tell_section(group: Group, *, now: datetime) -> int:
    """That something waits for approval: one letter in a while, however often the group changes its mind."""
    recent = Letter.objects.filter(about=about(group), kind=News.WAITING, written_at__gt=now - AGAIN_AFTER)
    if recent.exists():
        return 0
    with override(settings.LANGUAGE_CODE):
        subject = _("Waits for approval: %(name)s") % {"name": _name(group)}
        return _to_section(group, News.WAITING, subject, _("an entry of the list of groups waits for approval:"), now)


def tell_address_changed(group: Group, before: str, *, now: datetime) -> None:
    """To the address `before`, and to the section: whoever has the link could have changed it. Without the link.

    Each of them gets one letter in a while, however often it is changed: with a link nobody fills a mailbox.
    """
    recent = Letter.objects.filter(about=about(group), kind=News.CONTACT, written_at__gt=now - AGAIN_AFTER)
    told = set(recent.values_list("to", flat=True))
    with override(settings.LANGUAGE_CODE):
        name = {"name": _name(group)}
        contact = group.directory.contact
        body = [
            _("Dear %(name)s,") % name,
            _("the e-mail address of the contact person of “%(name)s” was changed on the page of the group.") % name,
            _("Letters about the entry do not come to this address any more."),
            _("If nobody of your group did this, please tell us at once."),
            _("Questions: %(contact)s") % {"contact": contact} if contact else "",
        ]
        subject = _("The contact address of “%(name)s” was changed") % name
        if before not in told:
            _post(group, News.CONTACT, to=before, subject=subject, parts=body, now=now)
        if told:
            return
        opening = _(
            "a group changed the e-mail address of its contact person. If in doubt, telephone the group at a number"
            " known from elsewhere and correct its contact first, for a new link goes to the address that stands"
            " there; then make a new link:"
        )
        _to_section(group, News.CONTACT, _("Contact address changed: %(name)s") % name, opening, now)


def _to_section(group: Group, news: News, subject: str, opening: str, now: datetime) -> int:
    """How many letters were written."""
    link = settings.BASE_URL.rstrip("/") + reverse("facilities:group", args=[group.pk])
    facts = [opening + "\n" + _name(group), link, _("This letter was sent automatically.")]
    sent = 0
    owner = group.directory.owner_id
    for person in recorders_of([owner], on=timezone.localdate(now))[owner]:
        parts = [_("Dear %(name)s,") % {"name": person.name}, *facts]
        sent += _post(group, news, to=person.email, subject=subject, parts=parts, now=now)
    return sent


def _post(
    group: Group,
    news: News,
    *,
    to: str,
    subject: str,
    parts: list[str],
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Whether there is anybody to write to."""
    body = "\n\n".join(filter(None, parts)) + "\n"
    try:
        post(
            to=to,
            subject=subject,
            body=body,
            about=about(group),
            kind=news.value,
            now=now,
            not_before=not_before,
        )
    except AddressInvalid:
        return False
    return True


def _name(group: Group) -> str:
    entry = group.pending or group.current
    return entry.name if entry else pgettext("letter", "your group")


def _public_link(group: Group) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("portal:group", args=[group.pk])
