"""Places whose numbers the check did not understand: said, so that silence can be trusted elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zaitaku.analysis.check.dates import undated
from zaitaku.analysis.check.model import Unread
from zaitaku.analysis.check.paper import Paper
from zaitaku.analysis.check.text import BRACKETS

LIMIT = 200  # entries; a file that is no text would give thousands
_DAMAGED = re.compile(r"\ufffd+|[\x00-\x08\x0e-\x1f]+")
_GROUPS = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{1,4}){1,6}(?![0-9,])(?=[ ]?(?:人|名|件|部|冊|枚|台|か所|%))")
_PROPER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_KANJI = re.compile(
    r"(?<![第一二三四五六七八九十百千万〇])[一二三四五六七八九十百千万〇]{2,12}(?=人(?!前)|名(?!称)|件|部(?![門会])|か所|パーセント)"
    r"|(?<![第一二三四五六七八九十百千万〇])[一二三四五六七八九]割[一二三四五六七八九]?"
)


def unread(paper: Paper) -> tuple[Unread, ...]:
    places = [*_places(paper), *((a, b, "no_date") for a, b in undated(paper))]
    found = [Unread(paper.flow.spans((start, end)), reason) for start, end, reason in sorted(places)[:LIMIT]]
    if len(places) > LIMIT:
        start, end, _ = sorted(places)[LIMIT]
        found.append(Unread(paper.flow.spans((start, end)), "and_more"))
    return tuple(found)


def _places(paper: Paper) -> Iterator[tuple[int, int, str]]:
    for found in _DAMAGED.finditer(paper.text):
        yield *found.span(), "damaged"
    for start, end in paper.numbers.too_long:
        yield start, end, "too_long"
    for found in _GROUPS.finditer(paper.text):
        if not _PROPER.fullmatch(found[0]):
            yield *found.span(), "groups"
    for found in _KANJI.finditer(paper.text):
        yield *found.span(), "kanji_number"
    for start in paper.flow.unclosed:
        if paper.text[start] in BRACKETS and len(paper.numbers.within(start, start + 80)) > 1:
            yield start, start + 1, "unclosed"
