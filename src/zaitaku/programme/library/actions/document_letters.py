"""Letters about documents: shared, not opened yet, superseded, withdrawn. In the house's language.

People with an account are led to the page of the version, those without one to their private link. The act of whoever
does it is not told to the person who did it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.mail.actions import AddressInvalid, draft, post_many, withdraw_many
from zaitaku.core.mail.models import Letter
from zaitaku.programme.library.choices import VersionState
from zaitaku.programme.library.models import Addressee, Sending, Sharing, Version
from zaitaku.programme.library.queries.documents import current_of, people_of, private_readers_of, readers_of


class News(StrEnum):
    """The kinds of letters."""

    SHARED = "library_shared"
    UNREAD = "library_unread"
    SUPERSEDED = "library_superseded"
    WITHDRAWN = "library_withdrawn"


@dataclass(frozen=True, slots=True)
class Message:
    """One letter to many: `parts` are its paragraphs for the link that it leads to."""

    news: News
    subject: str
    parts: Callable[[str], list[str]]
    now: datetime

    def to(self, email: str, link: str, about: str, *, name: str = "") -> Letter | None:
        """None for an address that is none."""
        greeting = _("Dear %(name)s,") % {"name": name} if name else ""
        closing = _("This letter was sent automatically.")
        body = "\n\n".join(filter(None, [greeting, *self.parts(link), closing])) + "\n"
        try:
            return draft(to=email, subject=self.subject, body=body, about=about, kind=self.news.value, now=self.now)
        except AddressInvalid:
            return None

    def to_person(self, person: Person, version: Version, about: str) -> Letter | None:
        return self.to(person.email, _page(version), about, name=person.name)

    def to_private(self, addressee: Addressee) -> Letter | None:
        return self.to(addressee.email, private_link(addressee), about_addressee(addressee.pk))


def about_addressee(pk: int) -> str:
    return f"library.addressee:{pk}"


def about_sharing(pk: int) -> str:
    return f"library.sharing:{pk}"


def about_version(pk: int) -> str:
    return f"library.version:{pk}"


def tell_shared(sending: Sending, addressees: Iterable[Addressee], *, now: datetime) -> int:
    """How many letters were written."""
    sharing = sending.sharing
    with override(settings.LANGUAGE_CODE):
        subject = _("Document for you: %(title)s") % {"title": sharing.version.title}

        def parts(link: str) -> list[str]:
            return [
                _("%(owner)s shares a document with you.") % {"owner": sharing.version.document.owner.name},
                sending.words,
                _facts(sharing.version),
                _("Please open it on this page:") + "\n" + link,
            ]

        return _to_addressees(sharing, addressees, Message(News.SHARED, subject, parts, now))


def tell_unread(sharing: Sharing, addressees: Iterable[Addressee], *, now: datetime) -> int:
    with override(settings.LANGUAGE_CODE):
        subject = _("Not opened yet: %(title)s") % {"title": sharing.version.title}

        def parts(link: str) -> list[str]:
            return [
                _("this document was shared with you on %(day)s and has not been opened yet.")
                % {"day": format_wareki(sharing.shared_on)},
                _facts(sharing.version),
                _("Please open it on this page:") + "\n" + link,
            ]

        return _to_addressees(sharing, addressees, Message(News.UNREAD, subject, parts, now))


def tell_superseded(version: Version, *, now: datetime, by: Person) -> int:
    """To everybody who opened a version before it or whom one was addressed to."""
    drop_unread(version)
    with override(settings.LANGUAGE_CODE):
        subject = _("New version: %(title)s") % {"title": version.title}

        def parts(link: str) -> list[str]:
            changes = pgettext("letter", "What changed") + "：" + version.changes if version.changes else ""
            return [
                _("there is a new version of a document that was shared with you or that you opened."),
                _facts(version),
                changes,
                _("The version before it is superseded. Please use the new one:") + "\n" + link,
            ]

        return _to_readers(version, version, Message(News.SUPERSEDED, subject, parts, now), by)


def tell_withdrawn(version: Version, was: VersionState, *, now: datetime, by: Person) -> int:
    """Nobody is told of a version that had been superseded before."""
    drop_unread(version)
    if was != VersionState.CURRENT:
        return 0
    current = current_of(version.document)
    with override(settings.LANGUAGE_CODE):
        subject = _("Withdrawn: %(title)s") % {"title": version.title}
        instead = _("The version before it counts again:") if current else _("Please do not use it any more:")

        def parts(link: str) -> list[str]:
            return [
                _("a document that was shared with you or that you opened was withdrawn."),
                _facts(version),
                pgettext("letter", "Reason") + "：" + version.withdrawn_because,
                instead + "\n" + link,
            ]

        return _to_readers(version, current or version, Message(News.WITHDRAWN, subject, parts, now), by)


def drop_unread(version: Version) -> None:
    """What was not sent yet about versions that are not to be opened any more is not sent."""
    sharings = Sharing.objects.filter(version__document=version.document_id)
    addressees = Addressee.objects.filter(sharing__in=sharings).exclude(email="")
    subjects = [about_sharing(pk) for pk in sharings.values_list("pk", flat=True)]
    subjects += [about_addressee(pk) for pk in addressees.values_list("pk", flat=True)]
    withdraw_many(about=subjects, kind=News.UNREAD)


def drop_all(sharing: Sharing) -> None:
    subjects = [about_addressee(pk) for pk in sharing.addressees.exclude(email="").values_list("pk", flat=True)]
    withdraw_many(about=[about_sharing(sharing.pk), *subjects])


def _facts(version: Version) -> str:
    rows = [
        (pgettext("letter", "Document"), f"{version.title}（{version.label}）"),
        (pgettext("letter", "Issued on"), format_wareki(version.issued_on)),
        (pgettext("letter", "From"), version.document.owner.name),
    ]
    return "\n".join(f"{label}：{value}" for label, value in rows)


def _to_addressees(sharing: Sharing, addressees: Iterable[Addressee], message: Message) -> int:
    rows = list(addressees)
    organisations = Organisation.objects.filter(pk__in=[one.organisation_id for one in rows if one.organisation_id])
    people = people_of(organisations, on=timezone.localdate(message.now))
    letters = [message.to_person(one, sharing.version, about_sharing(sharing.pk)) for one in people]
    letters += [message.to_private(one) for one in rows if one.email]
    return post_many(one for one in letters if one is not None)


def _to_readers(version: Version, to_open: Version, message: Message, by: Person) -> int:
    readers = readers_of(version.document, on=timezone.localdate(message.now)).exclude(pk=by.pk)
    letters = [message.to_person(one, to_open, about_version(version.pk)) for one in readers]
    letters += [message.to_private(one) for one in private_readers_of(version.document)]
    return post_many(one for one in letters if one is not None)


def _page(version: Version) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("library:version", args=[version.pk])


def private_link(addressee: Addressee) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("library:shared", args=[addressee.key])
