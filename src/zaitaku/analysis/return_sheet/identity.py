"""What tells a sheet from every other: form, organisation, period, and the layout it was made with.

It stands in the file as one line of JSON, in a sheet that nobody sees and once more in small print under the table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from zaitaku.analysis.numerals import refuse_bad_characters

MARK = '["zaitaku.return"'
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Identity:
    """`owner`, `form` and `organisation` are codes, `about` names them for people; `digest` is that of the items;
    `made` the moment the file was handed out, with its zone."""

    owner: str
    form: str
    organisation: str
    start: date | None
    end: date
    version: int
    digest: str
    made: datetime
    about: str = ""

    def as_text(self) -> str:
        start = self.start.isoformat() if self.start else ""
        parts = ["zaitaku.return", 1, self.owner, self.form, self.organisation, start, self.end.isoformat()]
        parts += [self.version, self.digest, self.made.isoformat(timespec="seconds"), self.about]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Identity:
        """Raises ValueError for anything but what `as_text` writes, such as half a character escaped (\\ud800)."""
        if len(text) > _LONGEST:
            raise ValueError("too long")
        parts = json.loads(text)
        if not isinstance(parts, list) or len(parts) != 11 or parts[:2] != ["zaitaku.return", 1]:
            raise ValueError("no identification")
        owner, form, organisation, start, end, version, digest, made, about = parts[2:]
        texts = (owner, form, organisation, start, end, digest, made, about)
        if not all(isinstance(one, str) for one in texts) or type(version) is not int:
            raise ValueError("no identification")
        for one in texts:
            refuse_bad_characters(one, multiline=False)
        moment = datetime.fromisoformat(made)
        if moment.tzinfo is None:
            raise ValueError("a moment without its zone")
        begun = date.fromisoformat(start) if start else None
        return cls(owner, form, organisation, begun, date.fromisoformat(end), version, digest, moment, about)


def same_sheet(one: Identity, other: Identity) -> bool:
    """Whether both are of one form, organisation and period, whatever their layout."""
    return _key(one) == _key(other)


def _key(one: Identity) -> tuple[str, str, str, date | None, date]:
    return one.owner, one.form, one.organisation, one.start, one.end


def digest_of(items: Iterable[tuple[str, str]]) -> str:
    """Of the codes and units in the order of the sheet: another digest, another layout."""
    text = json.dumps([list(item) for item in items], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
