"""Words typed by people, made fit for a printed paper."""

import unicodedata

from zaitaku.reports.document import Cell, Paragraph, Run, plain


def printable(text: str) -> str:
    """Tabs and signs that no paper can carry become spaces; lines stay lines."""
    return "\n".join("".join(_sign(sign) for sign in line) for line in text.splitlines())


def _sign(sign: str) -> str:
    code = ord(sign)
    bad = unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return " " if bad else sign


def words(text: str, *, header: bool = False) -> Cell:
    return plain(printable(text), header=header)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Run(line),) if line else ()) for line in printable(text).split("\n")) if text else ()
