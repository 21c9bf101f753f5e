"""Documents and their versions: added, described anew, superseded, withdrawn. No version is ever removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.actions.handouts import KINDS, LARGEST_HANDOUT, kind_of
from zaitaku.programme.library.actions import document_letters as letters
from zaitaku.programme.library.actions.refused import LibraryRefused
from zaitaku.programme.library.models import Document, Tag, Version
from zaitaku.programme.library.queries.documents import state_of

MOST_TAGS = 10
MOST_VERSIONS = 500


class NoContent(LibraryRefused):
    """A version is one file or one address."""


class IsWithdrawn(LibraryRefused):
    """Nothing can be done with a version that was withdrawn."""


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """What a version is: a file with its `content`, or else an `address` elsewhere."""

    title: str
    issued_on: date
    changes: str = ""
    file_name: str = ""
    content: bytes = b""
    address: str = ""

    def filled(self, version: Version) -> Version:
        """Raises NoContent and HandoutRefused."""
        version.title, version.issued_on, version.changes = self.title, self.issued_on, self.changes
        if bool(self.file_name) == bool(self.address):
            raise NoContent(_("Choose a file, or enter an address, but not both."))
        if self.address:
            version.address = self.address
            return version
        if not self.content or len(self.content) > LARGEST_HANDOUT:
            raise NoContent(
                _("The file is empty or larger than %(limit)s MB. Choose another, or make it smaller.")
                % {"limit": LARGEST_HANDOUT // 1024**2}
            )
        version.media_type = KINDS[kind_of(self.content, self.file_name)][1]
        version.file_name, version.content, version.size = self.file_name, self.content, len(self.content)
        return version


@transaction.atomic
def create_document(
    *,
    owner: Organisation,
    kind: str,
    title: str,
    description: str = "",
    is_open: bool = False,
    tags: Iterable[str] = (),
    version: VersionEntry,
    by: Person,
    now: datetime,
) -> Document:
    """With its first version. Raises LibraryRefused, HandoutRefused, EventRefused (the owner has the title)."""
    document = Document(owner=owner, kind=kind, title=title, description=description, is_open=is_open, created_at=now)
    words = _tags(tags)
    refusal = _("The owner has a document “%(title)s” already. Add a version to it instead.") % {"title": title}
    details = {"owner": owner.pk, "kind": kind, "is_open": is_open, "tags": words}
    rows.create(document, refusal=refusal, by=by, action="library.create_document", details=details)
    Tag.objects.bulk_create(Tag(document=document, word=word) for word in words)
    _add(document, 1, version, by, now)
    return document


def _tags(words: Iterable[str]) -> list[str]:
    found = sorted(set(filter(None, words)))
    if len(found) > MOST_TAGS:
        raise LibraryRefused(_("At most %(limit)s subjects. Leave some out.") % {"limit": MOST_TAGS})
    return found


@transaction.atomic
def change_document(
    *, document: Document, kind: str, title: str, description: str, is_open: bool, tags: Iterable[str], by: Person
) -> Document:
    """What it is about; its versions stay. Raises LibraryRefused."""
    words = _tags(tags)
    if Document.objects.filter(owner=document.owner_id, title=title).exclude(pk=document.pk).exists():
        raise LibraryRefused(_("The owner has another document “%(title)s”. Choose another title.") % {"title": title})
    before = sorted(document.tags.values_list("word", flat=True))
    details = rows.saved(document, {"kind": kind, "title": title, "description": description, "is_open": is_open})
    if before != words:
        document.tags.all().delete()
        Tag.objects.bulk_create(Tag(document=document, word=word) for word in words)
        details = details | {"tags": {"before": before, "after": words}}
    if details:
        record(by=by, action="library.change_document", subject=document, details=details)
    return document


@transaction.atomic
def add_version(*, document: Document, version: VersionEntry, by: Person, now: datetime) -> Version:
    """It supersedes those before; readers of these hear of it (`told`). Raises LibraryRefused, HandoutRefused."""
    document = Document.objects.select_for_update(of=("self",)).select_related("owner").get(pk=document.pk)
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    if last >= MOST_VERSIONS:
        raise LibraryRefused(_("The document has %(limit)s versions already.") % {"limit": MOST_VERSIONS})
    made = _add(document, last + 1, version, by, now)
    made.told = letters.tell_superseded(made, now=now, by=by)
    return made


def _add(document: Document, number: int, entry: VersionEntry, by: Person, now: datetime) -> Version:
    made = entry.filled(Version(document=document, number=number, added_at=now, added_by=by))
    made.save(force_insert=True)
    details = {
        "document": document.pk,
        "number": number,
        "issued_on": entry.issued_on.isoformat(),
        "file_name": made.file_name,
        "size": made.size,
        "address": made.address,
    }
    record(by=by, action="library.add_version", subject=made, details=details)
    return made


@transaction.atomic
def withdraw_version(*, version: Version, because: str, by: Person, now: datetime) -> Version:
    """It is not handed out any more; its addressees and readers hear of it where it was the current one. The version
    before it, if any, counts again. Raises IsWithdrawn."""
    list(Document.objects.select_for_update().filter(pk=version.document_id).values_list("pk"))
    version.refresh_from_db(fields=["withdrawn_at"])
    if version.withdrawn_at is not None:
        raise IsWithdrawn(_("This version was withdrawn already."))
    was = state_of(version)
    version.withdrawn_at, version.withdrawn_because = now, because
    version.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(by=by, action="library.withdraw_version", subject=version, details={"because": because, "was": was.value})
    version.told = letters.tell_withdrawn(version, was, now=now, by=by)
    return version
