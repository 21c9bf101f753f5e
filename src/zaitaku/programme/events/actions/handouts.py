"""Files given out at a session: taken in after a look at their content, changed, taken away."""

import io
import zipfile
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.programme.events.actions import rows
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.models import Handout, Session

LARGEST_HANDOUT = 20 * 1024 * 1024
MOST_HANDOUTS = 50
_OFFICE = "application/vnd.openxmlformats-officedocument."
# What a file is by its content -> ending and media type. Old Office files and macros are refused: they may do harm.
KINDS = {
    "pdf": (".pdf", "application/pdf"),
    "docx": (".docx", _OFFICE + "wordprocessingml.document"),
    "xlsx": (".xlsx", _OFFICE + "spreadsheetml.sheet"),
    "pptx": (".pptx", _OFFICE + "presentationml.presentation"),
    "png": (".png", "image/png"),
    "jpeg": (".jpg", "image/jpeg"),
}
ENDINGS = (*(ending for ending, _media in KINDS.values()), ".jpeg")
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}


class HandoutRefused(EventRefused):
    """A file that is not what its name says, too large, or of a kind that is not taken."""


def kind_of(content: bytes, file_name: str) -> str:
    """A key of KINDS, by the content; the name must say the same. Raises HandoutRefused."""
    ending = PurePath(file_name).suffix.lower()
    found = _by_content(content)
    if found is None:
        raise HandoutRefused(
            _("“%(name)s” is no PDF, Word, Excel, PowerPoint, PNG or JPEG file. Save it as one of these.")
            % {"name": file_name}
        )
    if ending != KINDS[found][0] and (found, ending) != ("jpeg", ".jpeg"):
        raise HandoutRefused(
            _("“%(name)s” is a %(found)s file by its content. Give it the ending %(ending)s, or choose another file.")
            % {"name": file_name, "found": found.upper(), "ending": KINDS[found][0]}
        )
    return found


def _by_content(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        raise HandoutRefused(_("The file contains macros. Save it without macros and choose it again."))
    return next((kind for part, kind in _PARTS.items() if part in names), None)


@transaction.atomic
def add_handout(
    *, session: Session, title: str, file_name: str, content: bytes, is_public: bool, by: Person
) -> Handout:
    """Raises HandoutRefused."""
    if not content or len(content) > LARGEST_HANDOUT:
        raise HandoutRefused(
            _("The file is empty or larger than %(limit)s MB. Choose another, or make it smaller.")
            % {"limit": LARGEST_HANDOUT // 1024**2}
        )
    if session.handouts.count() >= MOST_HANDOUTS:
        raise HandoutRefused(
            _("The session has %(limit)s handouts already. Remove one first.") % {"limit": MOST_HANDOUTS}
        )
    handout = Handout(
        session=session,
        title=title or file_name,
        file_name=file_name,
        media_type=KINDS[kind_of(content, file_name)][1],
        content=content,
        size=len(content),
        is_public=is_public,
        added_at=timezone.now(),
    )
    details = {"session": session.pk, "file_name": file_name, "size": len(content), "is_public": is_public}
    refusal = _("The file could not be saved. Try again.")
    rows.create(handout, refusal=refusal, by=by, action="events.add_handout", details=details)
    return handout


@transaction.atomic
def change_handout(*, handout: Handout, title: str, is_public: bool, by: Person) -> Handout:
    rows.change(handout, {"title": title, "is_public": is_public}, by=by, action="events.change_handout")
    return handout


@transaction.atomic
def remove_handout(*, handout: Handout, by: Person) -> None:
    details = {"session": handout.session_id, "file_name": handout.file_name, "size": handout.size}
    rows.remove(handout, by=by, action="events.remove_handout", details=details)
