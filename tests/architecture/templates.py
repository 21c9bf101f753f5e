"""The templates of the product, and what stands in them as text for people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "zaitaku"
# Attributes that are shown or read out; the rest (class, id, hx-target …) is machinery.
SPOKEN = {"aria-label", "alt", "title", "placeholder", "heading", "caption", "label", "current", "button", "mark"}
_BLOCK = re.compile(r"{%\s*(blocktrans(?:late)?)\b.*?%}.*?{%\s*end\1\s*%}", re.DOTALL)
_COMMENT = re.compile(r"{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)
_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


@dataclass(frozen=True)
class Written:
    """Words that stand in a template outside any translation tag."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(SOURCE.parents[1])}:{self.line}: {self.text!r}"


def all_templates(source: Path = SOURCE) -> list[Path]:
    return sorted(path for path in source.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".svg"})


def untagged(path: Path) -> Iterator[Written]:
    """Texts and spoken attributes left when translation and template tags are taken out."""
    source = path.read_text(encoding="utf-8")
    for pattern in (_COMMENT, _BLOCK, _TAG):
        source = pattern.sub(lambda found: "\n" * found[0].count("\n"), source)
    reader = _Reader(path)
    reader.feed(source)
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.found: list[Written] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style", "code", "kbd"}
        for name, value in attrs:
            if name in SPOKEN and value and value.strip():
                self.found.append(Written(self.path, self.getpos()[0], value.strip()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "code", "kbd"}:
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.silent:
            line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self.found.append(Written(self.path, line, data.strip()))
