"""The two fonts of a PDF and the width of their characters.

The packages call the fonts TC; they hold all regional forms, and the text language "ja" selects the Japanese ones.
"""

from __future__ import annotations

import struct
import sys
import unicodedata
from functools import cache
from pathlib import Path

import cvttf_NotoSansCJK_Bold as bold
import cvttf_NotoSansCJK_Regular as regular
import typst

FAMILY = "Noto Sans CJK TC"
_STEERING = (code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf")
_DROP = dict.fromkeys((*_STEERING, *range(0xFE00, 0xFE10)))  # the latter select among forms of a character
EM = 1000  # font units per em of both fonts; all widths are in these


@cache
def fonts() -> typst.Fonts:
    """These two files and no others: a paper must not depend on what a machine has installed."""
    folders = sorted({str(Path(font.get_TTF_path()).parent) for font in (regular, bold)})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


class Widths(dict[str, int]):
    """Advance width of every character of a font, in thousandths of an em; one em for any other."""

    def __missing__(self, character: str) -> int:
        return EM


@cache
def widths(*, heavy: bool) -> Widths:
    data = Path((bold if heavy else regular).get_TTF_path()).read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    table: dict[bytes, int] = {}
    for entry in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * entry)
        table[tag] = offset
    units = struct.unpack_from(">H", data, table[b"head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, table[b"hhea"] + 34)[0]
    advances = struct.unpack_from(f">{2 * metrics}H", data, table[b"hmtx"])[::2]
    last = metrics - 1
    glyphs = _characters(data, table[b"cmap"])
    return Widths((chr(code), advances[min(glyph, last)] * EM // units) for code, glyph in glyphs.items())


@cache
def _simple() -> frozenset[str]:
    """Characters that print as they are, whatever stands beside them."""
    marks = (character for character in widths(heavy=False) if unicodedata.category(character) in ("Mn", "Me"))
    return frozenset(widths(heavy=False)).difference(marks, map(chr, _DROP))


def printable(words: str) -> str:
    """The words with what our fonts lack spelled out as 〔U+1F600〕, so that nothing vanishes from the paper.

    Marks that only steer writing direction or joining have no picture of their own; they are dropped, since a
    reversed number on a council paper would be worse.
    """
    if _simple().issuperset(words):
        return words
    known = widths(heavy=False)
    words = unicodedata.normalize("NFC", words).translate(_DROP)  # か + U+3099 as some systems write が
    return "".join(character if character in known else f"〔U+{ord(character):04X}〕" for character in words)


def _characters(data: bytes, cmap: int) -> dict[int, int]:
    """Glyph number by code point, from the full Unicode table (format 12) of the font."""
    for entry in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * entry)[0]
        if struct.unpack_from(">H", data, offset)[0] != 12:
            continue
        found: dict[int, int] = {}
        for group in range(struct.unpack_from(">I", data, offset + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", data, offset + 16 + 12 * group)
            found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
        return found
    raise ValueError("the font has no table of all Unicode characters")
