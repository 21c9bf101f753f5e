"""What the cells of a council table say: initiatives with frequency, indicators with source, owners.

Line breaks of the original cells have often become spaces on the way into a text file. Spaces and line breaks are
therefore the same here, except that two or more in a row, or an empty line, always separate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zaitaku.analysis.council_table.model import Frequency, Indicator, Initiative

_OPEN, _CLOSE = "「『（(【［[〔《", "」』）)】］]〕》"
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_FREQUENCY = re.compile(
    r"(?:(?<=\s)|^|(?=[（(]))[（(]?\s*(?:(?P<times>[0-9０-９]{1,4})\s*回\s*[/／]\s*(?P<every>[0-9０-９]{0,2})\s*(?P<unit>[年月週])度?"
    r"|(?P<unit2>[年月週])\s*(?P<times2>[0-9０-９]{1,4})\s*回)\s*[）)]?(?=\s|$)"
)
_BULLET = re.compile(r"(?:(?<=\s)|^)[・･●○◆■◇□]\s*")
_SOURCE = re.compile(r"(?:調査|アンケート|分析|統計|小票|集計)$")
_COMPLETE = re.compile(
    r"(?:数|割合|率|度|額|量|値|点|ポイント|減少|増加|向上|低下|改善|維持|作成|実施|有無|状況|結果|」)$"
)
_TRAILING_BRACKET = re.compile(r"[（(【][^（(【）)】]*[）)】]$")
_DOWN, _UP = re.compile(r"(?:減少|低下|短縮|削減)[）)。]?$"), re.compile(r"(?:増加|向上|拡大|上昇|改善)[）)。]?$")
_ORGANISATION = re.compile(
    r"(?:課|室|係|部|局|所|会|センター|病院|機関|協会|法人|ステーション|署|庁|省|館|園|校|大学|団|団体|組合|社|区|市|町|村|都|県"
    r"|(?:課|会|所|機関|センター|病院|団体)等)$"
)
_STEM = re.compile(r"(?:の(?:開催|実施|活用|推進|運営|育成|確保|作成)|事業|等)+$")


def tidy(text: str) -> str:
    """Line ends as \\n, no white space at either end of the text or of a line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def pieces(text: str) -> tuple[str, ...]:
    """The text cut at white space outside of brackets: one objective or sentence each."""
    return tuple(piece for piece, _hard in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Each piece, and whether a hard break (two spaces or more, an empty line) stands before it. Brackets that
    never close do not hold anything together."""
    depth, start, gap = 0, None, 0
    balanced = sum(c in _OPEN for c in text) == sum(c in _CLOSE for c in text)
    hard = False
    for at, character in enumerate(text):
        depth += (character in _OPEN) - (character in _CLOSE) if balanced else 0
        if character.isspace() and depth <= 0:
            if start is not None:
                yield text[start:at], hard
                start, gap = None, 0
            gap += 1
        elif start is None:
            start, hard = at, gap > 1
    if start is not None:
        yield text[start:], hard


def initiatives_of(text: str) -> tuple[Initiative, ...]:
    """A cell may hold several initiatives, each closed by its frequency. What follows the last frequency, and
    bullet points, are details of the initiative before them."""
    found: list[Initiative] = []
    start = 0
    for match in _FREQUENCY.finditer(text):
        name, details = _name_and_details(text[start : match.start()])
        if name:
            found.append(Initiative(name, _frequency(match), details))
            start = match.end()
    name, details = _name_and_details(text[start:])
    rest = ((name,) if name else ()) + details
    if found and rest:
        last = found[-1]
        found[-1] = Initiative(last.name, last.frequency, last.details + rest)
    elif rest:
        found.append(Initiative(rest[0], None, rest[1:]))
    return tuple(found)


def _frequency(match: re.Match[str]) -> Frequency:
    times = int((match["times"] or match["times2"]).translate(_DIGITS))
    every = int((match["every"] or "1").translate(_DIGITS) or 1)
    return Frequency(times, max(every, 1), match["unit"] or match["unit2"])


def _name_and_details(text: str) -> tuple[str, tuple[str, ...]]:
    name, *details = _BULLET.split(text)
    return " ".join(name.split()), tuple(" ".join(d.split()) for d in details if d.strip())


def indicators_of(text: str, initiatives: Sequence[Initiative] = ()) -> tuple[Indicator, ...]:
    """A piece that ends in 調査, アンケート … names the source of what follows it. A piece is a new indicator when
    the one before it is complete (ends in 数, 割合, 減少 …) or a hard break stands between; else it goes on."""
    grown: list[list[str]] = []
    for piece, hard in _pieces(text):
        bullet = _BULLET.match(piece) is not None
        last = grown[-1] if grown else None
        waits = last is not None and len(last) == 1 and _is_source(last[0])
        goes_on = not bullet and not _is_source(piece) and not _is_complete(last)
        if last is not None and (waits or (not hard and (goes_on or piece[0] in "（("))):
            last.append(piece)
        else:
            grown.append([_BULLET.sub("", piece) or piece])
    return tuple(_indicator(parts, initiatives) for parts in grown)


def _is_source(piece: str) -> bool:
    return _SOURCE.search(_TRAILING_BRACKET.sub("", piece)) is not None


def _is_complete(parts: list[str] | None) -> bool:
    return parts is None or _COMPLETE.search(_TRAILING_BRACKET.sub("", parts[-1]) or parts[-1]) is not None


def _indicator(parts: list[str], initiatives: Sequence[Initiative]) -> Indicator:
    source = parts[0] if len(parts) > 1 and _is_source(parts[0]) else ""
    text = " ".join(parts[1:] if source else parts)
    direction = "down" if _DOWN.search(text) else "up" if _UP.search(text) else ""
    whole = f"{source} {text}"
    stems = [(_STEM.sub("", initiative.name), at) for at, initiative in enumerate(initiatives)]
    named = [(len(stem), -at) for stem, at in stems if stem and stem in whole]
    return Indicator(text, source, direction, -max(named)[1] if named else None)


def owners_of(text: str, organisations: Sequence[str] = ()) -> tuple[str, ...]:
    """The owners named in a cell. Names in `organisations` are found first, the longest first; the rest is cut at
    ・ 、 , and white space, and a piece that does not end like an organisation (ねりま of
    認知症サポートセンター・ねりま) belongs to the one before it."""
    known = sorted((name for name in organisations if name), key=len, reverse=True)
    found: list[str] = []
    for word in _owner_words(text, known):
        joins = found and word.startswith("・") and not _ORGANISATION.search(word) and word[1:] not in known
        if joins:
            found[-1] += word
        elif name := word.removeprefix("・"):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _owner_words(text: str, known: Sequence[str]) -> Iterator[str]:
    """Words, each with a leading ・ when one stood before it."""
    at, dot, word = 0, "", ""
    ends = re.compile(r"[\s、，,・･/／]|$")
    while at < len(text):
        name = next((name for name in known if not word and text.startswith(name, at)), None)
        if name is not None and ends.match(text, at + len(name)):
            yield name
            at, dot = at + len(name), ""
        elif ends.match(text, at):
            if word:
                yield dot + word
            dot, word = ("・" if text[at] in "・･" else ""), ""
            at += 1
        else:
            word, at = word + text[at], at + 1
    if word:
        yield dot + word


def looks_like_owners(text: str, organisations: Sequence[str] = ()) -> bool:
    """Whether every name in the text ends like an organisation or is a known one, and none like an indicator."""
    names = owners_of(text, organisations)
    known = set(organisations)
    return bool(names) and all(
        name in known or (len(name) <= 30 and _ORGANISATION.search(name.split("・")[0]) is not None) for name in names
    )
