"""The lines as one running text in half width, with the way back to every original character.

Hard line ends inside brackets and quotation marks are dropped: a bracket that a narrow cell broke over three lines
reads as one. All others stay as one line feed. Everything here is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from zaitaku.analysis.check.model import Span
from zaitaku.analysis.source_line import SourceLine

PAIR_LIMIT = 600  # characters; a bracket open for longer is taken as never closed
BRACKETS = {"(": ")", "[": "]", "〔": "〕", "{": "}"}
QUOTES = {"「": "」", "『": "』", "【": "】"}
_CLOSERS = {closer: opener for opener, closer in (BRACKETS | QUOTES).items()}

_WIDTHS = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    ord(wide): narrow for wide, narrow in zip("　\u00a0\u2009〜∕⁄﹪､｡｢｣･−－‐‑–", "   ~//%、。「」・-----", strict=True)
}


def normalise(text: str) -> str:
    """Half-width digits, letters and signs; one character for one character, so positions stay."""
    return text.translate(_WIDTHS)


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions of an opening and its closing sign in the flow."""

    start: int
    end: int
    sign: str


class Flow:
    """`text` is the running text; `pairs` the brackets and quotes in it, by position of the opening sign."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self._lines = lines
        self._starts = _starts(lines)
        raw = "\n".join(normalise(line.text) for line in lines)
        raw_pairs, raw_unclosed = _matched(raw)
        dropped = _dropped(raw, raw_pairs)
        self._origin = [i for i in range(len(raw)) if not dropped[i]]
        self.text = "".join([raw[i] for i in self._origin])
        place = {origin: i for i, origin in enumerate(self._origin)}
        self.pairs = [Pair(place[a], place[b], raw[a]) for a, b in raw_pairs]
        self.unclosed = [place[a] for a in raw_unclosed]
        self._blanks = [found.span() for found in re.finditer(r"\n(?:[ \t]*\n)+", self.text)]
        self._depth = _depths(len(self.text), self.pairs)
        self._by_start = {pair.start: pair for pair in self.pairs}

    def spans(self, *stretches: tuple[int, int]) -> tuple[Span, ...]:
        """The stretches of the flow in the original lines, in reading order; joins what touches."""
        pieces: list[tuple[int, int, int]] = []
        for start, end in sorted(set(stretches)):
            pieces.extend(self._pieces(start, end))
        return tuple(
            Span(self._lines[n].location, n + 1, a, b, self._lines[n].text[a:b]) for n, a, b in _merged(pieces)
        )

    def _pieces(self, start: int, end: int) -> list[tuple[int, int, int]]:
        if start >= end:
            return []
        first, last = self._origin[start], self._origin[end - 1] + 1
        pieces = []
        for n in range(bisect_right(self._starts, first) - 1, bisect_left(self._starts, last)):
            length = len(self._lines[n].text)
            a = max(first - self._starts[n], 0)
            b = min(last - self._starts[n], length)
            text = self._lines[n].text[a:b]
            a, b = a + len(text) - len(text.lstrip()), b - (len(text) - len(text.rstrip()))
            if a < b:
                pieces.append((n, a, b))
        return pieces

    def paragraph(self, position: int) -> tuple[int, int]:
        """The stretch around the position up to the next empty lines."""
        i = bisect_right(self._blanks, (position, len(self.text) + 1))
        start = self._blanks[i - 1][1] if i else 0
        end = self._blanks[i][0] if i < len(self._blanks) else len(self.text)
        return start, end

    def depth(self, position: int) -> int:
        """How many round, square or curly brackets are open at the position."""
        return self._depth[position]

    def bracket_after(self, position: int) -> Pair | None:
        """The bracket that opens here, white space skipped."""
        while position < len(self.text) and self.text[position].isspace():
            position += 1
        pair = self._by_start.get(position)
        return pair if pair and pair.sign in BRACKETS else None

    def pair_at(self, position: int) -> Pair | None:
        """The pair of any kind that opens exactly here."""
        return self._by_start.get(position)


def _starts(lines: Sequence[SourceLine]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    return starts


def _matched(raw: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs, and opening signs left alone. Each kind of sign is paired by itself, so that a
    forgotten 「 does not hide the brackets behind it."""
    open_signs: dict[str, deque[int]] = {opener: deque() for opener in _CLOSERS.values()}
    pairs, unclosed = [], []
    for found in re.finditer(r"[()\[\]〔〕{}「」『』【】]", raw):
        at, sign = found.start(), found[0]
        waiting = open_signs[_CLOSERS.get(sign, sign)]
        while waiting and at - waiting[0] > PAIR_LIMIT:
            unclosed.append(waiting.popleft())
        if sign not in _CLOSERS:
            waiting.append(at)
        elif waiting:
            pairs.append((waiting.pop(), at))
    left = [at for waiting in open_signs.values() for at in waiting]
    return sorted(pairs), sorted([*unclosed, *left])


def _dropped(raw: str, pairs: Sequence[tuple[int, int]]) -> bytearray:
    """1 for each white space around a line end that lies inside a pair."""
    dropped = bytearray(len(raw))
    reach = -1
    edges = iter(pairs)
    ahead = next(edges, None)
    for found in re.finditer(r"(?<![ \t\r\n])[ \t\r]*\n\s*", raw):
        while ahead and ahead[0] < found.start():
            reach = max(reach, ahead[1])
            ahead = next(edges, None)
        if found.end() <= reach:
            dropped[found.start() : found.end()] = b"\x01" * len(found[0])
    return dropped


def _depths(length: int, pairs: Sequence[Pair]) -> list[int]:
    change = [0] * (length + 2)
    for pair in pairs:
        if pair.sign in BRACKETS:
            change[pair.start + 1] += 1
            change[pair.end] -= 1
    depths, depth = [], 0
    for step in change:
        depth += step
        depths.append(depth)
    return depths


def _merged(pieces: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    merged: list[tuple[int, int, int]] = []
    for n, a, b in sorted(pieces):
        if merged and merged[-1][0] == n and a <= merged[-1][2]:
            merged[-1] = (n, merged[-1][1], max(b, merged[-1][2]))
        else:
            merged.append((n, a, b))
    return merged
