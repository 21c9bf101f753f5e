"""Rewrites a zip file so that equal contents give equal bytes.

Office files are zip files whose entries carry the hour of writing; that hour is replaced by a fixed one, and the
order of entries is kept because Word and Excel expect theirs first.
"""

from __future__ import annotations

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can say


def stable(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            fixed.create_system = 3
            new.writestr(fixed, old.read(entry), compresslevel=6)
    return made.getvalue()
