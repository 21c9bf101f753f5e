"""Numbers typed by hand into a template: where a figure belongs, none may stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from zaitaku.analysis.wording import phrases
from zaitaku.analysis.wording.grammar import Each, Literal, Node, Option, Token, parse

_DIGITS = "0-9０-９"
_GAP = "[ 　\t]*"
_NUMBER = rf"[{_DIGITS}]+(?:[,，.．][{_DIGITS}]+)*"
_KANJI = "[〇一二三四五六七八九十百千万]{2,}"
_COUNTER = "|".join(
    sorted((re.escape(c) for c in (*phrases.COUNTERS, *phrases.PERCENT_SIGNS, "パーセント")), key=len)[::-1]
)
# 第3回, 全4回, 3回/年 and 1人暮らし count nothing that was done; dates and era years are no counts.
_NOT_COUNTED = re.compile(
    rf"(?:第|全){_GAP}(?:{_NUMBER}|{_KANJI})"
    rf"|{_NUMBER}{_GAP}回{_GAP}[/／]{_GAP}(?:{_NUMBER})?{_GAP}年"
    rf"|[{_DIGITS}]{_GAP}人暮らし"
    rf"|(?:明治|大正|昭和|平成|令和|[MTSHRＭＴＳＨＲ]){_GAP}{_NUMBER}"
    rf"|{_NUMBER}{_GAP}(?:年|月|日|時|分|歳|代|週|か月|ヶ月|号|条|項|丁目|番|級|期)(?!{_GAP}間?{_GAP}(?:{_COUNTER}))"
    rf"|{_NUMBER}(?:[-./−－／．][{_DIGITS}]{{1,2}}){{2}}(?![{_DIGITS}])"
    rf"|{_NUMBER}{_GAP}(?:[、,，・～~〜]{_GAP}{_NUMBER}{_GAP})+(?:年|月|日|時|代|号)"
)
_COUNTED = re.compile(rf"(?:{_NUMBER}|{_KANJI}){_GAP}(?:{_COUNTER})(?!暮らし)")
_ANY = re.compile(_NUMBER)
_TO_ASCII = str.maketrans("０１２３４５６７８９，．", "0123456789,.")


@dataclass(frozen=True, slots=True)
class TypedNumberFound:
    text: str
    position: int


def typed_numbers(template: str, values: Iterable[Decimal] = ()) -> tuple[TypedNumberFound, ...]:
    """Hand-typed numbers in the literal text: those with a counter (12人, 35.5％, ３か所), those that touch a
    figure and so would change how it reads, and those of two digits or more equal to one of `values` (the figures
    of the row). 第N回, 全N回, N回/年, dates and era years are none. Raises TemplateRefused as `parse` does."""
    known = {value for value in values if abs(value) >= 10}
    found: dict[int, str] = {}
    for literal, before, after in _literals(parse(template)):
        for start, text in _in_text(literal.text, known, before=before, after=after):
            found[literal.position + start] = text
    return tuple(TypedNumberFound(text, position) for position, text in sorted(found.items()))


def _literals(nodes: tuple[Node, ...]) -> Iterator[tuple[Literal, bool, bool]]:
    """Each literal, and whether a printed number stands right before and right after it."""
    for at, node in enumerate(nodes):
        if isinstance(node, Each):
            yield from _literals(node.body)
        elif isinstance(node, Literal):
            yield node, at > 0 and _prints(nodes[at - 1]), at + 1 < len(nodes) and _prints(nodes[at + 1])


def _prints(node: Node) -> bool:
    return isinstance(node, Each) or (isinstance(node, Token) and not node.options & {Option.LABEL, Option.NOTE})


def _in_text(text: str, known: set[Decimal], *, before: bool, after: bool) -> Iterator[tuple[int, str]]:
    blanked = _NOT_COUNTED.sub(lambda match: "〓" * len(match[0]), text)
    for match in _COUNTED.finditer(blanked):
        yield match.start(), match[0]
    for match in _ANY.finditer(blanked):
        touches = (before and match.start() == 0) or (after and match.end() == len(text))
        if touches or _value(match[0]) in known:
            yield match.start(), match[0]


def _value(text: str) -> Decimal:
    plain = text.translate(_TO_ASCII).replace(",", "")
    whole, _, rest = plain.partition(".")
    return Decimal(f"{whole}.{rest.replace('.', '')}" if rest else whole)
