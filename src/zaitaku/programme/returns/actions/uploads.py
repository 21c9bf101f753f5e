"""Taking in a sheet that came back as Excel: kept as it stands first, saved once everything in it is clear."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.return_sheet import Found, Line, NotOurSheet, ReadSheet, read, same_sheet, understand
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import Entry, RecordRefused
from zaitaku.programme.returns.actions.sending import locked_to_fill, record_values
from zaitaku.programme.returns.choices import Answer
from zaitaku.programme.returns.models import Return, Upload, Value
from zaitaku.programme.returns.queries.asked import AskedItem, asked_in
from zaitaku.programme.returns.queries.filling import last_numbers
from zaitaku.programme.returns.queries.workbooks import about, asked_of, identity_of

__all__ = ["NotOurSheet", "UploadRefused", "WrongSheet", "save_upload", "take_in"]


class UploadRefused(RecordRefused):
    """A file that is not taken in."""


class WrongSheet(UploadRefused):
    """The file is of another form, organisation or period; the message names both."""


def take_in(*, sheet: Return, name: str, data: bytes, by: Person, now: datetime) -> tuple[Upload, bool]:
    """The file's cells as they stand, and whether the file is a new one; nothing is recorded yet.

    The same bytes again give the upload made of them before. Raises IntakeRefused, NotOurSheet, WrongSheet, and
    SheetRefused for a sheet that cannot be filled in.
    """
    found = read(data, name)
    items = asked_in(sheet.form, sheet.start)
    own = identity_of(sheet, items, now)
    if not same_sheet(found.identity, own):
        raise WrongSheet(
            _("The file is the sheet of %(file)s; this is %(here)s. Open the page of that sheet, or download this one.")
            % {"file": found.identity.about or found.identity.form, "here": about(sheet)}
        )
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        locked_to_fill(sheet)
        if before := sheet.uploads.filter(digest=digest).first():
            return before, False
        upload = Upload.objects.create(
            sheet=sheet,
            name=name[-200:],
            digest=digest,
            cells=_cells(sheet, items, found),
            made_at=min(found.identity.made, now),
            is_outdated=found.identity.digest != own.digest,
            at=now,
            by=by,
        )
        record(by=by, action="returns.take_in", subject=sheet, details={"digest": digest, "rows": len(found.lines)})
    return upload, True


def _cells(sheet: Return, items: list[AskedItem], found: ReadSheet) -> dict[str, dict[str, Any]]:
    last = last_numbers(sheet)
    asked = {item.element.code: asked_of(item, last.get(item.element.pk)) for item in items}
    kept = {line.code: _kept(line) for line in found.lines}
    for line in found.lines:
        if line.code in asked:
            said = understand(line.value, line.answer, asked[line.code])
            value = None if said.value is None else format(said.value, "f")
            kept[line.code] |= {"meaning": said.meaning.value, "value": value, "rule": said.rule}
    for line in found.repeated:
        kept[line.code].setdefault("repeated", []).append(_kept(line))
    return kept


def _kept(line: Line) -> dict[str, Any]:
    return {
        "row": line.row,
        "label": line.label[:200],
        **_cell("", line.value),
        **_cell("answer_", line.answer),
        "note_cell": line.note.cell,
        "note": line.note.raw,
    }


def _cell(prefix: str, found: Found) -> dict[str, Any]:
    parts = {"cell": found.cell, "raw": found.raw, "kind": found.kind.value, "formula": found.is_formula}
    return {f"{prefix}{name}": value for name, value in parts.items()}


@transaction.atomic
def save_upload(
    *,
    upload: Upload,
    entries: Mapping[int, tuple[Entry, int | None]],
    answers: Mapping[int, Answer],
    by: Person,
    now: datetime,
    on_behalf: bool = False,
) -> dict[int, Value]:
    """All of `entries` or nothing, as `record_values` does; the upload then counts as taken."""
    rows = record_values(sheet=upload.sheet, entries=entries, by=by, answers=answers, on_behalf=on_behalf)
    upload.taken_at = now
    upload.save(update_fields=["taken_at"])
    details = {"digest": upload.digest, "items": len(entries)}
    record(by=by, action="returns.save_upload", subject=upload.sheet, details=details)
    return rows
