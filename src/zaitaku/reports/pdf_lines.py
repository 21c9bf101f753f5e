"""Breaks text into lines that fit a width, with the Japanese rules on what may not begin or end a line.

We break lines ourselves because then the height of every cell is known before typst runs: pages can be laid out
exactly, merged cells can be repeated after a page break, and nothing is measured twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from zaitaku.reports.document import Paragraph
from zaitaku.reports.pdf_fonts import Widths, printable, widths

Piece = tuple[str, int]  # words and the number of the run they belong to
Line = tuple[Piece, ...]

_NO_START = frozenset(
    "、。，．・：；？！ー）」』】〕〉》｝］々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％℃‐…‥,.:;?!)]}%”’"
)
_NO_END = frozenset("（「『【〔〈《｛［([{“‘￥$＄#＃")
_Unit = tuple[str, int, int]  # words that stay together, run number, width


def break_lines(paragraph: Paragraph, width: int, *, heavy: bool = False) -> list[Line]:
    """Lines of at most `width` thousandths of an em; a paragraph without words is one empty line."""
    advance = widths(heavy=heavy)
    texts = [printable(run.text) for run in paragraph.runs]
    if sum(sum(map(advance.__getitem__, words)) for words in texts) <= width:
        return [tuple((words, number) for number, words in enumerate(texts) if words)]
    lines: list[list[_Unit]] = []
    line: list[_Unit] = []
    used = 0
    for unit in _units(texts, width, advance):
        if used + unit[2] > width and line and unit[0] != " ":  # a space may hang over the edge
            kept = _keep(line, unit)
            if sum(moved[2] for moved in line[kept:]) + unit[2] > width:
                kept = len(line)
            lines.append(line[:kept])
            line = line[kept:]
            used = sum(moved[2] for moved in line)
        line.append(unit)
        used += unit[2]
    lines.append(line)
    return [_join(units) for units in lines]


def _keep(line: list[_Unit], following: _Unit) -> int:
    """How many units stay when `following` begins the next line; a line keeps at least half of its units."""
    kept = len(line)
    floor = (len(line) + 1) // 2
    head = following[0][0]
    while kept > floor and (head in _NO_START or line[kept - 1][0][-1] in _NO_END):
        kept -= 1
        head = line[kept][0][0]
    if head in _NO_START or line[kept - 1][0][-1] in _NO_END:
        return len(line)
    return kept


def _units(texts: Sequence[str], width: int, advance: Widths) -> list[_Unit]:
    units: list[_Unit] = []
    for number, words in enumerate(texts):
        word, size = "", 0
        for character in words:
            own = advance[character]
            glued = not own or _in_word(character)
            if word and glued and size + own <= width and (not own or _in_word(word[-1])):
                word, size = word + character, size + own
                continue
            if word:
                units.append((word, number, size))
            word, size = character, own
        if word:
            units.append((word, number, size))
    return units


def _in_word(character: str) -> bool:
    return character < "\u2e80" and not character.isspace()


def _join(units: Sequence[_Unit]) -> Line:
    pieces: list[tuple[str, int]] = []
    for words, run, _ in units:
        if pieces and pieces[-1][1] == run:
            pieces[-1] = (pieces[-1][0] + words, run)
        else:
            pieces.append((words, run))
    return tuple(pieces)
