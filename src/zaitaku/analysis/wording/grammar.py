"""The grammar of result-cell templates: literal text, `{code/part|option}`, `{each code} … {/each}`.

`{{` and `}}` print a brace. A line holding nothing but `{each …}` or `{/each}` leaves no empty line behind.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from zaitaku.analysis.refusal import shown
from zaitaku.analysis.wording import phrases
from zaitaku.analysis.wording.refusals import TemplateRefused, UnbalancedBraces, UnknownOption, WrongPlace

MAX_DEPTH = 3  # a series, its sessions, their channels
HERE = "."


class Option(StrEnum):
    BARE = "bare"  # no unit
    MARK = "mark"  # while open, the mark instead of the value
    PARTS = "parts"  # 本会場59人、同時上映12人
    COLON = "colon"  # 会場参加者：85％、ZOOM参加者：89％
    FRACTION = "fraction"  # 44.4％（8/18件）
    JOIN = "join"  # marks wait for the next figure
    LABEL = "label"
    NOTE = "note"
    AS_OF = "as_of"  # 令和5年7月1日時点, said once for the figures that follow


_OPTIONS = {option.value: option for option in Option}


@dataclass(frozen=True, slots=True)
class Literal:
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Token:
    """A figure: `code` is an indicator's or `.` (the part at hand); `path` leads to a part by labels."""

    code: str
    path: tuple[str, ...]
    options: frozenset[Option]
    unit: str
    position: int


@dataclass(frozen=True, slots=True)
class Each:
    """`body` once for every part of the figure."""

    code: str
    path: tuple[str, ...]
    body: tuple["Node", ...]
    position: int


Node = Literal | Token | Each


@dataclass(slots=True)
class _Open:
    code: str
    path: tuple[str, ...]
    position: int
    nodes: list[Node] = field(default_factory=list)


def parse(template: str) -> tuple[Node, ...]:
    """The nodes of a template. Raises TemplateRefused (braces, options, place); codes are not looked up here."""
    stack = [_Open("", (), 0)]
    for kind, text, position in _scan(template):
        if kind == "literal":
            stack[-1].nodes.append(Literal(text, position))
        elif text == "/each":
            if len(stack) == 1:
                raise UnbalancedBraces(
                    template,
                    position,
                    "{/each} に対応する {each …} がありません。どちらかを消すか補ってください。",
                    "{/each} closes nothing. Delete it or add its {each …}.",
                )
            done = stack.pop()
            stack[-1].nodes.append(Each(done.code, done.path, tuple(done.nodes), done.position))
        elif text.startswith("each "):
            stack.append(_block(template, text, position, inside=len(stack) > 1))
            if len(stack) > MAX_DEPTH + 1:
                raise WrongPlace(
                    template,
                    position,
                    f"{{each}} の入れ子は{MAX_DEPTH}段までです。内側の繰り返しを減らしてください。",
                    f"{{each}} can be nested {MAX_DEPTH} deep. Use fewer blocks.",
                )
        else:
            stack[-1].nodes.append(_token(template, text, position, inside=len(stack) > 1))
    if len(stack) > 1:
        raise UnbalancedBraces(
            template,
            stack[-1].position,
            "{each} が閉じられていません。終わりに {/each} を入れてください。",
            "{each} is not closed. Add {/each}.",
        )
    return tuple(stack[0].nodes)


def tokens(nodes: tuple[Node, ...]) -> Iterator[Token | Each]:
    """Every figure named, blocks before what they hold."""
    for node in nodes:
        if not isinstance(node, Literal):
            yield node
        if isinstance(node, Each):
            yield from tokens(node.body)


def _scan(template: str) -> Iterator[tuple[str, str, int]]:
    """("literal" | "brace", text, position) in order; doubled braces become literal ones."""
    literal, start, at = "", 0, 0
    while at < len(template):
        character = template[at]
        if character not in "{}" or template[at : at + 2] in ("{{", "}}"):
            start = at if not literal else start
            literal += character
            at += 2 if character in "{}" else 1
            continue
        end = template.find("}", at)
        if character == "}" or end < 0 or "{" in template[at + 1 : end] or "\n" in template[at:end]:
            raise UnbalancedBraces(
                template,
                at,
                "波かっこ { } の対応がとれていません。文字として使うときは {{ や }} と2つ重ねてください。",
                "The braces { } do not match. To print one, write it twice: {{ or }}.",
            )
        if literal:
            yield "literal", literal, start
            literal = ""
        inner = template[at + 1 : end].strip()
        yield "brace", inner, at
        at = end + 1
        if _alone_on_its_line(template, inner, end):
            at += 1
    if literal:
        yield "literal", literal, start


def _alone_on_its_line(template: str, inner: str, end: int) -> bool:
    begin = template.rfind("{", 0, end)
    starts = begin == 0 or template[begin - 1] == "\n"
    is_block = inner == "/each" or inner.startswith("each ")
    return is_block and starts and template[end + 1 : end + 2] == "\n"


def _block(template: str, inner: str, position: int, *, inside: bool) -> _Open:
    token = _token(template, inner.removeprefix("each ").strip(), position, inside=inside)
    if token.options or token.unit:
        raise UnknownOption(
            template,
            position,
            "{each} に | の指定は付けられません。中の {.} に付けてください。",
            "{each} takes no options. Put them on the {.} inside.",
        )
    return _Open(token.code, token.path, position)


def _token(template: str, inner: str, position: int, *, inside: bool) -> Token:
    head, *given = (piece.strip() for piece in inner.split("|"))
    if head in (".label", ".note"):
        given.append(head[1:])
        head = HERE
    code, *path = (piece.strip() for piece in head.split("/"))
    if not code or not all(path):
        raise _empty(template, position)
    if code == HERE and not inside:
        raise WrongPlace(
            template,
            position,
            "{.} は {each …} と {/each} の間でだけ使えます。指標の名前を書いてください。",
            "{.} stands only between {each …} and {/each}. Name an indicator.",
        )
    options, unit = _options(template, given, position)
    return Token(code, tuple(path), options, unit, position)


def _empty(template: str, position: int) -> TemplateRefused:
    return UnbalancedBraces(
        template,
        position,
        "{ } の中に指標または内訳の名前がありません。一覧から選んでください。",
        "Between the braces a name is missing. Choose one from the list.",
    )


def _options(template: str, given: list[str], position: int) -> tuple[frozenset[Option], str]:
    options: set[Option] = set()
    unit = ""
    for name in given:
        if name in _OPTIONS:
            options.add(_OPTIONS[name])
        elif name in (*phrases.COUNTERS, *phrases.PERCENT_SIGNS) and not unit:
            unit = name
        else:
            raise UnknownOption(
                template,
                position,
                f"「{shown(name)}」という指定はありません。"
                f"使えるのは単位（人、名、件…）と {', '.join(_OPTIONS)} です。",
                f'There is no option "{shown(name)}". Use a unit or one of {", ".join(_OPTIONS)}.',
            )
    return frozenset(options), unit
