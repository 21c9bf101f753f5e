"""From a template and its figures to the printed words, with every mark in its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from zaitaku.analysis.figure import OPEN, Figure, Kind, State
from zaitaku.analysis.wording import phrases
from zaitaku.analysis.wording.grammar import HERE, Each, Literal, Node, Option, Token, parse
from zaitaku.analysis.wording.marks import (
    Mark,
    MarkKind,
    as_of_words,
    bracket,
    long_day,
    marks,
    number_text,
    state_words,
    strongest,
    value_text,
)
from zaitaku.analysis.wording.refusals import unknown_code, unknown_part, wrong_unit


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row. With `code` they are a figure's, `path` leading to the part; `mark` is the strongest mark
    that the words carry ("open", "suppressed", "preliminary", "as_of" or "")."""

    text: str
    code: str = ""
    path: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A figure, and the way to it."""

    figure: Figure
    code: str
    path: tuple[str, ...]


@dataclass(slots=True)
class _Composer:
    template: str
    figures: Mapping[str, Figure]
    cover: date
    pieces: list[Piece] = field(default_factory=list)
    waiting: list[tuple[Place, Mark]] = field(default_factory=list)  # marks that `join` holds back
    announced: set[str] = field(default_factory=set)  # as-of dates said once by `as_of`

    def nodes(self, nodes: Iterable[Node], here: Place | None) -> None:
        for node in nodes:
            if isinstance(node, Literal):
                self._literal(node.text)
                continue
            place = self._find(node, here)
            if isinstance(node, Each):
                self._each(node, place)
            else:
                self._token(node, place)

    def _literal(self, text: str) -> None:
        if "\n" in text and self.waiting:
            line, rest = text.split("\n", 1)
            self._say(line)
            self.flush()
            text = "\n" + rest
        self._say(text)

    def _each(self, node: Each, place: Place) -> None:
        if not place.figure.parts:
            self._single(Token(node.code, node.path, frozenset(), "", node.position), place)
        for part in place.figure.parts:
            self.nodes(node.body, Place(part, place.code, (*place.path, part.label)))
            self.flush()
        if place.figure.parts:
            rest = self._of_the_whole(place.figure)
            self._put(place, "", [mark for mark in rest if mark.kind not in (MarkKind.AS_OF, MarkKind.SINCE)])

    def _token(self, token: Token, place: Place) -> None:
        figure, options = place.figure, token.options
        if Option.LABEL in options:
            self._say(figure.label)
        elif Option.NOTE in options:
            self._say(figure.note)
        elif Option.AS_OF in options:
            self._announce(place)
        elif options & {Option.PARTS, Option.COLON} and figure.parts:
            self._parts(token, place)
        else:
            self._single(token, place)

    def _announce(self, place: Place) -> None:
        figure = place.figure
        long = as_of_words(figure, self.cover) if figure.as_of_text else long_day(figure.as_of) + phrases.AS_OF
        self.announced.add(as_of_words(figure, self.cover))
        self.pieces.append(Piece(long, place.code, place.path))

    def _single(self, token: Token, place: Place) -> None:
        found = marks(place.figure, self.cover)
        if Option.MARK in token.options and place.figure.state in OPEN:
            words = place.figure.mark or phrases.ALONE[place.figure.state]
            others = [mark for mark in found if mark.kind is not MarkKind.OPEN]
            self._put(place, words, others, extra=[mark for mark in found if mark.kind is MarkKind.OPEN])
        elif place.figure.value is None and token.options & {Option.PARTS, Option.COLON}:
            self._put(place, bracket(found), (), extra=found)
        elif place.figure.value is None:
            self._put(place, value_text(place.figure), (), extra=found)
        elif Option.JOIN in token.options:
            self.pieces.append(Piece(self._value(token, place.figure), place.code, place.path, strongest(found)))
            self.waiting += [(place, mark) for mark in self._unsaid(found)]
        else:
            self._put(place, self._value(token, place.figure), found)

    def _value(self, token: Token, figure: Figure) -> str:
        unit = token.unit
        if unit and (unit in phrases.PERCENT_SIGNS) != (figure.kind is Kind.PERCENT):
            raise wrong_unit(self.template, token.position, figure.code, unit)
        words = value_text(figure, unit=unit, bare=Option.BARE in token.options)
        above, below = figure.numerator, figure.denominator
        if Option.FRACTION in token.options and above is not None and below is not None:
            counted = next((one.unit_text for one in _below(figure) if one.kind is not Kind.PERCENT), "")
            words += f"{phrases.OPENING}{number_text(above)}/{number_text(below)}{counted}{phrases.CLOSING}"
        return words

    def _parts(self, token: Token, place: Place) -> None:
        """The parts one after the other; an as-of date they all share is said once, at the end."""
        parts = place.figure.parts
        own = [[mark for mark in marks(part, self.cover) if not self._is_announced(mark)] for part in parts]
        shared = _shared(own)
        colon = phrases.COLON if Option.COLON in token.options else ""
        for at, (part, found) in enumerate(zip(parts, own, strict=True)):
            if at:
                self._say(phrases.SEPARATOR)
            where = (*place.path, part.label)
            rest = [mark for mark in found if mark not in shared]
            if part.value is None:
                words = part.label + (colon + state_words(part) if colon else bracket(rest))
            else:
                words = part.label + colon + self._value(token, part) + bracket(rest)
            self.pieces.append(Piece(words, place.code, where, strongest(found)))
        said = {mark.text for found in own for mark in found}
        missing = [mark for mark in self._of_the_whole(place.figure) if mark.text not in said]
        waited = {mark.text for _, mark in self.waiting}
        together = [Mark(m.kind, m.text if m.text in waited else phrases.ALL_ALIKE + m.text) for m in shared]
        self._put(place, "", [*together, *missing])

    def _of_the_whole(self, figure: Figure) -> Iterator[Mark]:
        """The marks of a total that its parts do not already say.

        An open part makes the total open by itself, and a total that cannot be made of its parts (shares of
        different questions) is 該当なし without anything missing.
        """
        by_parts = any(part.state is not State.FINAL for part in figure.parts) and not figure.mark
        by_parts = by_parts or figure.state is State.NOT_APPLICABLE
        for mark in marks(figure, self.cover):
            from_state = mark.kind in (MarkKind.OPEN, MarkKind.SUPPRESSED, MarkKind.PRELIMINARY)
            if not (from_state and by_parts):
                yield mark

    def _put(self, place: Place, words: str, found: Iterable[Mark], extra: Iterable[Mark] = ()) -> None:
        """Words with their marks and those that were waiting for them."""
        said = self._unsaid(found)
        waited = [mark for _, mark in self.waiting]
        self.waiting.clear()
        text = words + bracket([*waited, *said])
        if text:
            self.pieces.append(Piece(text, place.code, place.path, strongest([*said, *extra])))

    def _unsaid(self, found: Iterable[Mark]) -> list[Mark]:
        """Without what the words right before, on the same line, say already (累計　75,000部), or `as_of` said."""
        last = self.pieces[-1] if self.pieces else Piece("")
        line = "" if last.code else last.text.rsplit("\n", 1)[-1].rstrip(" 　:：")
        return [mark for mark in found if not self._is_announced(mark) and not line.endswith(mark.text)]

    def _is_announced(self, mark: Mark) -> bool:
        return mark.kind is MarkKind.AS_OF and mark.text in self.announced

    def flush(self) -> None:
        if self.waiting:
            place = self.waiting[0][0]
            found = [mark for _, mark in self.waiting]
            self.waiting.clear()
            self.pieces.append(Piece(bracket(found), place.code, place.path, strongest(found)))

    def _say(self, text: str) -> None:
        if text:
            self.pieces.append(Piece(text))

    def _find(self, node: Token | Each, here: Place | None) -> Place:
        if node.code == HERE and here is not None:
            start = here
        elif node.code in self.figures:
            start = Place(self.figures[node.code], node.code, ())
        else:
            raise unknown_code(self.template, node.position, node.code)
        try:
            return Place(start.figure.part(*node.path), start.code, (*start.path, *node.path))
        except KeyError:
            raise unknown_part(self.template, node.position, start.code, node.path) from None


def _below(figure: Figure) -> Iterator[Figure]:
    for part in figure.parts:
        yield part
        yield from _below(part)


def _shared(own: list[list[Mark]]) -> list[Mark]:
    if len(own) < 2:
        return []
    return [mark for mark in own[0] if mark.kind is MarkKind.AS_OF and all(mark in found for found in own)]


def compose(template: str, figures: Mapping[str, Figure], *, cover: date) -> tuple[Piece, ...]:
    """The words of one cell as of the paper's cover date.

    Marks cannot be dropped: each figure printed brings its own (see `marks`), bracketed behind it, unless the words
    just before it say the same. Raises TemplateRefused: bad grammar, unknown code or part, a unit that does not fit.
    """
    composer = _Composer(template, figures, cover)
    composer.nodes(parse(template), None)
    composer.flush()
    return tuple(composer.pieces)
